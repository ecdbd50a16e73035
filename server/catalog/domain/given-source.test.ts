import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRequirements } from "#server/ansible/requirements.ts";
import type { Requirement } from "#server/contracts/dependency.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import {
  canBeGiven,
  fileThatSays,
  requirementLines,
  type SaidSource,
  sourceProblem,
  suggestSource,
  tidySource,
  toRequirement,
  withGivenSources,
} from "./given-source.ts";
import { lockSource, refusalOf, standingOf } from "./requirement-state.ts";

const said = (change: Partial<SaidSource> = {}): SaidSource => ({
  ...{ kind: "role", name: "docker", type: "git" },
  ...{ source: "https://example.org/docker.git", version: null },
  ...change,
});
const written = (change: Partial<Requirement> = {}): Requirement => ({
  ...{ kind: "role", name: "docker", type: "galaxy", source: "acme.docker", server: null },
  ...{ version: null, path: "requirements.yml", line: 3, origin: "file" },
  ...change,
});

describe("where a person says that something is (INFRA-07)", () => {
  it.each<[string, Partial<SaidSource>]>([
    ["a git address", {}],
    ["a git address over ssh", { source: "git@example.org:lab/docker.git", version: "v1.2" }],
    ["a name at Galaxy", { type: "galaxy", source: "geerlingguy.docker", version: "7.4.1" }],
    ["a tarball", { type: "url", source: "https://example.org/docker-1.0.tar.gz" }],
    [
      "a collection in a range of versions",
      { kind: "collection", name: "a.b", type: "galaxy", source: "a.b", version: ">=1.0,<2.0" },
    ],
  ])("takes %s", (_what, change) => {
    expect(sourceProblem(said(change))).toBeNull();
  });

  it.each<[string, Partial<SaidSource>, RegExp]>([
    ["no namespace", { type: "galaxy", source: "docker" }, /Write it as namespace\.name/],
    [
      "another collection's name",
      { kind: "collection", name: "a.b", type: "galaxy", source: "a.c" },
      /Write a\.b, or give its git address/,
    ],
    ["a password", { source: "https://ada:s3cret@example.org/x.git" }, /Leave it out/],
    ["a token", { source: "https://s3cret@example.org/x.git" }, /Leave it out/],
    ["a space", { source: "https://example.org/my role.git" }, /no spaces or commas/],
    ["a local path", { source: "/srv/git/docker" }, /Use an https, ssh or git address/],
    ["an option", { source: "--upload-pack=x" }, /not plain|not supported/],
    ["git as a tarball", { type: "url", source: "https://github.com/a/b" }, /Choose Git/],
    ["a path as a tarball", { type: "url", source: "docker.tar.gz" }, /begins with https/],
    [
      "a tarball's version",
      { type: "url", source: "https://e.org/x.tar.gz", version: "1" },
      /Leave the version empty/,
    ],
    ["a version of two words", { version: "v1 or v2" }, /one word/],
    ["an option as a version", { version: "--all" }, /one word/],
    ["a name no folder can have", { name: "../docker" }, /Give it a plain `name:`/],
  ])("says what is wrong with %s, and never what was secret in it", (_what, change, words) => {
    const problem = sourceProblem(said(change)) ?? "";
    expect(problem).toMatch(words);
    expect(problem).not.toContain("s3cret");
  });

  it("goes before what plays only name, and behind a file that can be fetched from", () => {
    const given = [said()];
    const from = (...requirements: Requirement[]) =>
      withGivenSources(requirements, given).map(({ origin, name }) => `${origin} ${name}`);
    expect(from()).toEqual(["person docker"]);
    expect(from(written({ origin: "play" }))).toEqual(["person docker"]);
    expect(from(written(), written({ name: "base" }))).toEqual(["file docker", "file base"]);
    expect(from(written({ type: "hg", source: "https://example.org/hg" }))).toEqual([
      "person docker",
    ]);
    expect(fileThatSays([written()], said())).toMatchObject({ line: 3 });
    expect(fileThatSays([written({ kind: "collection" })], said())).toBeNull();
  });

  it("makes what was installed from elsewhere outdated, from another name at Galaxy as well", () => {
    const ours = toRequirement(said({ type: "galaxy", source: "acme.docker" }));
    const theirs = toRequirement(said({ type: "galaxy", source: "other.docker" }));
    const item = { kind: "role", name: "docker", version: "1.0", treeHash: "a" } as const;
    const lock = [{ ...item, source: lockSource(ours) }];
    expect(standingOf(ours, { lock, present: [] }).state).toBe("installed");
    expect(standingOf(theirs, { lock, present: [] }).state).toBe("outdated");
  });

  it("is asked for where it would help", () => {
    expect(canBeGiven({ kind: "role", name: "docker" })).toBe(true);
    expect(canBeGiven({ kind: "role", name: "{{ which }}" })).toBe(false);
    expect(canBeGiven({ kind: "collection", name: "Bad-Name" })).toBe(false);
  });

  it("begins with what is obvious", () => {
    const empty = { type: "git", source: "", version: "" };
    expect(suggestSource({ kind: "role", name: "docker" }, null)).toEqual(empty);
    expect(suggestSource({ kind: "role", name: "acme.docker" }, null)).toEqual({
      ...{ type: "galaxy", source: "acme.docker", version: "" },
    });
    const password = written({ type: "git", source: "https://***@example.org/x.git" });
    expect(suggestSource(password, password)).toEqual({
      ...{ type: "git", source: "https://example.org/x.git", version: "" },
    });
    const local = written({ type: "git", source: "/srv/x", version: "v1" });
    expect(suggestSource(local, local)).toEqual(empty);
    expect(tidySource("git", "git+https://example.org/x")).toBe("https://example.org/x");
  });

  it("is read from requirements.yml as it was said, once its lines are copied there", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const version = fc.option(fc.stringMatching(/^[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}$|^v[0-9]$|^on$/));
    const role = fc.record({
      ...{ kind: fc.constant("role" as const), name: word },
      place: fc.oneof(
        fc.record({
          type: fc.constant("galaxy" as const),
          source: fc.constant("acme.it"),
          version,
        }),
        fc.record({
          ...{ type: fc.constant("git" as const), version },
          source: fc.constantFrom("https://example.org/a/b", "git@example.org:a/b.git"),
        }),
        fc.record({
          ...{ type: fc.constant("url" as const), version: fc.constant(null) },
          source: fc.constant("https://example.org/x.tar.gz?a=1&b=%20#c"),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.uniqueArray(role, { selector: ({ name }) => name }), (roles) => {
        const given = roles.map(({ kind, name, place }): SaidSource => ({ kind, name, ...place }));
        fc.pre(given.every((one) => sourceProblem(one) === null));
        const tree = treeOf({ "requirements.yml": requirementLines(given) });
        const read = readRequirements(tree, []).requirements;
        expect(
          read.map(({ kind, name, type, source, version: v }) => [kind, name, type, source, v]),
        ).toEqual(
          given.map(({ kind, name, type, source, version: v }) => [kind, name, type, source, v]),
        );
        expect(read.every((one) => refusalOf(one) === null)).toBe(true);
      }),
    );
  });

  it("copies collections as well", () => {
    const lines = requirementLines([
      said({ kind: "collection", name: "a.b", type: "galaxy", source: "a.b", version: "1.10" }),
      said({ kind: "collection", name: "c.d", source: "https://example.org/c.d.git" }),
    ]);
    expect(lines).toBe(
      'collections:\n  - name: a.b\n    version: "1.10"\n  - name: https://example.org/c.d.git\n    type: git\n',
    );
    expect(requirementLines([])).toBe("");
  });
});
