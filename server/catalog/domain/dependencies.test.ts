import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LockItem, Requirement } from "#server/contracts/dependency.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";
import { describeTrouble } from "./galaxy-trouble.ts";
import { orderInstall } from "./install-order.ts";
import { installMachine, installStatuses } from "./install-state.ts";
import { describeChanges, diffLocks } from "./lock-diff.ts";
import { lockSource, type PresentItem, refusalOf, standingOf } from "./requirement-state.ts";
import { compareVersions, isVersionWanted } from "./version-range.ts";

const asked = (change: Partial<Requirement> & { name: string }): Requirement => ({
  kind: "role",
  type: "galaxy",
  source: change.name,
  server: null,
  version: null,
  path: "requirements.yml",
  line: 1,
  origin: "file",
  ...change,
});
const locked = (change: Partial<LockItem> & { name: string }): LockItem => ({
  kind: "role",
  version: "1.0.0",
  source: "galaxy",
  treeHash: "a".repeat(64),
  ...change,
});

describe("versions", () => {
  it.each([
    ["1.2.0", ">=1.0.0,<2.0.0", true],
    ["2.0.0", ">=1.0.0,<2.0.0", false],
    ["1.3.0", "!=1.3.0", false],
    ["1.2", "==1.2.0", true],
    ["v1.2.0", "1.2.0", true],
    ["1.0.0-beta", ">=1.0.0", false],
    ["10.0.0", ">9.9.9", true],
    ["1.2.0", "*", true],
    ["main", "main", true],
    ["main", ">=1.0.0", false],
    ["1.0.0", null, true],
  ])("%s answers %s: %s", (version, range, wanted) => {
    expect(isVersionWanted(version, range)).toBe(wanted);
  });

  it("are ordered as numbers are", () => {
    const part = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (a, b) => {
        const order = compareVersions(a.join("."), b.join(".")) ?? Number.NaN;
        const wanted = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
        expect(Math.sign(order)).toBe(Math.sign(wanted));
      }),
    );
  });
});

describe("where a requirement stands", () => {
  const machine: PresentItem = {
    kind: "role",
    name: "acme.web",
    version: "1.0.0",
    where: "machine",
  };
  const bundled: PresentItem = {
    kind: "collection",
    name: "acme.kit",
    version: "2.0.0",
    where: "ansible",
  };
  const own: PresentItem = { kind: "role", name: "acme.web", version: null, where: "repository" };
  const kit = (version: string | null) => asked({ kind: "collection", name: "acme.kit", version });

  it.each([
    [
      "the repository's own goes first",
      asked({ name: "acme.web" }),
      [own, machine],
      [],
      "repository",
    ],
    ["found on this machine", asked({ name: "acme.web" }), [machine], [], "machine"],
    ["not in that version", asked({ name: "acme.web", version: "2" }), [machine], [], "missing"],
    ["comes with Ansible", kit(">=1"), [bundled], [], "ansible"],
    ["in too old a version", kit(">=3"), [bundled], [], "missing"],
    [
      "installed",
      asked({ name: "acme.web" }),
      [machine],
      [locked({ name: "acme.web" })],
      "installed",
    ],
    [
      "installed in another version",
      asked({ name: "acme.web", version: "2.0.0" }),
      [],
      [locked({ name: "acme.web" })],
      "outdated",
    ],
    [
      "installed from elsewhere",
      asked({ name: "acme.web", type: "git", source: "https://e.com/acme.web.git" }),
      [machine],
      [locked({ name: "acme.web" })],
      "outdated",
    ],
  ] as const)("%s", (_what, requirement, present, lock, state) => {
    expect(standingOf(requirement, { lock, present }).state).toBe(state);
  });

  it("a collection from an address is known by where it came from", () => {
    const tools = asked({
      kind: "collection",
      name: "tools",
      type: "git",
      source: "https://e.com/t",
    });
    const lock = [locked({ kind: "collection", name: "acme.tools", source: lockSource(tools) })];
    expect(standingOf(tools, { lock, present: [] }).state).toBe("installed");
    const moved = { ...tools, version: "devel" };
    expect(standingOf(moved, { lock, present: [] }).state).toBe("missing");
  });
});

