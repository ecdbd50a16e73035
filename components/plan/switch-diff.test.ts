import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { branchCommands } from "./switch-diff.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "switch-diff-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]) =>
  execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" });
const file = "group_vars/all.yml";
const line = {
  ...{ path: file, line: 2, isOn: false },
  ...{ text: "plex_enabled: no # isn't it", switchedOn: "plex_enabled: yes # isn't it" },
};

it("puts the change, and nothing else, on a branch", () => {
  mkdirSync(path.join(folder, "group_vars"));
  writeFileSync(path.join(folder, file), `a: 1\n${line.text}\nb: 2\n`);
  writeFileSync(path.join(folder, "notes"), "");
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Ada");
  git("config", "user.email", "ada@localhost");
  git("add", "--all");
  git("commit", "--quiet", "-m", "first");
  writeFileSync(path.join(folder, "notes"), "half done");
  execFileSync("sh", ["-eu", "-c", branchCommands(line)], { cwd: folder, stdio: "pipe" });
  expect(git("branch", "--show-current")).toBe("keep-plex_enabled-on\n");
  expect(git("log", "--format=%s", "-1")).toBe("Keep plex_enabled on\n");
  expect(git("diff", "--name-only", "main", "HEAD")).toBe(`${file}\n`);
  expect(readFileSync(path.join(folder, file), "utf8")).toBe(`a: 1\n${line.switchedOn}\nb: 2\n`);
  expect(git("status", "--porcelain")).toBe(" M notes\n");
});
