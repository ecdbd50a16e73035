import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lifecyclesPage } from "./support/lifecycles.ts";

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

it("the map in docs/architecture.md names every room of server/", () => {
  const map = readFileSync("docs/architecture.md", "utf8");
  const rooms = readdirSync("server", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(rooms.map((room) => room.name).filter((name) => !map.includes(`\`${name}\``))).toEqual([]);
});

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