describe("what an install does", () => {
  const machine = [
    { kind: "role", name: "acme.local", version: null, where: "machine", folder: "/x" } as const,
  ];
  const requirements = [
    asked({ name: "acme.web" }),
    asked({ name: "acme.local" }),
    asked({ name: "acme.new" }),
    asked({ name: "bad", type: "hg", source: "https://e.com/x" }),
  ];
  const lock = [locked({ name: "acme.web" }), locked({ name: "acme.old" })];
  const order = (kind: "install" | "update") => {
    const made = orderInstall(kind, requirements, { lock, present: machine }, machine);
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    const refused = made.refused.map(({ requirement }) => requirement);
    return { keep: names(made.keep), copy: names(made.copy), fetch: names(made.fetch), refused };
  };

  it("fetches what is missing, or all anew", () => {
    const refused = ["role bad (requirements.yml:1)"];
    expect(order("install")).toEqual({
      keep: ["acme.web", "acme.old"],
      copy: ["acme.local"],
      fetch: ["acme.new"],
      refused,
    });
    expect(order("update")).toEqual({
      keep: [],
      copy: ["acme.local"],
      fetch: ["acme.web", "acme.new"],
      refused,
    });
  });

  it("is over once, and in use only from where somebody or an install put it", () => {
    for (const status of installMachine.states) {
      if (installMachine.isFinal(status)) expect(installStatuses.live).not.toContain(status);
    }
    expect(installMachine.sources("take")).toEqual(["running", "offered"]);
    expect(installMachine.can("failed", "resume")).toBe(false);
  });
});

describe("addresses that are not asked", () => {
  it.each([
    { type: "git", source: "file:///etc" },
    { type: "git", source: "/srv/git/x" },
    { type: "git", source: "ext::sh -c touch% /tmp/x" },
    { type: "git", source: "--upload-pack=x" },
    { type: "git", source: "https://***@e.com/x.git" },
    { type: "git", source: "https://e.com/x.git", version: "--exec=x" },
    { type: "url", source: "file:///etc/passwd" },
    { type: "file", source: "/etc/passwd" },
    { type: "dir", source: "../outside" },
    { type: "galaxy", source: "../x" },
    { type: "hg", source: "https://e.com/x" },
    { type: "galaxy", source: "acme.web", name: "../../escape" },
  ] as const)("$type $source", (change) => {
    expect(refusalOf(asked({ name: "acme.web", ...change }))).not.toBeNull();
  });

  it.each([
    { type: "git", source: "https://e.com/x.git" },
    { type: "git", source: "git@e.com:acme/x.git" },
    { type: "git", source: "ssh://git@e.com:22/x.git" },
    { type: "url", source: "http://192.168.1.2/x.tar.gz" },
    { type: "file", source: "files/x.tar.gz" },
    { type: "galaxy", source: "geerlingguy.docker" },
  ] as const)("but $type $source is", (change) => {
    expect(refusalOf(asked({ name: "acme.web", ...change }))).toBeNull();
  });
});

it("names what differs between two locks", () => {
  const before = [locked({ name: "a.a" }), locked({ name: "b.b" }), locked({ name: "c.c" })];
  const after = [
    locked({ name: "a.a", version: "1.1.0", treeHash: "b".repeat(64) }),
    locked({ name: "b.b", treeHash: "c".repeat(64) }),
    locked({ name: "d.d" }),
  ];
  expect(diffLocks(before, before)).toEqual([]);
  expect(describeChanges(diffLocks(before, after))).toBe(
    "role a.a changed (1.0.0 → 1.1.0), role b.b changed behind the same version (1.0.0), role c.c was removed and 1 more",
  );
});

