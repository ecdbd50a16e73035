import { describe, expect, it } from "vitest";
import { evidenceAt } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { isBetter } from "./proof.ts";
import { keepMostSevere } from "./rank.ts";
import { findRepeatedChanges, type PastOutcome } from "./repeated-change.ts";

const finding = (more: Partial<Finding>): Finding => ({
  ...{ rule: "name[casing]", category: "standards", severity: "minor", reason: "Names." },
  ...{ line: 1, lineCount: 1, details: "" },
  ...more,
});

describe("findings that are shown", () => {
  it("are all of a hundred, in the order of the file", () => {
    const all = Array.from({ length: 100 }, (_each, at) => finding({ line: 100 - at }));
    const { shown, omitted } = keepMostSevere(all);
    expect([shown.length, shown[0]?.line, omitted]).toEqual([100, 1, 0]);
  });

  it("are the fifty most severe of more", () => {
    const all = Array.from({ length: 150 }, (_each, at) =>
      finding({ line: at + 1, severity: at % 3 === 0 ? "info" : at === 100 ? "blocker" : "major" }),
    );
    const { shown, omitted } = keepMostSevere(all);
    expect([shown.length, omitted]).toEqual([50, 100]);
    expect(shown.some(({ severity }) => severity === "info")).toBe(false);
    expect(shown.at(-1)).toMatchObject({ line: 101, severity: "blocker" });
    expect(shown.map(({ line }) => line)).toEqual(
      shown.map(({ line }) => line).toSorted((a, b) => a - b),
    );
  });
});

describe("a version is better", () => {
  const name = finding({ reason: "Use FQCN for (apt)." });
  const other = finding({ rule: "no-changed-when" });

  it.each([
    ["when its finding is gone", [name, other], [other], [name], true],
    ["not when it is still there", [name, other], [name], [name], false],
    ["not when another came", [name], [other], [name], false],
    [
      "not when one of two alike is gone and both were to go",
      [name, name],
      [name],
      [name, name],
      false,
    ],
    ["when one of two alike was to go", [name, { ...name, line: 9 }], [name], [name], true],
    [
      "when a finding that stays quotes the new name",
      [name, finding({ reason: "Order: when, apt" })],
      [finding({ reason: "Order: when, ansible.builtin.apt" })],
      [name],
      true,
    ],
  ])("%s", (_when, before, after, lost, better) => {
    expect(isBetter(before, after, lost)).toBe(better);
  });
});

it("shows the lines of a finding, secrets masked", () => {
  const lines = [
    "- user:",
    "    password: hunter2",
    "    token: '{{ vault }}'",
    "  shell: x api_key=abc",
    "  a: 1",
  ];
  expect(evidenceAt(lines, { line: 1, lineCount: 4 })).toBe(
    "- user:\n    password: •••\n    token: '{{ vault }}'\n  shell: x api_key=•••",
  );
});

describe("a change on every run", () => {
  const run = (runId: string, status: PastOutcome["status"], host = "nas") => ({
    ...{ runId, taskName: "Make it", host, status },
  });
  const task = { name: "Make it", line: 4, endLine: 6 };
  const five = ["5", "4", "3", "2", "1"].map((id) => run(id, "changed"));

  it("is five of five runs that reached it", () => {
    expect(findRepeatedChanges([run("6", "skipped"), ...five], [task])).toMatchObject([
      { category: "idempotency", line: 4, reason: "Changed on every run for 5 runs on nas." },
    ]);
  });

  it.each([
    ["four runs", five.slice(1), [task]],
    ["one run that found nothing to do", [run("6", "ok"), ...five], [task]],
    ["runs on different hosts", five.map((each, at) => ({ ...each, host: `h${at}` })), [task]],
    ["a name of two tasks", five, [task, { ...task, line: 9 }]],
    ["one run that says it five times", five.map((each) => ({ ...each, runId: "1" })), [task]],
  ])("is not proven by %s", (_what, outcomes, tasks) => {
    expect(findRepeatedChanges(outcomes, tasks)).toEqual([]);
  });
});
