import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runStep } from "./step.mjs";

let folder: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "step-"));
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const step = (script: string) =>
  runStep({
    title: "Making tea",
    log: path.join(folder, "deep/setup.log"),
    command: "sh",
    args: ["-c", script],
  });
const log = () => readFileSync(path.join(folder, "deep/setup.log"), "utf8");

describe("a step of set-up", () => {
  test("is one line with its time; what the program says goes to the log", () => {
    expect(step("echo out; echo trouble >&2")).toEqual({ ok: true, problem: "" });
    expect(said).toMatch(/^Making tea… \d+\.\d s\n$/);
    expect(log()).toContain("out\ntrouble\n");
  });

  test("that fails shows the end of its own output and where all of it is", () => {
    step("echo of the step before");
    const { ok, problem } = step("seq 1 40; echo no water >&2; exit 3");
    expect(ok).toBe(false);
    expect(said).toMatch(/Making tea… failed after \d+\.\d s\n$/);
    const lines = problem.split("\n");
    expect(lines).toHaveLength(16);
    expect(lines.slice(-3, -1)).toEqual(["  40", "  no water"]);
    expect(lines.at(-1)).toBe(`All of its output: ${path.join(folder, "deep/setup.log")}`);
    expect(problem).not.toContain("of the step before");
  });

  test("whose program is not there says so", () => {
    const { problem } = runStep({
      title: "Making tea",
      log: path.join(folder, "setup.log"),
      command: path.join(folder, "kettle"),
      args: [],
    });
    expect(problem).toMatch(/^Can't run .*kettle: .*ENOENT/);
  });

  test("begins a log anew that has grown very long", () => {
    writeFileSync(path.join(folder, "setup.log"), "x".repeat(5_000_001));
    runStep({
      ...{ title: "Making tea", command: "true", args: [] },
      log: path.join(folder, "setup.log"),
    });
    expect(readFileSync(path.join(folder, "setup.log"), "utf8")).toBe("== Making tea: true \n");
  });
});
