import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identityOf, lockHolder, tryProcessLock } from "./process-lock.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lock-"));
  file = path.join(folder, "the.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("is held by one at a time and free again after release", () => {
  const first = tryProcessLock(file);
  expect(tryProcessLock(file)).toEqual({ release: null, heldBy: process.pid });
  expect(lockHolder(file)).toBe(process.pid);
  first.release?.();
  expect(lockHolder(file)).toBeNull();
  expect(tryProcessLock(file).release).not.toBeNull();
});

test.each([
  ["a process that is gone", `999999999 ${identityOf(process.pid)}`],
  ["an earlier process with the same id", `${process.pid} 1 00000000-0000-0000-0000-000000000000`],
  ["somebody who was killed while writing", ""],
])("is not kept by %s", (_who, content) => {
  writeFileSync(file, content);
  expect(lockHolder(file)).toBeNull();
  expect(tryProcessLock(file).release).not.toBeNull();
});

test("leaves nothing but the lock itself", () => {
  writeFileSync(file, "999999999 1 boot");
  tryProcessLock(file);
  tryProcessLock(file);
  expect(readdirSync(folder)).toEqual(["the.lock"]);
});
