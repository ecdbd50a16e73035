import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunProfile } from "#server/contracts/runner.ts";
import { findFamily, readProcess, signalProcess } from "#server/platform/process.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { interruptRun } from "./interrupt-run.ts";
import { readSweepPatterns, runPaths } from "./run-directory.ts";
import { probeRun } from "./run-process.ts";
import { follow, RunnerFixture, until } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

/** Ignores TERM, forks, and double-forks into a session of its own. */
const stubborn = `trap '' TERM; sleep 900 & setsid sh -c 'trap "" TERM; sleep 901 & sleep 902' & while :; do sleep 1; done`;
const profiles: RunProfile[] = ["isolated", "local", "unconfined"];

const familyOf = (runDir: string) => findFamily(readSweepPatterns(runDir));

describe("cancel", () => {
  it.each(profiles)(
    "leaves no process of a stubborn %s run within two seconds",
    async (profile) => {
      const runDir = await fixture.start(fixture.shell(stubborn, { profile }));
      await until(() => familyOf(runDir).length >= 5);
      const before = Date.now();
      const result = await interruptRun(runDir);
      const elapsedMs = Date.now() - before;
      expect(elapsedMs).toBeLessThan(2000 * measurePace());
      expect(result).toEqual({ neverStarted: false, survivors: 0 });
      expect(familyOf(runDir)).toEqual([]);
      expect((await follow(runDir)).end.state).toBe("exited");
    },
  );

  it("reaches children that hide their environment, by their descent", async () => {
    const script = `env -i /bin/sh -c "trap '' TERM; sleep 903 & sleep 904"`;
    const runDir = await fixture.start(fixture.shell(script));
    const hidden = await until(() => {
      const family = familyOf(runDir);
      return family.length >= 3 ? family : null;
    });
    await interruptRun(runDir);
    expect(hidden.map(readProcess).filter((row) => row !== null && !row.isZombie)).toEqual([]);
  });

  it("lets a run that listens end in its own way", async () => {
    const script = `trap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.05; done`;
    const runDir = await fixture.start(fixture.shell(script));
    await until(() => readFileSync(runPaths(runDir).rawOutput, "utf8").includes("ready"));
    await interruptRun(runDir);
    const { end, lines } = await follow(runDir);
    expect(lines.at(-1)).toBe("bye");
    expect(end.exit?.exitCode).toBe(9);
  });

  it("of a run that has not begun means that it never will, and may be repeated", async () => {
    const runDir = await fixture.prepare(fixture.shell("true"));
    expect(await interruptRun(runDir)).toEqual({ neverStarted: true, survivors: 0 });
    expect(await interruptRun(runDir)).toEqual({ neverStarted: false, survivors: 0 });
    expect(probeRun(runDir).state).toBe("tombstoned");
  });

  it("ends a run whose shim is frozen", async () => {
    const runDir = await fixture.start(fixture.shell("sleep 300"));
    const probe = await until(() => {
      const seen = probeRun(runDir);
      return seen.state === "running" && familyOf(runDir).length > 0 ? seen : null;
    });
    signalProcess(probe.pid, "SIGSTOP");
    expect(await interruptRun(runDir)).toEqual({ neverStarted: false, survivors: 0 });
    await until(() => probeRun(runDir).state === "vanished");
  });

  it("spares the processes of other runs", async () => {
    const other = await fixture.start(fixture.shell("sleep 300"));
    const runDir = await fixture.start(fixture.shell("sleep 300"));
    await until(() => familyOf(other).length > 0 && familyOf(runDir).length > 0);
    await interruptRun(runDir);
    expect(probeRun(other).state).toBe("running");
    expect(familyOf(other).length).toBeGreaterThan(0);
  });
});

describe("the wall clock", () => {
  it.each(profiles)("ends a stubborn %s run without help from a worker", async (profile) => {
    const runDir = await fixture.start(fixture.shell(stubborn, { profile, timeoutSeconds: 1 }));
    await until(() => existsSync(runPaths(runDir).timedOut));
    const rang = Date.now();
    await until(() => probeRun(runDir).state === "exited");
    const elapsedMs = Date.now() - rang;
    expect(elapsedMs).toBeLessThan(2000 * measurePace());
    expect(familyOf(runDir)).toEqual([]);
    expect((await follow(runDir)).end.exit?.timedOut).toBe(true);
  });

  it("ends an async ansibleTask that forked twice", async () => {
    fixture.write(
      "async.yml",
      `- hosts: localhost
  gather_facts: false
  tasks:
    - shell: trap '' TERM; sleep 905 & sleep 906
      async: 600
      poll: 0
    - shell: sleep 907
`,
    );
    const spec = fixture.ansible({ playbookPath: "async.yml" }, { timeoutSeconds: 4 });
    const runDir = await fixture.start(spec);
    const { end } = await follow(runDir);
    expect(end.exit?.timedOut).toBe(true);
    expect(familyOf(runDir)).toEqual([]);
  });
});

describe("a daemon", () => {
  it("that a local play started lives on after success, with its files", async () => {
    const script = `echo keep > "$TMPDIR/kept"; setsid sh -c 'while :; do sleep 0.2; done' </dev/null >/dev/null 2>&1 & echo $! > "$TMPDIR/pid"`;
    const { runDir, outcome } = await fixture.complete(fixture.shell(script, { profile: "local" }));
    expect(outcome.verdict).toBe("succeeded");
    const pid = Number(readFileSync(join(runPaths(runDir).temporary, "pid"), "utf8"));
    expect(readProcess(pid)?.isZombie).toBe(false);
    expect(readFileSync(`/proc/${pid}/root/tmp/kept`, "utf8")).toBe("keep\n");
  });
});
