import { describe, expect, it } from "vitest";
import type { PlanBody } from "#server/contracts/plan.ts";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { approvalSubject } from "./approval-subject.ts";
import { keepStepOf, withKeepStep, withoutKeepStep } from "./kept-files.ts";
import { modifyPlan } from "./modify-plan.ts";

const use = {
  ...{ secretId: "00000000-0000-4000-8000-000000000001", name: "sudo", version: 1 },
  ...{ kind: "become_password" as const, hosts: ["nas"], vaultId: null },
};
const plain: PlanBody = makePlan({
  tasks: [
    makePlanTask({ secrets: [use] }),
    makePlanTask({ taskKey: "t3", order: 2, name: "Tune Kuma", dependsOn: ["t1"], secrets: [use] }),
  ],
  secretNeeds: [
    {
      ...{ key: "sudo", kind: "become_password", name: "sudo", hosts: ["nas"], vaultId: null },
      ...{ taskKeys: ["t1"], reason: "" },
    },
  ],
}).body;
const files = {
  ...{ store: "a".repeat(32), asRoot: true },
  places: [{ host: "nas", paths: ["/etc/kuma.conf", "/srv/kuma"] }],
};
const kept = withKeepStep(plain, files, "Not all of it.");

describe("a plan that keeps files first", () => {
  it("changes nothing where that fails: everything waits for it, with the passwords that the plan has", () => {
    expect(
      kept.tasks.map(({ taskKey, order, dependsOn }) => [taskKey, order, ...dependsOn]),
    ).toEqual([
      ["t4", 1],
      ["t1", 2, "t4"],
      ["t3", 3, "t4", "t1"],
    ]);
    expect(keepStepOf(kept.tasks)).toMatchObject({
      ...{ name: "Keep 2 files on nas as they are", note: "Not all of it.", secrets: [use] },
      ...{ workType: "files.keep", keptFiles: files, hosts: ["nas"], limit: ["nas"] },
    });
    expect(kept.secretNeeds?.[0]?.taskKeys).toEqual(["t1", "t4"]);
  });

  it("is approved with exactly those files", () => {
    const subjects = [plain, kept, withKeepStep(plain, { ...files, asRoot: false }, null)];
    const other = { ...files, places: [{ host: "nas", paths: ["/etc/other"] }] };
    const all = [...subjects, withKeepStep(plain, other, null)].map((body) =>
      JSON.stringify(approvalSubject(body)),
    );
    expect(new Set(all).size).toBe(4);
    expect(all[1]).toContain("/etc/kuma.conf");
  });

  it("keeps other files after another preview, not both", () => {
    const again = withKeepStep(kept, { ...files, store: "b".repeat(32) }, null);
    expect(again.tasks.map(({ taskKey }) => taskKey)).toEqual(["t4", "t1", "t3"]);
    expect(keepStepOf(again.tasks)?.keptFiles?.store).toBe("b".repeat(32));
  });

  it("can be had without, and the rest stays", () => {
    expect(withoutKeepStep(kept.tasks).map(({ dependsOn }) => dependsOn)).toEqual([[], ["t1"]]);
    const unticked = modifyPlan(kept, { planVersion: 1, tasks: ["t1", "t3"] });
    if (unticked.kind === "fault") throw new Error(unticked.message);
    expect(unticked.body.tasks.map(({ taskKey }) => taskKey)).toEqual(["t1", "t3"]);
    expect(unticked.body.changeNote).toContain("no files are kept");
  });

  it("keeps no files once other values are set: a preview saw the earlier ones", () => {
    const variables = [{ taskKey: "t1", name: "kuma_port", value: 3002 }];
    const changed = modifyPlan(kept, { planVersion: 1, variables });
    if (changed.kind === "fault") throw new Error(changed.message);
    expect(keepStepOf(changed.body.tasks)).toBeUndefined();
  });
});
