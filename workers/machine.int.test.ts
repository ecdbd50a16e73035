import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { machineMetricsSchema } from "#server/contracts/agent.ts";
import { idleCores, Machine, overloadedSince } from "./machine.ts";

const system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "chiffon-probe-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const machine = (searchPath: string, timeoutMs = 5_000) =>
  new Machine({ searchPath, timeoutMs, overloadFactor: 1_000 });

function standIn(name: string, script: string): void {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("a machine", () => {
  it("says what it has: load, cores, memory, disks", async () => {
    const metrics = machineMetricsSchema.parse(await machine(system).measure());
    expect(metrics.cpuCores).toBeGreaterThan(0);
    expect(metrics.cpuCoresAvailable).toBeLessThanOrEqual(metrics.cpuCores);
    expect(metrics.memoryAvailableMb).toBeGreaterThan(0);
    expect(metrics.memoryAvailableMb).toBeLessThanOrEqual(metrics.memoryTotalMb);
    expect(metrics.disks?.length).toBeGreaterThan(0);
    expect(metrics.overloadedSeconds).toBe(0);
  });

  it("has the cards that a vendor's tool names", async () => {
    standIn("nvidia-smi", "echo 'NVIDIA T4, 15360, 15000'");
    const { gpus } = await machine(`${folder}:${system}`).measure();
    expect(gpus).toContainEqual({
      ...{ vendor: "nvidia", name: "NVIDIA T4", vramTotalMb: 15_360, vramAvailableMb: 15_000 },
    });
  });

  it("is measured in time although a probe hangs, and nothing of that is left", async () => {
    const pids = path.join(folder, "pids");
    standIn("nvidia-smi", `sleep 600 & echo $! $$ > ${pids}; wait`);
    standIn("rocm-smi", "exec sleep 600");
    const began = performance.now();
    const metrics = await machine(`${folder}:${system}`, 1_500).measure();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(metrics.cpuCores).toBeGreaterThan(0);
    expect(existsSync(pids)).toBe(true);
    const started = readFileSync(pids, "utf8").trim().split(" ").map(Number);
    await expect.poll(() => started.filter(isAlive)).toEqual([]);
  });

  it("is measured although nothing can be asked", async () => {
    standIn("nvidia-smi", "exit 9");
    standIn("rocm-smi", "head -c 3000000 /dev/zero | tr '\\0' x");
    const metrics = await machine(folder, 1).measure();
    expect(metrics).toMatchObject({ gpus: [], disks: [] });
  });
});

it("counts as free only cores that were idle for five minutes", () => {
  expect(idleCores(8, 0.2, 6.5)).toBe(1);
  expect(idleCores(8, 7.5, 0)).toBe(0);
  expect(idleCores(4, 40, 0)).toBe(0);
});

it("is overloaded from when its load went above the highest until it is below once", () => {
  const at = (before: number | null, load: number, nowMs: number) =>
    overloadedSince(before, { load, highest: 8, nowMs });
  expect(at(null, 8, 1_000)).toBeNull();
  expect(at(null, 8.1, 1_000)).toBe(1_000);
  expect(at(1_000, 9, 31_000)).toBe(1_000);
  expect(at(1_000, 7.9, 61_000)).toBeNull();
});
