import { describe, expect, it } from "vitest";
import type { Differences } from "#server/contracts/post-mortem.ts";
import type { SecretTrouble } from "#server/contracts/runner.ts";
import { makeCause } from "#tests/support/dom/post-mortems.ts";
import { type AdviceFacts, adviseOn } from "./advice.ts";

const same: Differences = {
  ...{ commits: null, variables: [], hostsAdded: [], hostsRemoved: [], versions: [] },
  settings: [],
};
const touched = (...paths: string[]) => ({
  ...{ from: "a".repeat(40), to: "b".repeat(40), touchedOmitted: 0, log: [] },
  touched: paths.map((path) => ({ path, change: "changed" as const })),
});

function advise(change: Partial<AdviceFacts> & { differences?: Partial<Differences> } = {}) {
  const { differences, ...rest } = change;
  return adviseOn({
    ...{ cause: makeCause({ message: "odd" }), secretTrouble: null, timeoutSeconds: 60 },
    comparison:
      differences === undefined
        ? { kind: "never_ran_well" }
        : {
            ...{ kind: "compared", requestId: "r", endedAt: "2026-11-20T10:00:00.000Z" },
            differences: { ...same, ...differences },
          },
    ...rest,
  });
}

describe("what to try", () => {
  it.each([
    ["write failed: No space left on device", "Make room on nas"],
    ["bind: Address already in use", "uses that port"],
    ["Bind for 0.0.0.0:80 failed: port is already allocated", "uses that port"],
    ["E: Unable to locate package jq2", "The package jq2 was not found"],
    ["No package matching 'jq2' is available", "The package jq2 was not found"],
    ["AnsibleUndefinedVariable: 'motd' is undefined. 'motd' is undefined", "Nothing sets “motd”"],
    ["Host key verification failed.", "pin the new key"],
    ["root@nas: Permission denied (publickey).", "Let Chiffon’s key sign in to nas"],
    ["mkdir: Permission denied", "`become: true`"],
    ["Temporary failure in name resolution", "DNS that nas uses"],
    ["couldn't resolve module/action 'acme.web.site'", "The module acme.web.site"],
    ["cat: /srv/motd.txt: No such file or directory", "The file /srv/motd.txt is missing"],
    ["No such file or directory", "A file that the step needs"],
    ["Could not find or access 'files/motd'", "The file files/motd is missing"],
  ])("for %j is plain", (message, words) => {
    expect(advise({ cause: makeCause({ message }) }).join(" ")).toContain(words);
  });

  it("names the changed file that failed before any other", () => {
    const commits = touched("hosts.yml", "roles/kuma/tasks/main.yml");
    expect(advise({ differences: { commits } })).toEqual([
      "roles/kuma/tasks/main.yml, where it failed, changed since the last good run: look there first.",
    ]);
    expect(advise({ differences: { commits: touched("hosts.yml") } })).toEqual([
      "hosts.yml changed since the last good run: look there first.",
    ]);
  });

  it("names a value only where no file changed", () => {
    const variables = [{ name: "port", before: "1", after: null }];
    expect(advise({ differences: { variables } })).toEqual([
      "“port” was 1 at the last good run and is not set now: try it as it was.",
    ]);
  });

  it("is read quickly, however odd the message", () => {
    const began = performance.now();
    for (const part of ["a/", "'", "port ", "package ", "no package matching "])
      advise({ cause: makeCause({ message: part.repeat(100_000) }) });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("is never nothing, and never more than five", () => {
    expect(advise()).toHaveLength(1);
    const message =
      "No space left on device. Address already in use. Permission denied. 'x' is undefined";
    const many = advise({
      cause: makeCause({ message, kind: "unreachable" }),
      differences: { commits: touched("a.yml") },
    });
    expect(many.length).toBeLessThanOrEqual(5);
  });

  it("of a wrong password is that password alone, with its hosts", () => {
    const secretTrouble: SecretTrouble = {
      ...{ kind: "become_password", problem: "wrong", hosts: ["nas"], message: "" },
    };
    const [first] = advise({ secretTrouble });
    expect(first).toBe(
      "Give the right sudo password for nas on the request’s card, then plan it again.",
    );
  });
});
