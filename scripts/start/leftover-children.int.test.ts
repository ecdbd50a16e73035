import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isAlive } from "#server/platform/embedded/os-process.ts";
import { endLeftoverChildren, recordChildren } from "./leftover-children.ts";

function openFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "leftover-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a child that ignores the end of its supervisor is ended at the next start, and nobody else is", async () => {
  const stubborn = spawn("sleep", ["60"], { stdio: "ignore" });
  const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => {
    stranger.kill();
  });
  const dataDir = openFolder();
  recordChildren(dataDir, [stubborn.pid ?? 0]);
  await endLeftoverChildren(dataDir);
  expect(isAlive(stubborn.pid ?? 0)).toBe(false);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
});

test("a data directory without records is left alone", async () => {
  await endLeftoverChildren(openFolder());
});
