import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lifecyclesPage } from "./support/lifecycles.ts";
import { protocolPage } from "./support/protocol-page.ts";

const documents = [
  "README.md",
  "SECURITY.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

it("docs/lifecycles.md shows the transition tables as they are (npm run docs)", () => {
  expect(readFileSync("docs/lifecycles.md", "utf8")).toBe(lifecyclesPage());
});

it("docs/PROTOCOL.md shows the protocol as its schemas have it (npm run docs)", () => {
  expect(readFileSync("docs/PROTOCOL.md", "utf8")).toBe(protocolPage());
});

it("the map in docs/architecture.md names every module of server/", () => {
  const map = readFileSync("docs/architecture.md", "utf8");
  const modules = readdirSync("server", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(modules.map(({ name }) => name).filter((name) => !map.includes(`\`${name}\``))).toEqual(
    [],
  );
});

it("docs/requirements.md says what every id in code, tests and docs stands for, once", () => {
  const defined = readFileSync("docs/requirements.md", "utf8")
    .split("\n")
    .flatMap((line) => /^\| ([A-Z][A-Z0-9 -]*) \|/.exec(line)?.[1] ?? [])
    .flatMap((ids) => (ids === "PLAN AGAIN" ? [ids] : ids.split(" ")));
  const used = idsIn(["app", "components", "server", "workers", "scripts", "tests", "e2e", "docs"]);
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter(([id]) => !defined.includes(id))).toEqual([]);
  expect(defined.filter((id, at) => defined.indexOf(id) !== at)).toEqual([]);
});

describe("a leg in docs/architecture.md", () => {
  const legs = readFileSync("docs/architecture.md", "utf8").split(/^### /m).slice(1);
  const filesOf = (leg: string) =>
    [...leg.matchAll(/^\d\. `([^`]+)`(?: \(`([^`]+)`\))?/gm)].map(([, file = "", hop]) => ({
      file,
      hop: hop ?? null,
      text: readFileSync(file, "utf8"),
    }));

  it("is described for each of the eight", () => {
    expect(legs.map((leg) => leg[0])).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  it.each(legs.map((leg) => [leg.split("\n", 1)[0] ?? "", filesOf(leg)] as const))(
    "%s has at most eight files, each led to by one before it",
    (_name, files) => {
      expect(files.length).toBeGreaterThan(2);
      expect(files.length).toBeLessThanOrEqual(8);
      const lost = files.filter(
        ({ file, hop }, at) =>
          at > 0 &&
          !files
            .slice(0, at)
            .some(
              (before) => importsFile(before, file) || (hop !== null && before.text.includes(hop)),
            ),
      );
      expect(lost.map(({ file }) => file)).toEqual([]);
    },
  );
});

function importsFile(from: { file: string; text: string }, target: string): boolean {
  const imports = [...from.text.matchAll(/from "([^"]+)"/g)].map((match) => match[1] ?? "");
  return imports.some((name) =>
    name.startsWith("#")
      ? name.slice(1) === target
      : path.join(path.dirname(from.file), name) === target,
  );
}

describe.each(documents)("%s", (document) => {
  it("links only to what exists", () => {
    const text = readFileSync(document, "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] ?? "",
    );
    const dead = links.filter((link) => !existsSync(path.join(path.dirname(document), link)));
    expect(dead).toEqual([]);
  });
});

it("decisions are numbered without gaps and each has context, decision and consequences", () => {
  const files = readdirSync("docs/decisions").sort();
  expect(files.map((file) => file.slice(0, 4))).toEqual(
    files.map((_file, index) => String(index + 1).padStart(4, "0")),
  );
  for (const file of files) {
    const text = readFileSync(path.join("docs/decisions", file), "utf8");
    for (const heading of ["## Context", "## Decision", "## Consequences"])
      expect(text).toContain(heading);
  }
});

/** Requirement ids by where one of them stands; those of one letter only in brackets, as "(R4)". */
function idsIn(folders: readonly string[]): Map<string, string> {
  const requirement =
    /\b(?:ORCH|AI|INFRA|AGENT|PHASE|AUDIT|UI|AUTH|OPS|SCHED)-\d+\b|\bPLAN AGAIN\b|(?<=\((?:[RWEP]\d+, )*)[RWEP]\d+(?=[,)])/g;
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && /\.(?:tsx?|mjs|md|sh|sql)$/.test(file.name))
      .map((file) => path.join(file.parentPath, file.name)),
  );
  return new Map(
    files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(requirement)].map(([id]) => [id, file] as const),
    ),
  );
}
