import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { untilAnswering } from "./ssh-agent.ts";

const directory = mkdtempSync(path.join(tmpdir(), "chiffon-agent-"));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Binds its socket at once, and listens half a second later, as a busy machine makes an agent do. */
const late = `
import socket, sys, time
one = socket.socket(socket.AF_UNIX)
one.bind(sys.argv[1])
time.sleep(0.5)
one.listen(8)
time.sleep(30)
`;

it("waits for an agent whose socket is there before it listens", async () => {
  const socket = path.join(directory, "socket");
  const agent = spawn("python3", ["-c", late, socket], { stdio: "ignore" });
  const startedAt = performance.now();
  try {
    await untilAnswering(socket, () => agent.exitCode === null);
    expect(performance.now() - startedAt).toBeGreaterThan(450);
  } finally {
    agent.kill("SIGKILL");
  }
});

it("gives up on one that has ended", async () => {
  await expect(untilAnswering(path.join(directory, "none"), () => false)).rejects.toThrow(
    "no answer",
  );
});
