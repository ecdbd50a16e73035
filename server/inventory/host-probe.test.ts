import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { probeScript, readProbe } from "./host-probe.ts";

const said = (...lines: string[]) => readProbe(["chiffon-probe=1", ...lines].join("\n"));

it("reads this machine", () => {
  const probed = readProbe(execFileSync("/bin/sh", ["-s"], { input: probeScript }).toString());
  expect(probed?.facts.os).toBeTruthy();
  expect(probed?.facts.python).toContain("python3");
  expect(probed?.facts.diskTotalMb).toBeGreaterThan(100);
  expect(probed?.facts.memoryTotalMb).toBeGreaterThan(100);
});

it.each([
  [["python=/usr/bin/python3"], "reachable"],
  [["python=/usr/bin/python3", "sudo=free"], "reachable"],
  [["python=/usr/bin/python3", "sudo=none"], "reachable"],
  [["python=/usr/bin/python3", "sudo=password"], "needs_password"],
  [["sudo=password"], "no_python"],
])("of %j says %s", (lines, state) => {
  expect(said(...lines)?.state).toBe(state);
});

it("says nothing of a host on which the script did not run", () => {
  expect(readProbe("Last login: today\nWelcome!\n")).toBeNull();
  expect(readProbe("")).toBeNull();
});

it("shows nothing that a host makes up beyond plain, short text and numbers", () => {
  const probed = said(
    "os=Evil\u001b[31m <script>\u202e",
    `python=${"x".repeat(500)}`,
    "diskTotalKib=99; rm",
    "memoryTotalKib=1e99",
    "os=second",
  );
  expect(probed?.facts.os).toBe("Evil[31m <script>");
  expect(probed?.facts.python).toHaveLength(120);
  expect(probed?.facts).toMatchObject({ diskTotalMb: null, memoryTotalMb: null });
});
