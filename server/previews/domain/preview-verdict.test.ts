import { expect, it } from "vitest";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewReport } from "#server/contracts/preview.ts";
import { previewVerdict } from "./preview-verdict.ts";

const counts = { changes: 0, same: 1, unseen: 0, unknown: 0, condition: 0, fails: 0 };
const report: PreviewReport = {
  ...{ counts, hosts: [{ host: "nas1", counts, isReached: true }], steps: [] },
  ...{ stepsLeftOut: 0, isCut: false },
};
const body = { risk: "low", tasks: [], estimatedSeconds: 1 } as unknown as PlanBody;
const reboot: PreviewReport["steps"][number] = {
  ...{ taskKey: "t1", host: "nas1", ansibleTask: "Restart", kind: "changes" },
  ...{ action: "ansible.builtin.reboot", place: null, message: "", notifies: [], diffs: [] },
};

it("says a risk only once everything was seen and written down", () => {
  expect(previewVerdict({ phase: "done", report }, body)).toEqual({ kind: "made", risk: "low" });
  const risky = { ...report, steps: [reboot] };
  expect(previewVerdict({ phase: "done", report: risky }, body)).toEqual({
    kind: "made",
    risk: "high",
  });
});

it.each(["intake", "planning", "approval", "execution", "verification"] as const)(
  "is awaited while its request is in %s",
  (phase) => expect(previewVerdict({ phase, report: null }, body)).toEqual({ kind: "awaited" }),
);

it("is awaited until it was written down", () => {
  expect(previewVerdict({ phase: "done", report: null }, body)).toEqual({ kind: "awaited" });
});

it.each<[string, Partial<PreviewReport>]>([
  ["a step fails", { counts: { ...counts, fails: 1 } }],
  ["a host was not reached", { hosts: [{ host: "nas1", counts, isReached: false }] }],
  ["no host was looked at", { hosts: [] }],
  ["steps are left out", { stepsLeftOut: 1 }],
  ["diffs are cut short", { isCut: true }],
])("has failed where %s", (_what, change) => {
  const seen = { phase: "done" as const, report: { ...report, ...change } };
  expect(previewVerdict(seen, body)).toEqual({ kind: "failed" });
});

it.each(["failed", "cancelled", "timed_out", "rejected"] as const)(
  "has failed where its request is %s",
  (phase) => expect(previewVerdict({ phase, report }, body)).toEqual({ kind: "failed" }),
);
