import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { chooseTests, knownReaders } from "./choose-tests.mjs";
import { hashFiles } from "./last-green.mjs";

const texts: Readonly<Record<string, string>> = {
  "server/lib/a.ts": "export const a = 1;",
  "server/lib/reads.ts": 'import { readFileSync } from "node:fs";',
  "server/lib/starts.ts": 'const { spawn } = await import("child_process");',
  "tests/architecture.test.ts": 'import { mkdirSync } from "node:fs";',
  "tests/eval/labels.ts": 'import {\n  readdirSync,\n} from "node:fs";',
  "tests/eval/requests/train/one.jsonl": "{}",
  "docs/checklists.md": "# Lists",
  "prisma/schema.prisma": "model A {}",
  "server/matching/model.json": "{}",
};
const green = new Map(Object.keys(texts).map((file) => [file, "same"]));
const readText = (file: string) => texts[file] ?? "";
const onceChanged = (...changed: string[]) =>
  chooseTests(
    green,
    new Map([...green, ...changed.map((file) => [file, "new"] as const)]),
    readText,
  );
const without = (gone: string) =>
  chooseTests(green, new Map([...green].filter(([file]) => file !== gone)), readText);
const always = ["server/lib/reads.ts", "server/lib/starts.ts"];

describe("the tests of a check (only what changes can reach)", () => {
  it("are all where nothing is known", () => {
    expect(chooseTests(null, green, readText)).toHaveProperty("all");
  });

  it("are those that open files or start programs, where nothing changed", () => {
    expect(onceChanged()).toEqual({ changed: always });
  });

  it("follow from a changed or new file", () => {
    expect(onceChanged("docs/checklists.md")).toEqual({
      changed: ["docs/checklists.md", ...always],
    });
    expect(onceChanged("scripts/new.ts")).toEqual({ changed: ["scripts/new.ts", ...always] });
  });

  it("leave no known reader out once something changed that it reads, or is gone", () => {
    expect(onceChanged("server/lib/a.ts")).toMatchObject({
      changed: expect.arrayContaining(["tests/architecture.test.ts"]),
    });
    const reader = { changed: expect.arrayContaining(["tests/eval/labels.ts"]) };
    expect(onceChanged("tests/eval/requests/train/one.jsonl")).toMatchObject(reader);
    expect(without("tests/eval/requests/train/one.jsonl")).toMatchObject(reader);
  });

  it.each(["package-lock.json", "vitest.config.ts", "prisma/schema.prisma", "scripts/check.mjs"])(
    "are all after a change of %s",
    (file) => {
      expect(onceChanged(file)).toEqual({ all: `${file} changed` });
    },
  );

  it.each(["server/lib/a.ts", "server/matching/model.json"])(
    "are all once %s is gone, since no import leads to it any more",
    (file) => {
      expect(without(file)).toEqual({ all: `${file} is gone` });
    },
  );
});

describe("a known reader of this repository", () => {
  const files = [...hashFiles().keys()];

  it.each(knownReaders.map(({ reader, reads }) => [reader, reads] as const))(
    "%s is there, and is asked anew for what it names",
    (reader, reads) => {
      const readers = files.filter((file) => reader.test(file));
      expect(readers.length).toBeGreaterThan(0);
      for (const file of readers) {
        const paths = pathsIn(file, readFileSync(file, "utf8"));
        expect(paths.filter((one) => !reads.test(one))).toEqual([]);
      }
    },
  );

  it("may read no more than the entry says", () => {
    expect(pathsIn("x/y.ts", 'path.resolve("examples/homelab")')).toEqual(["examples/homelab/"]);
    expect(pathsIn("x/y.ts", "import.meta.dirname")).toEqual(["x/"]);
    expect(pathsIn("x/y.ts", '["README.md", "no such file"]')).toEqual(["README.md"]);
  });

  /** Files and folders of the repository that a reader names in its text, and its own folder where it asks for that. */
  function pathsIn(reader: string, text: string): string[] {
    const own = text.includes("import.meta") ? [`${path.dirname(reader)}/`] : [];
    const named = [...text.matchAll(/["'`]([^"'`\n]+)["'`]/g)].map((match) => match[1] ?? "");
    const folders = named.map((name) => `${name.replace(/\/$/, "")}/`);
    return [
      ...own,
      ...named.filter((name) => files.includes(name)),
      ...folders.filter((folder) => files.some((file) => file.startsWith(folder))),
    ];
  }
});
