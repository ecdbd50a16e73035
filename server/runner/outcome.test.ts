import { describe, expect, it } from "vitest";
import {
  type ExitRecord,
  type HostCounts,
  type RunEvent,
  runOutcomeSchema,
} from "#server/contracts/runner.ts";
import { decideOutcome, type OutcomeFacts } from "./outcome.ts";

const at = "2026-01-02T03:04:05.678Z";
const none: HostCounts = {
  ...{ ok: 0, changed: 0, unreachable: 0, failed: 0 },
  ...{ skipped: 0, rescued: 0, ignored: 0 },
};

const exit = (exitCode: number, more: Partial<ExitRecord> = {}): ExitRecord => ({
  nonce: "n",
  exitCode,
  startedAtMs: 1000,
  endedAtMs: 3500,
  cpuSeconds: 1,
  timedOut: false,
  ...more,
});

const stats = (hosts: Record<string, Partial<HostCounts>>): RunEvent => ({
  type: "stats",
  n: 99,
  at,
  hosts: Object.fromEntries(
    Object.entries(hosts).map(([host, counts]) => [host, { ...none, ...counts }]),
  ),
  resources: { cpuSeconds: 2, peakMemoryMib: 55 },
});

const failure = (
  host: string,
  ansibleTask: string,
  status: "failed" | "unreachable" = "failed",
): RunEvent => ({
  type: "host.result",
  n: 5,
  at,
  ...{
    host,
    status,
    ansibleTask,
    durationMs: 1,
    message: `${ansibleTask} broke`,
    ignoreErrors: false,
  },
});

const facts = (more: Partial<OutcomeFacts>): OutcomeFacts => ({
  kind: "ansible",
  events: [],
  exit: exit(0),
  timedOut: false,
  cancelled: false,
  idempotent: false,
  ...more,
});

describe("a playbook's outcome", () => {
  it("is success only with stats, an exit code of 0, and every expected host addressed", () => {
    const events = [stats({ nas: { ok: 3, changed: 2 }, web: { ok: 1 } })];
    expect(decideOutcome(facts({ events, expectedHosts: ["nas", "web"] }))).toMatchObject({
      verdict: "succeeded",
      message: "Done on 2 hosts: 2 changes.",
      durationMs: 2500,
      resources: { wallSeconds: 2.5, cpuSeconds: 2, peakMemoryMib: 55 },
      hosts: [{ host: "nas" }, { host: "web" }],
    });
    expect(decideOutcome(facts({ events, expectedHosts: ["nas", "pi"] })).verdict).toBe("failed");
    expect(decideOutcome(facts({ events, exit: exit(250) })).verdict).toBe("failed");
    expect(decideOutcome(facts({ events: [] })).verdict).toBe("failed");
    expect(decideOutcome(facts({ events: [stats({})] })).verdict).toBe("failed");
  });

  it("counts a host as addressed when a play names it and runs once elsewhere", () => {
    const play: RunEvent = { type: "play.started", n: 1, at, name: "p", hosts: ["nas", "web"] };
    const events = [play, stats({ nas: { ok: 1 } })];
    expect(decideOutcome(facts({ events, expectedHosts: ["nas", "web"] })).verdict).toBe(
      "succeeded",
    );
  });

  it("names failed and unreachable hosts, and the failure that was fatal", () => {
    const events = [
      failure("nas", "rescued"),
      failure("nas", "fatal"),
      failure("pi", "Gathering Facts", "unreachable"),
      stats({ nas: { failed: 1, rescued: 1 }, pi: { unreachable: 1 }, web: { ok: 1 } }),
    ];
    expect(decideOutcome(facts({ events, exit: exit(4) }))).toMatchObject({
      verdict: "failed",
      message: '"fatal" failed on nas. pi could not be reached.',
      failedAnsibleTask: { name: "fatal", host: "nas", message: "fatal broke" },
    });
  });

  it.each([
    [0, "without doing anything"],
    [4, "before the first result"],
    [127, "is Ansible installed"],
    [137, "signal 9"],
  ])("without stats and with exit code %i is a failure with a reason", (code, words) => {
    const outcome = decideOutcome(facts({ exit: exit(code) }));
    expect(outcome.verdict).toBe("failed");
    expect(outcome.message).toContain(words);
  });
});

describe("an interrupted run's outcome", () => {
  const done = [stats({ nas: { ok: 1 } })];

  it("is timed_out whoever noticed it", () => {
    expect(decideOutcome(facts({ exit: exit(143, { timedOut: true }) })).verdict).toBe("timed_out");
    expect(decideOutcome(facts({ exit: null, timedOut: true })).verdict).toBe("timed_out");
  });

  it("is cancelled, unless it had succeeded before the signal came", () => {
    expect(decideOutcome(facts({ exit: exit(143), cancelled: true })).verdict).toBe("cancelled");
    expect(decideOutcome(facts({ exit: null, cancelled: true })).verdict).toBe("cancelled");
    expect(decideOutcome(facts({ events: done, cancelled: true })).verdict).toBe("succeeded");
  });

  it("needs review when it vanished and cannot simply be repeated", () => {
    expect(decideOutcome(facts({ events: done, exit: null })).verdict).toBe("needs_review");
    expect(decideOutcome(facts({ exit: null, idempotent: true }))).toMatchObject({
      verdict: "failed",
      exitCode: null,
    });
  });
});

describe("what a run used", () => {
  const usage = {
    ...{ samples: 9, peakMemoryMib: 180, cpuSeconds: 1.5 },
    ...{ peakVramMib: null, sshBytes: 2_100_000 },
  };
  const used = (more: Partial<OutcomeFacts>) => decideOutcome(facts(more)).resources;

  it("is of all its processes where somebody looked, and of the largest where nobody did", () => {
    const events = [stats({ nas: { ok: 1 } })];
    expect(used({ events, usage })).toMatchObject({
      ...{ peakMemoryMib: 180, memoryOf: "tree", cpuSeconds: 2, sshBytes: 2_100_000 },
    });
    expect(used({ events })).toMatchObject({
      ...{ peakMemoryMib: 55, memoryOf: "process", sshBytes: null, peakVramMib: null },
    });
  });

  it("is never less than what one process said of itself", () => {
    const brief = { ...usage, samples: 1, peakMemoryMib: 20 };
    expect(used({ events: [stats({ nas: { ok: 1 } })], usage: brief })).toMatchObject({
      ...{ peakMemoryMib: 55, memoryOf: "process" },
    });
  });

  it("is known of a run that vanished", () => {
    expect(used({ exit: null, usage })).toMatchObject({ peakMemoryMib: 180, cpuSeconds: 1.5 });
  });

  it("still reads from records that know less", () => {
    const { resources, ...rest } = decideOutcome(facts({ events: [stats({ nas: { ok: 1 } })] }));
    const { wallSeconds, cpuSeconds, peakMemoryMib } = resources;
    const old = { ...rest, resources: { wallSeconds, cpuSeconds, peakMemoryMib } };
    expect(runOutcomeSchema.parse(old)).toEqual(old);
  });
});

describe("a plain command's outcome", () => {
  it("is its exit code's", () => {
    const command = (code: number) => decideOutcome(facts({ kind: "command", exit: exit(code) }));
    expect(command(0)).toMatchObject({ verdict: "succeeded", exitCode: 0 });
    expect(command(3)).toMatchObject({
      verdict: "failed",
      message: "The command ended with exit code 3.",
    });
    expect(command(137).message).toBe("The command was ended by signal 9.");
  });
});
