import { describe, expect, it } from "vitest";
import { buildMatchIndex } from "./match-index.ts";
import { match } from "./matcher.ts";
import type { IndexedEntry } from "./prepare-entry.ts";
import { acceptAt, sharesOf } from "./rank.ts";

const bare = {
  ...{ service: null, verbs: [], aliases: [], description: "", searchText: "" },
  ...{ modules: [], images: [], tags: [], variables: [] },
};
const zero = { weights: [1], refusal: [0] };

const shares = (rows: readonly number[], runs: readonly IndexedEntry["runs"][]) =>
  sharesOf({ rows: rows.map((value) => [value]), none: [0], runs }, zero);
const role = (what: string) => ({ what, within: null });
const tag = (what: string, within: string) => ({ what, within });

describe("candidates that run the same", () => {
  it("are no doubt about each other: the likeliest has the shares of all", () => {
    const apart = shares([1, 2, 1], [role("a"), role("b"), role("c")]);
    const folded = shares([1, 2, 1], [role("a"), tag("a", "site.yml"), role("c")]);
    expect(folded[1]).toBeCloseTo((apart[0] ?? 0) + (apart[1] ?? 0), 9);
    expect(folded[0]).toBe(0);
    expect(folded[2]).toBeCloseTo(apart[2] ?? 0, 9);
  });

  it("are a doubt where they are tags of several playbooks, which run on other hosts", () => {
    const apart = shares([1, 3, 2], [role("a"), role("b"), role("c")]);
    const folded = shares([1, 3, 2], [role("a"), tag("a", "one.yml"), tag("a", "two.yml")]);
    expect(folded[1]).toBeCloseTo((apart[0] ?? 0) + (apart[1] ?? 0), 9);
    expect(folded[2]).toBeCloseTo(apart[2] ?? 0, 9);
  });

  it("are a role and the tag that runs that role alone, not another tag of its playbook", () => {
    const entries = [
      { kind: "role", path: "roles/gitea", name: "gitea" },
      { kind: "tag", path: "site.yml", name: "gitea", roleFolder: "roles/gitea" },
      { kind: "tag", path: "site.yml", name: "packages" },
    ] as const;
    const { entries: made } = buildMatchIndex(
      entries.map((entry, at) => ({ ...bare, ...entry, id: `e${at}` })),
    );
    expect(made.map(({ runs }) => runs)).toEqual([
      role("roles/gitea"),
      tag("roles/gitea", "site.yml"),
      tag("site.yml#packages", "site.yml"),
    ]);
  });

  it("are accepted together where neither alone would be", () => {
    const texts = { service: "gitea", verbs: ["deploy" as const], description: "Runs Gitea" };
    const index = buildMatchIndex([
      { ...bare, ...texts, kind: "role", path: "roles/gitea", name: "gitea", id: "role" },
      ...["site.yml"].map((path) => ({
        ...{ ...bare, ...texts, kind: "tag" as const, path, name: "gitea", id: "tag" },
        roleFolder: "roles/gitea",
      })),
    ]);
    const { decision, intents } = match(index, "install gitea");
    expect(decision).toBe("match");
    expect(intents[0]?.candidates[0]?.confidence).toBeGreaterThanOrEqual(acceptAt);
  });
});
