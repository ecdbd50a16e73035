import { describe, expect, it } from "vitest";
import type { Requirement } from "#server/contracts/dependency.ts";
import type { Need } from "#server/contracts/playbook.ts";
import { type DoctorHoldings, type DoctorRepository, type EntryGroup, examine } from "./doctor.ts";

const nothing: DoctorHoldings = {
  ...{ machine: [], elsewhere: [], usualElsewhere: null },
  ...{ vaultIds: new Set(), variables: new Set() },
};

function role(name: string, change: Partial<Requirement> = {}): Requirement {
  return {
    ...{ kind: "role", name, type: "galaxy", source: name, server: null, version: null },
    ...{ path: "requirements.yml", line: 1, origin: "file" },
    ...change,
  };
}

function repository(change: {
  requirements?: readonly Requirement[];
  inventories?: DoctorRepository["scan"]["inventories"];
  projects?: readonly string[];
  chosen?: Record<string, string>;
  given?: DoctorRepository["givenSources"];
}): DoctorRepository {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    scan: {
      projects: ["", ...(change.projects ?? [])].map((folder) => ({ folder })),
      inventories: change.inventories ?? [inventory("hosts.yml")],
      dependencies: { requirements: change.requirements ?? [] },
    },
    chosenInventories: change.chosen ?? {},
    givenSources: change.given ?? [],
  };
}

function inventory(path: string, project = "", kind: "static" | "sample" | "dynamic" = "static") {
  return { path, project, kind, isConfigured: false, hosts: [{}, {}] };
}

function group(needs: readonly Need[], change: Partial<EntryGroup> = {}): EntryGroup {
  return { folder: "", needs, isRefused: false, entryCount: 1, ...change };
}

const vault: Need = { kind: "secret", name: "vault password", vaultId: "default" };

describe("what a repository needs (INFRA-07)", () => {
  it("counts entries once, however much each lacks, and names the most wanted first", () => {
    const requirements = [role("a.web"), role("a.base")];
    const { readyCount, missing } = examine(
      repository({ requirements }),
      [
        group([
          { kind: "role", name: "a.web" },
          { kind: "role", name: "a.base" },
        ]),
        group([{ kind: "role", name: "a.base" }, vault], { entryCount: 4 }),
        group([], { entryCount: 7 }),
      ],
      nothing,
    );
    expect(readyCount).toBe(7);
    expect(missing).toEqual([
      {
        ...{ kind: "role", canGet: true, entryCount: 5, needCount: 2 },
        needs: [
          { name: "a.base", entryCount: 5, problem: null },
          { name: "a.web", entryCount: 1, problem: null },
        ],
      },
      {
        ...{ kind: "secret", canGet: true, entryCount: 4, needCount: 1 },
        needs: [{ name: "vault password", vaultId: "default", entryCount: 4, problem: null }],
      },
    ]);
  });

  it("takes what Ansible finds by itself for given, and what would have to be copied for missing", () => {
    const kinds = ["ansible", "machine"] as const;
    const machine = kinds.map((where) => ({
      ...{ kind: "collection" as const, name: `here.${where}`, version: "1.0.0", where },
    }));
    const requirements = machine.map(({ name }) => role(name, { kind: "collection" }));
    const needs: Need[] = machine.map(({ name }) => ({ kind: "collection", name }));
    const { missing } = examine(repository({ requirements }), [group(needs)], {
      ...nothing,
      machine,
    });
    expect(missing.flatMap((row) => row.needs.map(({ name }) => name))).toEqual(["here.machine"]);
  });

  it("says of a role that nobody can fetch why, and what to do", () => {
    const requirements = [role("other", { type: "hg", source: "https://x.org/other" })];
    const names = ["docker", "other", "a.web"];
    const needs = names.map((name): Need => ({ kind: "role", name }));
    const groups = [group(needs), group([{ kind: "role", name: "a.web" }])];
    const [known, row] = examine(
      repository({ requirements: [...requirements, role("a.web")] }),
      groups,
      nothing,
    ).missing;
    expect(known).toMatchObject({ canGet: true, needCount: 1, entryCount: 2 });
    expect(row).toMatchObject({ canGet: false, needCount: 2, entryCount: 1 });
    expect(row?.needs.map(({ problem }) => problem)).toEqual([
      "Nothing says where the role comes from. Say where it is here, or name its source in requirements.yml, commit and scan again.",
      "Mercurial is not supported. Use a git address or a tarball. Then commit and scan again.",
    ]);
  });

  it("can get what a person said the source of", () => {
    const needs: Need[] = ["docker", "other"].map((name) => ({ kind: "role", name }));
    const place = { type: "git", source: "https://x.org/docker.git", version: null } as const;
    const { missing } = examine(
      repository({ given: [{ kind: "role", name: "docker", ...place }] }),
      [group(needs)],
      nothing,
    );
    expect(missing.map((row) => [row.canGet, row.needs.map(({ name }) => name)])).toEqual([
      [true, ["docker"]],
      [false, ["other"]],
    ]);
  });

  it("takes a stored vault password for the one that is asked for, and the one without an id for all", () => {
    const prod: Need = { kind: "secret", name: "vault password prod", vaultId: "prod" };
    const ready = (...ids: string[]) =>
      examine(repository({}), [group([prod]), group([vault])], {
        ...nothing,
        vaultIds: new Set(ids),
      }).readyCount;
    expect([ready(), ready("prod"), ready("default")]).toEqual([0, 1, 2]);
  });

  it("calls ready what is only asked for on the card", () => {
    const needs: Need[] = [
      { kind: "target", name: "target" },
      { kind: "answer", name: "port" },
      { kind: "secret", name: "new_password" },
      { kind: "secret", name: "stored" },
    ];
    const findings = examine(repository({}), [group(needs)], {
      ...nothing,
      variables: new Set(["stored"]),
    });
    expect(findings).toMatchObject({ readyCount: 1, missing: [] });
    expect(findings.asked.map(({ kind, needs: [first] }) => [kind, first?.name])).toEqual([
      ["secret", "new_password"],
      ["target", "target"],
      ["answer", "port"],
    ]);
  });

  it("leaves out what refused entries lack: getting it would not help them", () => {
    const refused = group([{ kind: "role", name: "a.web" }], { isRefused: true });
    expect(examine(repository({}), [refused], nothing)).toMatchObject({
      ...{ readyCount: 0, missing: [], inventories: [] },
    });
  });

  it("offers the inventories of each project that has entries, and names the one in use", () => {
    const inventories = [
      inventory("home.yml"),
      inventory("lab.yml"),
      inventory("old.yml.sample", "", "sample"),
      inventory("site/hosts", "site"),
    ];
    const groups = [group([]), group([], { folder: "site/playbooks" })];
    const projects = ["site", "unused"];
    const inspect = (chosen: Record<string, string>) =>
      examine(repository({ inventories, projects, chosen }), groups, nothing).inventories;
    const choices = [
      { path: "home.yml", label: "home.yml", hostCount: 2 },
      { path: "lab.yml", label: "lab.yml", hostCount: 2 },
    ];
    const site = {
      ...{ project: "site", path: "site/hosts", hasOwn: true },
      choices: [{ path: "site/hosts", label: "site/hosts", hostCount: 2 }],
    };
    expect(inspect({})).toEqual([{ project: "", path: null, hasOwn: true, choices }, site]);
    expect(inspect({ "": "lab.yml" })[0]).toMatchObject({ path: "lab.yml" });
    // What was chosen is gone: it is asked again.
    expect(inspect({ "": "gone.yml" })[0]).toMatchObject({ path: null });
  });
});
