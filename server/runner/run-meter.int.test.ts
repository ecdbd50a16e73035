import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { signalProcess } from "#server/platform/process.ts";
import { interruptRun } from "./interrupt-run.ts";
import { runPaths } from "./run-directory.ts";
import { RunMeter } from "./run-meter.ts";
import { probeRun } from "./run-process.ts";
import { type KeptUsage, keptUsageSchema, noUsage } from "./run-usage.ts";
import { RunnerFixture, until } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

const hold = (mib: number, seconds: number) =>
  `import time; held = b"x" * (${mib} * 2**20); time.sleep(${seconds})`;
/** A shell line that has `count` processes hold memory at the same time. */
const eachHolds = (count: number, mib: number, seconds: number) =>
  [`for one in $(seq ${count}); do python3 -c '${hold(mib, seconds)}' & done`, "wait"].join("\n");

describe("what a run uses", { timeout: 120_000 }, () => {
  it("is the memory of all its processes at once, not that of the largest", async () => {
    const { outcome } = await fixture.complete(fixture.shell(eachHolds(3, 100, 4)));
    expect(outcome.resources.memoryOf).toBe("tree");
    expect(outcome.resources.peakMemoryMib).toBeGreaterThan(300 * 0.85);
    expect(outcome.resources.peakMemoryMib).toBeLessThan(300 * 1.15);
  });

  it("counts memory that processes share once", async () => {
    const script = `import os, time
held = b"x" * (100 * 2**20)
for one in range(4):
    if os.fork() == 0:
        break
time.sleep(4)`;
    const { outcome } = await fixture.complete(fixture.shell(`exec python3 -c '${script}'`));
    expect(outcome.resources.peakMemoryMib).toBeGreaterThan(100);
    expect(outcome.resources.peakMemoryMib).toBeLessThan(150);
  });

  it("counts a process that left its parent and forgot its marker", async () => {
    const late = `import time; time.sleep(2); held = b"x" * (100 * 2**20); time.sleep(3)`;
    const lost = `env -u CHIFFON_RUN_ID -u HOME -u TMPDIR setsid python3 -c '${late}' & sleep 1`;
    const { outcome } = await fixture.complete(
      fixture.shell(`sh -c '${lost.replaceAll("'", `'"'"'`)}'; sleep 4`),
    );
    expect(outcome.resources.peakMemoryMib).toBeGreaterThan(100);
  });

  it("counts the processor time of what a killed run had begun", async () => {
    const busy = "import time\nwhile time.process_time() < 1.2: pass\ntime.sleep(60)";
    const runDir = await fixture.start(fixture.shell(`python3 -c '${busy}' & sleep 60`));
    const meter = new RunMeter(runDir);
    await until(() => keptIn(runDir).cpuSeconds > 1, 90_000);
    await interruptRun(runDir, { graceMs: 0 });
    expect(meter.stop()?.cpuSeconds).toBeGreaterThan(1);
  });

  it("tells nothing of other processes beside it", async () => {
    const other = spawn("python3", ["-c", hold(200, 30)], { stdio: "ignore" });
    try {
      const { outcome } = await fixture.complete(fixture.shell("sleep 2"));
      expect(outcome.resources.peakMemoryMib).toBeLessThan(20);
      expect(outcome.resources.sshBytes).toBe(0);
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("keeps its peak over the death of whoever measured it", async () => {
    const freed = join(fixture.root, "freed");
    const script = `${eachHolds(2, 100, 6)}\n: > ${freed}\nsleep 3`;
    const runDir = await fixture.start(fixture.shell(script));
    const first = measureElsewhere(runDir);
    await until(() => keptIn(runDir).peakMemoryMib > 200, 30_000);
    first.kill("SIGKILL");
    await until(() => existsSync(freed));
    const second = new RunMeter(runDir);
    await until(() => probeRun(runDir).state === "exited");
    expect(second.stop()?.peakMemoryMib).toBeGreaterThan(200 * 0.85);
  });

  it("survives what stands in its file, and a directory that is gone", async () => {
    const faults: unknown[] = [];
    const meter = new RunMeter(join(fixture.root, "nowhere"), {
      onFault: (error) => faults.push(error),
    });
    expect(meter.stop()).toBeNull();
    expect(faults).toEqual([]);
  });
});

const meterProgram = fileURLToPath(
  new URL("../../tests/support/meter-process.ts", import.meta.url),
);

/** A process of its own that measures the run until it is killed. */
function measureElsewhere(runDir: string): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", meterProgram, runDir], {
    stdio: "ignore",
  });
  process.once("exit", () => signalProcess(child.pid ?? 0, "SIGKILL"));
  return child;
}

/** What is kept in the run's directory so far. */
function keptIn(runDir: string): KeptUsage {
  const path = runPaths(runDir).usage;
  return existsSync(path) ? keptUsageSchema.parse(JSON.parse(readFileSync(path, "utf8"))) : noUsage;
}
