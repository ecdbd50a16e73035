import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { listPids, readProcess } from "#server/platform/process.ts";
import { runPaths } from "./run-directory.ts";
import { ShimStarter } from "./shim-starter.ts";

const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-shims-"));
const starter = new ShimStarter();
afterEach(() => starter.close());

/** A directory whose shim says where it runs and as which process, and stays for a while. */
function prepared(name: string, seconds = 0): string {
  const runDir = path.join(scratch, name);
  mkdirSync(runDir);
  writeFileSync(runPaths(runDir).shim, `echo "$$ $PWD" > said\nexec sleep ${seconds}\n`);
  return runDir;
}

async function said(runDir: string): Promise<{ pid: number; cwd: string }> {
  const file = path.join(runDir, "said");
  const read = () => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
  await expect.poll(read, { timeout: 5_000 }).toMatch(/^\d+ \//);
  const [pid = "", ...cwd] = read().split(" ");
  return { pid: Number(pid), cwd: cwd.join(" ") };
}

/** Shells that this process has as children. */
const shells = () =>
  listPids()
    .map(readProcess)
    .filter((row) => row?.parentPid === process.pid && row.name === "sh" && !row.isZombie);

it("starts each shim in its own directory and session, from one shell", async () => {
  const before = shells().length;
  const runDirs = Array.from({ length: 20 }, (_none, at) => prepared(`many ${at} 'x' $HOME`, 5));
  await Promise.all(runDirs.map((runDir) => starter.start(runDir)));
  expect(shells()).toHaveLength(before + 1);
  for (const runDir of runDirs) {
    const { pid, cwd } = await said(runDir);
    expect(cwd).toBe(runDir);
    expect(readProcess(pid)).toMatchObject({ session: pid, processGroup: pid });
  }
});

it("leaves shims to themselves when it ends, and collects those that have ended", async () => {
  const staying = prepared("stays", 30);
  await starter.start(staying);
  const { pid } = await said(staying);
  const short = await Promise.all(
    ["a", "b", "c"].map(async (name) => {
      const runDir = prepared(`short-${name}`);
      await starter.start(runDir);
      return (await said(runDir)).pid;
    }),
  );
  await expect.poll(() => short.every((one) => readProcess(one)?.isZombie !== false)).toBe(true);
  await starter.start(prepared("next"));
  await expect.poll(() => short.map((one) => readProcess(one))).toEqual([null, null, null]);
  starter.close();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(readProcess(pid)).toMatchObject({ isZombie: false });
  process.kill(pid);
});

it("starts shims also when its shell was killed", async () => {
  await starter.start(prepared("first"));
  for (const row of shells()) if (row !== null) process.kill(row.pid, "SIGKILL");
  const runDirs = ["second", "third"].map((name) => prepared(name));
  for (const runDir of runDirs) await starter.start(runDir);
  for (const runDir of runDirs) expect((await said(runDir)).cwd).toBe(runDir);
});

it("says so when the directory is not there", async () => {
  await expect(starter.start(path.join(scratch, "none"))).rejects.toMatchObject({
    code: "run_failed",
  });
});
