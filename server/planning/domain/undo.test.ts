import { describe, expect, it } from "vitest";
import type { PlannedUndo, PlanTask, TaskView } from "#server/contracts/plan.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { makePlan, makePlanTask, makeRun, makeTaskView } from "#tests/support/dom/requests.ts";
import { idOf, makeEntry, makeVariable } from "#tests/support/planning-parts.ts";
import { withKeepStep } from "./kept-files.ts";
import { inversesOf, needsUndo, undoingOf, undoNames } from "./undo.ts";

const deploy = makeEntry({ risk: "medium" });
const remove = makeEntry({
  ...{ id: idOf(3), path: "playbooks/jellyfin/remove.yml", name: "Remove Jellyfin" },
  verbs: ["remove"],
});

describe("what takes an entry back", () => {
  it("is of the same repository and service, of the same kind first", () => {
    const role = { ...remove, id: idOf(4), kind: "role" as const, path: "a" };
    const elsewhere = { ...remove, id: idOf(5), repositoryId: idOf(77) };
    const other = { ...remove, id: idOf(6), service: "navidrome" };
    const unready = { ...remove, id: idOf(7), refusals: ["It needs Windows."] };
    const found = inversesOf(deploy, [elsewhere, other, unready, role, remove, deploy]);
    expect(found.map(({ id }) => id)).toEqual([remove.id, role.id]);
  });

  it("needs an inventory, which the undone plan has, but no role that nobody has installed", () => {
    const needing = (kind: "inventory" | "role") => [{ ...remove, needs: [{ kind, name: "x" }] }];
    expect(inversesOf(deploy, needing("inventory"))).toHaveLength(1);
    expect(inversesOf(deploy, needing("role"))).toEqual([]);
  });

  it.each([
    ["deploy", "medium", true],
    ["configure", "high", true],
    ["backup", "medium", false],
    ["restart", "medium", false],
    ["run", "low", false],
  ] as const)("%s with %s risk may have to be taken back: %s", (verb, risk, needed) => {
    expect(needsUndo({ verbs: [verb], risk })).toBe(needed);
  });
});

const undo: PlannedUndo = {
  ...{ entryId: remove.id, entryPath: remove.path, name: remove.name, isRenewal: false },
};
const counts = { ok: 1, changed: 0, skipped: 0, rescued: 0, ignored: 0, failed: 0, unreachable: 0 };
const outcome = (changed: Readonly<Record<string, number>>, more: Partial<RunOutcome> = {}) => ({
  ...{ verdict: "failed" as const, failedAnsibleTask: null, message: "no", exitCode: 2 },
  ...{ durationMs: 1, lines: 0, cutLines: 0 },
  resources: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMib: null },
  hosts: Object.entries(changed).map(([host, times]) => ({ ...counts, host, changed: times })),
  ...more,
});
const planned = (taskKey: string, change: Partial<PlanTask> = {}) =>
  makePlanTask({ taskKey, name: taskKey, hosts: ["a", "b"], undo, ...change });
const ran = (taskKey: string, ...outcomes: (RunOutcome | null)[]): TaskView =>
  makeTaskView({
    taskKey,
    runs: outcomes.map((one, at) =>
      makeRun({ attempt: at + 1, outcome: one, spawnedAt: "2026-11-21T10:00:00.000Z" }),
    ),
  });
const at = (time: string) => ({ spawnedAt: `2026-11-21T${time}.000Z` });
const approved = (...tasks: PlanTask[]) => ({
  ...makePlan({ tasks }),
  status: "approved" as const,
});

