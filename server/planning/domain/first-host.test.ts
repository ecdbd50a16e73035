import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { findDagFault } from "#server/lib/dag.ts";
import { makeChosen, makeEntry, makeHost, makePlanInput } from "#tests/support/planning-parts.ts";
import { approvalSubject } from "./approval-subject.ts";
import { chooseFirstHost, withFirstHosts, withoutFirstHosts } from "./first-host.ts";
import { modifyPlan } from "./modify-plan.ts";
import { buildPlan } from "./plan-builder.ts";

const names = ["nas1", "nas2", "nas3"];

function planned(words: readonly string[]): PlanBody {
  const built = buildPlan(
    makePlanInput({
      chosen: words.map((word) =>
        makeChosen({ entry: makeEntry({ checks: [checkOn] }), intentText: word }),
      ),
      inventory: names.map((name) => makeHost(name)),
    }),
  );
  if (built.kind !== "plan") throw new Error(JSON.stringify(built));
  return built.body;
}
const checkOn = { kind: "tcp" as const, target: "{{ inventory_hostname }}:80", timeoutSeconds: 5 };
const body = planned([
  "deploy jellyfin on nas1, nas2 and nas3",
  "then deploy jellyfin on nas1, nas2 and nas3",
]);

const choose = (tasks: readonly PlanTask[], host: string | null, taskKey = "t1") => {
  const chosen = chooseFirstHost(tasks, { taskKey, host, asks: false });
  if (chosen.kind === "fault") throw new Error(chosen.message);
  return chosen.tasks;
};

describe("one host first", () => {
  it("never runs a host twice or leaves one out, and never lets the rest or what needs it go before", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(2), second: fc.boolean() }), { maxLength: 5 }),
        (choices) => {
          let { tasks } = body;
          for (const { at, second } of choices)
            tasks = choose(tasks, names[at] ?? null, second ? "t2" : "t1");
          const { body: whole } = withoutFirstHosts({ ...body, tasks });
          expect(whole.tasks.map(({ hosts }) => [...hosts].sort())).toEqual([names, names]);
          const nodes = tasks.map(({ taskKey, dependsOn }) => ({ key: taskKey, dependsOn }));
          expect(findDagFault(nodes)).toBeNull();
          for (const rest of tasks.filter(({ firstHost }) => firstHost !== undefined)) {
            const first = tasks.find(({ taskKey }) => taskKey === rest.firstHost?.firstTaskKey);
            expect([...(first?.hosts ?? []), ...rest.hosts].sort()).toEqual(names);
            expect(rest.dependsOn).toContain(first?.taskKey);
          }
        },
      ),
    );
  });

  it("takes groups, limit, checks and secrets of each host to its half", () => {
    const whole = body.tasks[0] as PlanTask;
    const uses = [
      { ...use("key", ["nas1", "nas2"]), vaultId: null },
      { ...use("vault", []), vaultId: "default" },
      { ...use("pi", ["nas3"]), vaultId: null },
    ];
    const [first, rest] = choose([{ ...whole, secrets: uses }], "nas1");
    expect(first).toMatchObject({ hosts: ["nas1"], limit: ["nas1"] });
    expect(first?.checks.map(({ target }) => target)).toEqual(["nas1:80"]);
    expect(rest?.checks.map(({ target }) => target)).toEqual(["nas2:80", "nas3:80"]);
    const secretsOf = (task?: PlanTask) => task?.secrets?.map(({ name, hosts }) => [name, hosts]);
    expect(secretsOf(first)).toEqual([
      ["key", ["nas1"]],
      ["vault", []],
    ]);
    expect(secretsOf(rest)).toEqual([
      ["key", ["nas2"]],
      ["vault", []],
      ["pi", ["nas3"]],
    ]);
    const [joined] = choose([first, rest] as PlanTask[], null);
    expect(secretsOf(joined)).toEqual(uses.map(({ name, hosts }) => [name, hosts]));
  });

  it("is in the digest's subject, asking included", () => {
    const staged = (asks: boolean) =>
      JSON.stringify(approvalSubject(withFirstHosts(body, { host: null, asks })));
    expect(new Set([staged(true), staged(false), JSON.stringify(approvalSubject(body))]).size).toBe(
      3,
    );
  });

  it("changes both halves where a value or a time limit is changed", () => {
    const staged = withFirstHosts(body, { host: "nas2", asks: false });
    const timeouts = [{ taskKey: "t1", timeoutSeconds: 90 }];
    const changed = modifyPlan(staged, { planVersion: 1, timeouts });
    if (changed.kind === "fault") throw new Error(changed.message);
    const halves = changed.body.tasks.filter(({ timeoutSeconds }) => timeoutSeconds === 90);
    expect(halves.map(({ hosts }) => hosts)).toEqual([["nas2"], ["nas1", "nas3"]]);
  });

  it.each([
    ["a host that it does not run on", "nas9", /does not run on nas9/],
    ["its only host", "nas1", /runs on nas1 alone/],
  ])("refuses %s", (_what, host, words) => {
    const task = body.tasks[0] as PlanTask;
    const alone = host === "nas1" ? { ...task, hosts: ["nas1"] } : task;
    const chosen = chooseFirstHost([alone], { taskKey: "t1", host, asks: false });
    expect(chosen).toMatchObject({ kind: "fault", message: expect.stringMatching(words) });
  });
});

function use(name: string, hosts: string[]) {
  return {
    secretId: `00000000-0000-4000-8000-00000000000${name.length}`,
    name,
    version: 1,
    kind: "ssh_key" as const,
    hosts,
  };
}
