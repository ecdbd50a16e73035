import { expect, it } from "vitest";
import { previewReportSchema } from "#server/contracts/preview.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { reportPreview } from "./preview-report.ts";

type Result = Extract<RunEvent, { type: "host.result" }>;
const at = "2026-11-28T12:00:00.000Z";
let n = 0;

function started(taskId: string, action = "ansible.builtin.copy"): RunEvent {
  n += 1;
  const path = `/data/trees/${"a".repeat(40)}/site.yml:${n}`;
  return { type: "ansibleTask.started", at, n, taskId, name: taskId, action, path };
}

function result(taskId: string, change: Partial<Result> = {}): RunEvent {
  n += 1;
  return {
    ...{ type: "host.result", at, n, host: "nas1", status: "ok", ansibleTask: taskId, taskId },
    ...{ durationMs: 1, message: "", ignoreErrors: false },
    preview: { notTried: false, isOpen: false, notifies: [] },
    ...change,
  };
}

const report = (...events: RunEvent[]) => reportPreview([{ taskKey: "t1", events }]);
const kinds = (...events: RunEvent[]) => report(...events).steps.map(({ kind }) => kind);

it("calls a failure what would fail only where nothing before it would change the host (INFRA-03)", () => {
  const fails = result("Start", { status: "failed", ignoreErrors: true });
  expect(kinds(started("Start"), fails)).toEqual(["fails"]);
  const install = result("Install", { status: "changed" });
  expect(kinds(started("Install"), install, started("Start"), fails)).toEqual([
    "changes",
    "unknown",
  ]);
  const elsewhere = result("Install", { status: "changed", host: "nas2" });
  expect(kinds(started("Install"), elsewhere, started("Start"), fails)).toEqual([
    "changes",
    "fails",
  ]);
});

it("takes a skip for harmless only where it is proven to be (INFRA-03)", () => {
  const skipped = (message: string) =>
    report(started("Step"), result("Step", { status: "skipped", message })).counts;
  expect(skipped("Conditional result was False").condition).toBe(1);
  expect(skipped("skipped, since /etc/motd exists").condition).toBe(1);
  expect(skipped("something that nobody has heard of").unseen).toBe(1);
});

it("leaves out what Ansible does around the playbook, and says who was not reached (INFRA-03)", () => {
  const facts = result("Gathering Facts");
  const gone = result("Gathering Facts", { status: "unreachable", host: "nas2" });
  const found = report(started("Gathering Facts", "gather_facts"), facts, gone);
  expect(found.counts.same).toBe(0);
  expect(found.hosts.map(({ host, isReached }) => [host, isReached])).toEqual([
    ["nas1", true],
    ["nas2", false],
  ]);
});

it("splits diffs by file, and stays within its bounds (INFRA-03)", () => {
  const diff = (name: string, text: string) =>
    `--- before: /etc/${name} (content)\n+++ after: /data/trees/${"a".repeat(40)}/templates/${name}.j2\n@@ -0,0 +1 @@\n+${text}`;
  const two = result("Write", {
    status: "changed",
    diff: `${diff("a.conf", "x")}\n${diff("b.conf", "y")}`,
  });
  const [step] = report(started("Write"), two).steps;
  expect(step?.diffs.map(({ path }) => path)).toEqual(["/etc/a.conf", "/etc/b.conf"]);
  expect(step?.diffs[0]?.text).toContain("+++ after: templates/a.conf.j2");
  const big = Array.from({ length: 400 }, (_, index) =>
    result(`Write ${index}`, { status: "changed", diff: diff("a", "z".repeat(10_000)) }),
  );
  const whole = report(...big);
  expect(whole.steps).toHaveLength(300);
  expect(whole).toMatchObject({ stepsLeftOut: 100, isCut: true });
  expect(JSON.stringify(whole).length).toBeLessThan(400_000);
  // Masks may be longer than what they stand for; what is stored can be read again.
  const masks = diff("a", Array.from({ length: 1_600 }, () => "+pin_token=abcd").join("\n"));
  const masked = report(result("Write", { status: "changed", diff: masks.slice(0, 20_000) }));
  expect(previewReportSchema.safeParse(masked).success).toBe(true);
});
