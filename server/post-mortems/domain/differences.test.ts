import { describe, expect, it } from "vitest";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { compareRuns, isWithoutDifferences, type RunConditions } from "./differences.ts";
import { endingOf } from "./past-ending.ts";

const { commit, inventoryPath } = makePlan().body;
const blob = (letter: string) => letter.repeat(40);
const secret = { ...makePlanTask().variables[0], name: "token", secret: true };

function conditions(change: Partial<RunConditions> = {}): RunConditions {
  return {
    ...{ task: makePlanTask(), commit, inventoryPath, inventorySource: null },
    ...{ requirementsLock: null, ansible: null, agentName: "here" },
    ...change,
  };
}

describe("what two runs do not have in common", () => {
  it("is nothing for the same run", () => {
    const differences = compareRuns(conditions(), conditions());
    expect(isWithoutDifferences(differences)).toBe(true);
    expect(differences.commits).toBeNull();
  });

  it("are the files that the playbook uses, without what is installed", () => {
    const before = makePlanTask({
      files: [
        { path: "site.yml", blob: blob("1") },
        { path: "old.yml", blob: blob("2") },
        { path: ".chiffon-dependencies/roles/a/tasks/main.yml", blob: blob("3") },
      ],
    });
    const after = makePlanTask({
      files: [
        { path: "site.yml", blob: blob("4") },
        { path: "new.yml", blob: blob("5") },
        { path: ".chiffon-dependencies/roles/a/tasks/main.yml", blob: blob("6") },
      ],
    });
    const found = compareRuns(
      conditions({ task: before }),
      conditions({ task: after, commit: "f".repeat(40) }),
    );
    expect(found.commits?.touched).toEqual([
      { path: "new.yml", change: "added" },
      { path: "old.yml", change: "removed" },
      { path: "site.yml", change: "changed" },
    ]);
  });

  it("are values, hosts, versions, agent and secrets, never the value of a secret", () => {
    const [port] = makePlanTask().variables;
    const variables = (value: number, token: string) =>
      [
        { ...port, value },
        { ...secret, value: token },
      ] as ReturnType<typeof makePlanTask>["variables"]; // both are there
    const uses = (version: number) => [
      {
        ...{ secretId: "00000000-0000-4000-8000-000000000001", name: "sudo", version },
        ...{ kind: "become_password" as const, hosts: [], vaultId: null },
      },
    ];
    const found = compareRuns(
      conditions({
        task: makePlanTask({ variables: variables(3001, "one"), hosts: ["nas"], secrets: uses(1) }),
        ansible: { path: "/a", version: "2.16.1" },
      }),
      conditions({
        task: makePlanTask({ variables: variables(3002, "two"), hosts: ["web"], secrets: uses(2) }),
        ansible: { path: "/b", version: "2.17.0" },
        agentName: "there",
      }),
    );
    expect(found).toMatchObject({
      variables: [{ name: "kuma_port", before: "3001", after: "3002" }],
      hostsAdded: ["web"],
      hostsRemoved: ["nas"],
      versions: [{ name: "Ansible", before: "2.16.1", after: "2.17.0" }],
      settings: [
        { name: "Agent", before: "here", after: "there" },
        { name: "Secret sudo", before: "version 1", after: "version 2" },
      ],
    });
    expect(JSON.stringify(found)).not.toMatch(/token|"one"|"two"/);
  });

  it("tell how an earlier failure ended", () => {
    const same = compareRuns(conditions(), conditions());
    const other = compareRuns(conditions(), conditions({ agentName: "there" }));
    expect(endingOf(null)).toBe("It has not run well since.");
    expect(endingOf({ differences: same, secondsLater: 120 })).toBe(
      "It ran well again 2 min later, without a change that Chiffon knows of.",
    );
    expect(endingOf({ differences: other, secondsLater: 120 })).toBe(
      "It ran well again 2 min later; different then: Agent (here → there).",
    );
  });
});
