import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProcessLog } from "./process-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("keeps a bounded number of files of bounded size, newest lines last", () => {
  const log = new ProcessLog(path.join(folder, "web.log"), 100);
  for (let line = 0; line < 100; line++) log.write(`line number ${line}`);
  log.close();
  expect(readdirSync(folder).sort()).toEqual(["web.log", "web.log.1", "web.log.2", "web.log.3"]);
  const newest = readFileSync(path.join(folder, "web.log"), "utf8");
  expect(newest.trim().split("\n").at(-1)).toBe("line number 99");
  expect(newest.length).toBeLessThan(150);
});

test("goes on where an earlier process stopped", () => {
  for (const word of ["first", "second"]) {
    const log = new ProcessLog(path.join(folder, "web.log"));
    log.write(word);
    log.close();
  }
  expect(readFileSync(path.join(folder, "web.log"), "utf8")).toBe("first\nsecond\n");
});
