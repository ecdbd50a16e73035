import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findFamily } from "#server/platform/process.ts";
import { GpuMemory } from "./gpu-memory.ts";
import { RunnerFixture, until } from "./runner-fixture.ts";

const root = mkdtempSync(join(tmpdir(), "chiffon-gpu-"));
const fixture = new RunnerFixture();
afterAll(async () => {
  await fixture.close();
  rmSync(root, { recursive: true, force: true });
});

let machines = 0;
/** A machine with this `nvidia-smi`: what it says of its cards, and of its processes. */
function machine({
  totals = "echo 24576",
  processes = "true",
  seesMachine = true,
}: {
  totals?: string;
  processes?: string;
  seesMachine?: boolean;
}) {
  machines += 1;
  const directory = join(root, String(machines));
  mkdirSync(directory);
  const program = join(directory, "nvidia-smi");
  writeFileSync(
    program,
    `#!/bin/sh\necho "$1" >> ${directory}/asked\ncase "$1" in\n--query-gpu=*) ${totals};;\n*) ${processes};;\nesac\n`,
  );
  chmodSync(program, 0o755);
  const asked = () => readFileSync(join(directory, "asked"), "utf8").trim().split("\n");
  const kfdDirectory = join(directory, "kfd");
  return {
    gpu: new GpuMemory({ searchPath: [directory], kfdDirectory, seesMachine }),
    ...{ asked, directory, kfdDirectory },
  };
}

describe("memory on graphics cards", { timeout: 60_000 }, () => {
  it("is the sum over the run's own processes, on every card", async () => {
    const { gpu } = machine({ processes: "printf '10, 500\\n11, 300\\n10, 200\\n'" });
    expect(await gpu.heldBy(new Set([10, 99]))).toBe(700);
    expect(await gpu.heldBy(new Set([99]))).toBe(0);
  });

  it("is unknown without a card, and nothing is started", async () => {
    const gpu = new GpuMemory({
      searchPath: [root],
      kfdDirectory: `${root}/none`,
      seesMachine: true,
    });
    expect(await gpu.heldBy(new Set([10]))).toBeNull();
  });

  it("is unknown where process ids are not the machine's", async () => {
    const { gpu } = machine({ processes: "echo '10, 500'", seesMachine: false });
    expect(await gpu.heldBy(new Set([10]))).toBeNull();
  });

  it("is unknown after 5 s of a program that hangs, which is ended and not asked again", async () => {
    const { gpu, asked, directory } = machine({ totals: `exec env IN=$0 sleep 60` });
    const began = Date.now();
    expect(await gpu.heldBy(new Set([10]))).toBeNull();
    expect(Date.now() - began).toBeLessThan(8_000);
    expect(await gpu.heldBy(new Set([10]))).toBeNull();
    expect(asked()).toEqual(["--query-gpu=memory.total"]);
    await until(() => findFamily([`${directory}/`]).length === 0);
  });

  it.each([
    ["more than all cards have", "echo '10, 99999999'"],
    ["less than nothing", "echo '10, -5'"],
    ["words", "echo 'No devices were found'"],
    ["that it does not know", "echo '10, [N/A]'"],
    ["no end of it", "yes '10, 1'"],
    ["something and then that it failed", "echo '10, 500'; exit 9"],
  ])("is unknown when the program says %s", async (_, processes) => {
    const { gpu } = machine({ processes });
    expect(await gpu.heldBy(new Set([10]))).toBeNull();
  });

  it("is asked once for runs beside each other", async () => {
    const { gpu, asked } = machine({ processes: "sleep 0.3; printf '10, 500\\n11, 300\\n'" });
    const both = [10, 11].map((pid) => gpu.heldBy(new Set([pid])));
    expect(await Promise.all(both)).toEqual([500, 300]);
    expect(asked()).toHaveLength(2);
  });

  it("of AMD's cards is what their driver keeps", async () => {
    const { gpu, kfdDirectory } = machine({ totals: "exit 6" });
    for (const [pid, bytes] of [
      ["10", 3 * 2 ** 20],
      ["11", 2 ** 30],
    ] as const) {
      mkdirSync(join(kfdDirectory, pid), { recursive: true });
      writeFileSync(join(kfdDirectory, pid, "vram_4711"), `${bytes}\n`);
      writeFileSync(join(kfdDirectory, pid, "sdma_4711"), "123456789\n");
    }
    expect(await gpu.heldBy(new Set([10]))).toBe(3);
  });

  it("stands in the outcome of a run whose process holds some", async () => {
    const holder = join(root, "holder.pid");
    const { gpu } = machine({ processes: `echo "$(cat ${holder}), 1234"` });
    const spec = fixture.shell(`echo $$ > ${holder}; sleep 4`);
    const { outcome } = await fixture.complete(spec, { meter: { gpu } });
    expect(outcome.resources.peakVramMib).toBe(1234);
  });

  it("holds up no run when its program hangs", async () => {
    const { gpu } = machine({ processes: "exec sleep 60" });
    const { outcome } = await fixture.complete(fixture.shell("sleep 3"), { meter: { gpu } });
    expect(outcome.durationMs).toBeLessThan(4_500);
    expect(outcome.resources).toMatchObject({ peakVramMib: null, memoryOf: "tree" });
  });
});

it("lets the stand-in be run at all", () => {
  const { directory } = machine({});
  expect(execFileSync(join(directory, "nvidia-smi"), ["--query-gpu=memory.total"]).toString()).toBe(
    "24576\n",
  );
});
