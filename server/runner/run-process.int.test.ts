import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  findFamily,
  findLeadersIn,
  listPids,
  readProcess,
  signalProcess,
} from "#server/platform/process.ts";
import { interruptRun } from "./interrupt-run.ts";
import { prepareRun } from "./prepare-run.ts";
import { readIdentity, readSweepPatterns, runPaths } from "./run-directory.ts";
import { probeRun, spawnRun, tombstoneRun } from "./run-process.ts";
import { callbackDir, follow, RunnerFixture, until } from "./runner-fixture.ts";
import { gitBlobId } from "./verify-files.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

/** Living processes of the session that the shim with this id led. */
const sessionOf = (shimPid: number) =>
  listPids().filter((pid) => {
    const row = readProcess(pid);
    return row !== null && !row.isZombie && row.session === shimPid;
  });

describe("a run's start", () => {
  it("executes the command exactly once when 100 shims start in the same directory", async () => {
    const effects = join(fixture.root, "effects-100");
    const runDir = await fixture.prepare(fixture.shell(`echo x >> ${effects}`));
    await Promise.all(Array.from({ length: 100 }, () => spawnRun(runDir)));
    await until(() => probeRun(runDir).state === "exited");
    await until(() => findLeadersIn(runDir).length === 0);
    expect(readFileSync(effects, "utf8")).toBe("x\n");
  });

  it("never begins once it is tombstoned, and a tombstone never follows a start", async () => {
    const effects = join(fixture.root, "effects-tombstone");
    let won = 0;
    let begun = 0;
    for (let round = 0; round < 40; round++) {
      const runDir = await fixture.prepare(fixture.shell(`echo ${round} >> ${effects}`));
      const spawned = spawnRun(runDir);
      if (round % 2 === 1) await until(() => existsSync(runPaths(runDir).started) || true);
      const isTombstoned = tombstoneRun(runDir);
      await spawned;
      await until(() => findLeadersIn(runDir).length === 0);
      if (isTombstoned) won += 1;
      else begun += 1;
      expect(probeRun(runDir).state).toBe(isTombstoned ? "tombstoned" : "exited");
    }
    const executed = existsSync(effects)
      ? readFileSync(effects, "utf8").trim().split("\n").length
      : 0;
    expect(executed).toBe(begun);
    expect(won + begun).toBe(40);
  });

  it("is not started before a process exists, and may be prepared again until then", async () => {
    const spec = fixture.shell("true");
    const first = await fixture.prepare(spec);
    expect(probeRun(first)).toEqual({ state: "not_started" });
    const second = await fixture.prepare(spec);
    expect(second).toBe(first);
    await spawnRun(second);
    await until(() => probeRun(second).state === "exited");
    await expect(fixture.prepare(spec)).rejects.toMatchObject({ code: "invalid_state" });
  });

  it("cannot be prepared once it was given up, even before its preparation", async () => {
    const spec = fixture.shell("true");
    expect(tombstoneRun(join(fixture.runsDir, spec.runId))).toBe(true);
    await expect(fixture.prepare(spec)).rejects.toMatchObject({ code: "invalid_state" });
    expect(probeRun(join(fixture.runsDir, spec.runId)).state).toBe("tombstoned");
  });

  it("is refused when a file is not what was approved", async () => {
    fixture.write("site.yml", "- hosts: all\n");
    fixture.write("roles/a/tasks/main.yml", "[]\n");
    const file = (path: string, text: string) => ({ path, blob: gitBlobId(Buffer.from(text)) });
    const files = [
      file("site.yml", "- hosts: all\n"),
      file("roles/a/tasks/main.yml", "[]"),
      file("missing.yml", ""),
      file("../escape.yml", ""),
    ];
    const spec = fixture.ansible({ playbookPath: "site.yml" }, { files });
    expect(await prepareRun(spec, { runsDir: fixture.runsDir, callbackDir })).toEqual({
      ok: false,
      reason: "changed",
      paths: ["roles/a/tasks/main.yml", "missing.yml", "../escape.yml"],
    });
    expect(existsSync(join(fixture.runsDir, spec.runId))).toBe(false);
  });
});