describe("undoing a request", () => {
  it("takes back what any attempt changed, on those hosts alone, with the values it was given", () => {
    const variable = makeVariable("port", { type: "number", defaultValue: 1 });
    const variables = [{ ...variable, value: 2, overridden: true }];
    const plan = approved(planned("t1", { variables }));
    const tasks = [ran("t1", outcome({ a: 0, b: 2 }), outcome({ a: 0, b: 0 }))];
    expect(undoingOf({ end: "failed", plan, tasks })).toMatchObject({
      kind: "steps",
      steps: [{ by: undo, hosts: ["b"], values: { port: 2 }, undoes: ["t1"] }],
      lost: [],
    });
  });

  it("begins with what was done last, takes two tasks of one playbook back at once, and names what stays", () => {
    const other = { ...undo, entryId: idOf(9), name: "Remove Kuma" };
    const plan = approved(
      planned("t1"),
      planned("t2", { undo: other }),
      planned("t3", { hosts: ["c"] }),
      planned("t4", { undo: null }),
    );
    const tasks = ["t1", "t2", "t4"].map((key) => ran(key, outcome({ a: 1 })));
    const undoing = undoingOf({
      ...{ end: "done", plan },
      tasks: [...tasks, ran("t3", outcome({ c: 1 }))],
    });
    if (undoing.kind === "none") throw new Error(undoing.message);
    expect(undoing.steps.map(({ by, hosts }) => [by.name, ...hosts])).toEqual([
      ["Remove Jellyfin", "c", "a"],
      ["Remove Kuma", "a"],
    ]);
    expect(undoing.lost).toEqual(["t4"]);
  });

  it("puts kept files back on the hosts that were changed, last of all, and says how long the run took", () => {
    const files = {
      ...{ store: "a".repeat(32), asRoot: true },
      places: ["a", "b"].map((host) => ({ host, paths: [`/etc/${host}.conf`] })),
    };
    const body = withKeepStep(makePlan({ tasks: [planned("t1")] }).body, files, null);
    const plan = approved(...body.tasks);
    const keepRun = makeRun({ outcome: outcome({ a: 1, b: 1 }), ...at("10:00:00") });
    const keep = makeTaskView({ taskKey: "t2", status: "succeeded", runs: [keepRun] });
    const later = makeRun({
      outcome: outcome({ a: 0, b: 1 }, { durationMs: 9_000 }),
      ...at("10:01:00"),
    });
    const tasks = [keep, makeTaskView({ taskKey: "t1", status: "failed", runs: [later] })];
    const undoing = undoingOf({ end: "failed", plan, tasks });
    expect(undoNames(undoing)).toEqual(["Remove Jellyfin", "Put 1 file on b back"]);
    expect(undoing).toMatchObject({
      restore: {
        ...{ workType: "files.restore", hosts: ["b"], limit: ["b"] },
        keptFiles: {
          store: files.store,
          asRoot: true,
          places: [files.places[1]],
          withinSeconds: 69,
        },
      },
    });
    // Copies that were never made promise nothing.
    const unmade = [{ ...keep, status: "failed" as const }, ...tasks.slice(1)];
    expect(undoNames(undoingOf({ end: "failed", plan, tasks: unmade }))).toEqual([
      "Remove Jellyfin",
    ]);
  });

  it("counts a run as a change on all hosts where nobody can tell", () => {
    const plan = approved(planned("t1"));
    for (const one of [null, outcome({}, { verdict: "timed_out" })])
      expect(undoingOf({ end: "failed", plan, tasks: [ran("t1", one)] })).toMatchObject({
        steps: [{ hosts: ["a", "b"] }],
      });
  });

  it.each([
    ["was not begun", "done", [ran("t1")], "changed nothing"],
    ["changed nothing", "done", [ran("t1", outcome({ a: 0, b: 0 }))], "changed nothing"],
    ["could not start", "failed", [ran("t1", outcome({}))], "changed nothing"],
    ["goes on", null, [ran("t1", null)], "still going on"],
  ] as const)("of what %s there is none", (_what, end, tasks, words) => {
    const undoing = undoingOf({ end, plan: approved(planned("t1")), tasks });
    expect(undoing).toMatchObject({ kind: "none", message: expect.stringContaining(words) });
  });

  it("is nothing that anybody is promised where no playbook does it, or nothing ran", () => {
    const tasks = [ran("t1", outcome({ a: 1 }))];
    expect(
      undoingOf({ end: "done", plan: approved(planned("t1", { undo: null })), tasks }),
    ).toMatchObject({ kind: "none", message: expect.stringContaining('takes "t1" back') });
    const waiting = { ...approved(planned("t1")), status: "awaiting_approval" as const };
    expect(undoingOf({ end: null, plan: waiting, tasks: [] })).toMatchObject({
      ...{ kind: "none", prompts: ["cancel it"] },
    });
  });
});