it("has words for what nobody foresaw, and says how long and how large", () => {
  const failure = { said: "x\nERROR! Something odd.\n", timeoutSeconds: 300, maxMib: 1024 };
  expect(describeTrouble({ ...failure, cause: "exit" }).message).toBe(
    "ansible-galaxy says: Something odd.",
  );
  expect(describeTrouble({ ...failure, cause: "timeout" }).message).toContain("300 s");
  expect(describeTrouble({ ...failure, cause: "too_large" }).message).toContain("1024 MB");
  expect(describeTrouble({ ...failure, cause: "no_tool" }).fix).toContain(
    "apt-get install ansible",
  );
});

describe("a catalog with what is installed (INFRA-07)", () => {
  const own = {
    "site.yml":
      "- hosts: all\n  roles: [acme.web, acme.kit.hello, plain]\n  tasks:\n    - community.docker.docker_container: {name: x}\n",
    "inventory/hosts.yml": "all: {hosts: {nas: }}\n",
    "requirements.yml": "roles:\n  - acme.web\n",
  };
  const installed = {
    ".chiffon-dependencies/roles/acme.web/tasks/main.yml": "- name: Serve\n  acme.kit.go: {}\n",
    ".chiffon-dependencies/roles/acme.web/defaults/main.yml": "web_port: 80\n",
    ".chiffon-dependencies/roles/acme.web/tests/inventory": "localhost\n",
    ".chiffon-dependencies/collections/acme/kit/roles/hello/tasks/main.yml": "- ping:\n",
    ".chiffon-dependencies/collections/acme/kit/playbooks/odd.yml": "- hosts: all\n",
  };

  it("without it names what is missing, from files, plays and modules", () => {
    const { dependencies, entries } = buildCatalog(treeOf(own), "lab");
    expect(
      dependencies.requirements.map(({ kind, name, origin }) => `${kind} ${name} ${origin}`),
    ).toEqual([
      "role acme.web file",
      "collection acme.kit play",
      "collection community.docker module",
    ]);
    expect(entries[0]?.needs).toEqual([
      { kind: "role", name: "acme.web" },
      { kind: "role", name: "plain" },
      { kind: "collection", name: "acme.kit" },
      { kind: "collection", name: "community.docker" },
    ]);
  });

  it("finds roles by the names plays use, with variables and files, and lists no entries of its own", () => {
    const { entries, dependencies, fileCount, skipped } = buildCatalog(
      treeOf({ ...own, ...installed }),
      "lab",
    );
    expect(entries.map(({ path }) => path)).toEqual(["site.yml"]);
    const [entry] = entries;
    expect(entry?.needs).toEqual([
      { kind: "role", name: "plain" },
      { kind: "collection", name: "community.docker" },
    ]);
    expect(entry?.variables.map(({ name }) => name)).toContain("web_port");
    expect(entry?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ".chiffon-dependencies/collections/acme/kit/roles/hello/tasks/main.yml",
        ".chiffon-dependencies/roles/acme.web/tasks/main.yml",
      ]),
    );
    expect(fileCount).toBe(3);
    expect(skipped).toEqual([]);
    // What an installed role uses is needed as well.
    expect(dependencies.requirements.map(({ name }) => name)).toContain("acme.kit");
  });

  it("takes the repository's own role before an installed one", () => {
    const files = {
      ...own,
      ...installed,
      "roles/acme.web/tasks/main.yml": "- name: Own\n  ping:\n",
    };
    const { entries } = buildCatalog(treeOf(files), "lab");
    const site = entries.find(({ path }) => path === "site.yml");
    expect(site?.files.map(({ path }) => path)).toContain("roles/acme.web/tasks/main.yml");
    expect(site?.variables.map(({ name }) => name)).not.toContain("web_port");
  });
});