describe("a run without its parents", () => {
  it("goes on when the process that started it is killed, and can be adopted", async () => {
    const effects = join(fixture.root, "effects-adopt");
    const spec = fixture.shell(
      `echo begin; while [ ! -e ${effects} ]; do sleep 0.05; done; echo end`,
    );
    const runDir = await fixture.prepare(spec);
    const module = fileURLToPath(new URL("./run-process.ts", import.meta.url));
    const code = `import(${JSON.stringify(module)}).then(async (m) => { await m.spawnRun(${JSON.stringify(runDir)}); setInterval(() => {}, 1000); });`;
    const worker = spawn(process.execPath, ["--import", "tsx", "-e", code], { stdio: "ignore" });
    await until(() => probeRun(runDir).state === "running");
    const isGone = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGKILL");
    await isGone;
    expect(probeRun(runDir).state).toBe("running");
    const adopted = follow(runDir);
    writeFileSync(effects, "");
    const { end, lines } = await adopted;
    expect(end).toMatchObject({ state: "exited", exit: { exitCode: 0, nonce: spec.nonce } });
    expect(lines).toEqual(["begin", "end"]);
  });

  it("has vanished when its shim is killed, and an isolated command dies with it", async () => {
    const runDir = await fixture.start(fixture.shell("sleep 300", { profile: "isolated" }));
    await until(() => findFamily(readSweepPatterns(runDir)).length > 0);
    const shim = await until(() => readIdentity(runPaths(runDir).startedPid));
    signalProcess(shim.pid, "SIGKILL");
    const { end } = await follow(runDir);
    expect(end).toMatchObject({ state: "vanished", exit: null });
    expect(findFamily(readSweepPatterns(runDir))).toEqual([]);
  });

  it("leaves nothing of a local run whose shim was killed once it is interrupted", async () => {
    const runDir = await fixture.start(
      fixture.shell("sleep 300 & sleep 301", { profile: "local" }),
    );
    await until(() => findFamily(readSweepPatterns(runDir)).length >= 3);
    const shim = await until(() => readIdentity(runPaths(runDir).startedPid));
    signalProcess(shim.pid, "SIGKILL");
    await until(() => probeRun(runDir).state === "vanished");
    expect(await interruptRun(runDir)).toEqual({ neverStarted: false, survivors: 0 });
    await until(() => sessionOf(shim.pid).length === 0);
  });

  it("is still running while its shim is frozen before it could name itself", async () => {
    const runDir = await fixture.prepare(fixture.shell("true"));
    // What a shim stopped right after its mkdir looks like: the directory, and a process leading a session there.
    mkdirSync(runPaths(runDir).started);
    const frozen = spawn("sleep", ["60"], { cwd: runDir, detached: true, stdio: "ignore" });
    await until(() => frozen.pid);
    expect(probeRun(runDir)).toEqual({ state: "running", pid: frozen.pid });
    const isGone = new Promise((resolve) => frozen.once("exit", resolve));
    frozen.kill("SIGKILL");
    await isGone;
    expect(probeRun(runDir)).toEqual({ state: "vanished", tampered: false });
  });

  it("has vanished, tampered with, when the exit record lacks its nonce", async () => {
    const { runDir } = await fixture.complete(fixture.shell("true"));
    const record = readFileSync(runPaths(runDir).exit, "utf8");
    rmSync(runPaths(runDir).exit);
    writeFileSync(runPaths(runDir).exit, record.replace(/"nonce":"[^"]+"/, '"nonce":"guess"'));
    expect(probeRun(runDir)).toEqual({ state: "vanished", tampered: true });
  });
});

describe("the exit record", () => {
  it("holds the exit code, the times and the processor time", async () => {
    const { end, outcome } = await fixture.complete(
      fixture.shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 7"),
    );
    expect(end.exit).toMatchObject({ exitCode: 7, timedOut: false });
    expect(end.exit?.cpuSeconds).toBeGreaterThan(0);
    expect(outcome).toMatchObject({
      verdict: "failed",
      exitCode: 7,
      message: "The command ended with exit code 7.",
    });
  });

  it("survives a polite signal to the shim", async () => {
    const stop = join(fixture.root, "stop-signal");
    const runDir = await fixture.start(
      fixture.shell(`while [ ! -e ${stop} ]; do sleep 0.05; done; exit 3`),
    );
    const shim = await until(() => readIdentity(runPaths(runDir).startedPid));
    await until(() => readIdentity(runPaths(runDir).startedCommand));
    signalProcess(shim.pid, "SIGTERM");
    signalProcess(shim.pid, "SIGHUP");
    writeFileSync(stop, "");
    const { end } = await follow(runDir);
    expect(end.exit?.exitCode).toBe(3);
  });

  it("of a short run never waits for the timer", async () => {
    for (let round = 0; round < 15; round++) {
      const begun = Date.now();
      const batch = Array.from({ length: 10 }, () => fixture.complete(fixture.shell("true")));
      await Promise.all(batch);
      // One lost signal would hold a run up for its whole minute.
      expect(Date.now() - begun).toBeLessThan(50_000);
    }
  }, 600_000);

  it("leaves no process behind, not even its timer", async () => {
    const { runDir } = await fixture.complete(fixture.shell("true"));
    const shim = await until(() => readIdentity(runPaths(runDir).startedPid));
    await until(() => sessionOf(shim.pid).length === 0);
    expect(findLeadersIn(runDir)).toEqual([]);
  });
});
