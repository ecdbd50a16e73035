import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { answerRequest } from "#server/catalog/domain/match-answer.ts";
import { buildMatchIndex } from "#server/catalog/domain/match-index.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { auroc, type Figures, figuresOf, judge } from "./figures.ts";
import { generateRepository } from "./generated.ts";
import { isExpected, type Label, readLabels } from "./labels.ts";

function measure(files: Record<string, string>, labels: readonly Label[]): Figures {
  const { entries } = buildCatalog(treeOf(files), "repo");
  const index = buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));
  return figuresOf(
    labels.map((label) => judge("repo", label, answerRequest(index, label.request))),
  );
}

function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((name) => name.isFile())
      .map((name) => {
        const file = path.join(name.parentPath, name.name);
        return [path.relative(folder, file), readFileSync(file, "utf8")];
      }),
  );
}

const repositories = readLabels();

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
    const figures = measure(filesBelow(path.resolve("examples/homelab")), example?.labels ?? []);
    expect(figures.requests).toBeGreaterThan(30);
    expect(figures.byKind).toMatchObject({ exact: 1, misspelt: 1, refuse: 1 });
    expect(figures.top1).toBeGreaterThanOrEqual(0.92);
    expect(figures.top3).toBeGreaterThanOrEqual(0.95);
    expect(figures.refusalAuroc).toBeGreaterThanOrEqual(0.97);
    expect(figures.wrongMatch).toBe(0);
  });

  it("are answered on a generated repository: any service is restarted, backed up or removed by the one playbook that does so", () => {
    const { files, labels } = generateRepository();
    const figures = measure(files, labels);
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
    const label: Label = { kind: "exact", request: "x", paths: ["a/*/c.yml"] };
    expect(isExpected(label, "a/b/c.yml")).toBe(true);
    expect(isExpected(label, "a/b/cyml")).toBe(false);
  });
});
