import { describe, expect, it } from "vitest";
import { readEntries, scanFiles } from "./entries.ts";
import { auroc, figuresOf, judgeAll } from "./figures.ts";
import { generateRepository } from "./generated.ts";
import { isExpected, readLabels } from "./labels.ts";

const repositories = readLabels().filter(({ author }) => author === "own");

describe("labelled requests", () => {
  it("hold at least 240 requests over public repositories, a quarter of them to be refused, a third held out", () => {
    const labels = repositories.flatMap((repository) => repository.labels);
    const held = repositories.filter(({ part }) => part === "held");
    const refusals = labels.filter(({ kind }) => kind === "refuse");
    expect(labels.length).toBeGreaterThanOrEqual(240);
    expect(refusals.length / labels.length).toBeGreaterThan(0.2);
    expect(held.length).toBeGreaterThanOrEqual(2);
    expect(held.flatMap((repository) => repository.labels).length / labels.length).toBeGreaterThan(
      0.3,
    );
  });

  it("are answered on the example repository", () => {
    const example = repositories.find(({ name }) => name === "homelab");
    const figures = figuresOf(judgeAll("homelab", example?.labels ?? [], readEntries("homelab")));
    expect(figures.requests).toBeGreaterThan(30);
    expect(figures.byKind).toMatchObject({ exact: 1, misspelt: 1, refuse: 1 });
    expect(figures.top1).toBeGreaterThanOrEqual(0.92);
    expect(figures.top3).toBeGreaterThanOrEqual(0.95);
    expect(figures.refusalAuroc).toBeGreaterThanOrEqual(0.97);
    expect(figures.wrongMatch).toBe(0);
  });

  it("are answered on a generated repository: any service is restarted, backed up or removed by the one playbook that does so", () => {
    const { files, labels } = generateRepository();
    const figures = figuresOf(judgeAll("generated", labels, scanFiles(files)));
    expect(figures.byKind.exact).toBe(1);
    expect(figures.byKind.misspelt).toBeGreaterThanOrEqual(0.95);
    expect(figures.byKind.action).toBeGreaterThanOrEqual(0.95);
    expect(figures.byKind.refuse).toBe(1);
    expect(figures.matchPrecision).toBeGreaterThanOrEqual(0.97);
    expect(figures.refusalAuroc).toBeGreaterThanOrEqual(0.99);
  });

  it("are counted by what was found first, and refused by what was least sure", () => {
    expect(auroc([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(auroc([0.1], [0.9])).toBe(0);
    expect(auroc([0.5], [0.5])).toBe(0.5);
    expect(isExpected(["a/*/c.yml"], "a/b/c.yml")).toBe(true);
    expect(isExpected(["a/*/c.yml"], "a/b/cyml")).toBe(false);
  });
});
