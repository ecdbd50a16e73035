import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";

const database = useDatabase();
const redis = useRedis();
const program = fileURLToPath(new URL("../tests/support/container-process.ts", import.meta.url));

it("leaves the process of a closed container without readers and threads, and it ends by itself", {
  timeout: 120_000,
}, async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-container-"));
  const args = ["--import", "tsx", program, dataDir, database.url, redis.url];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const stuck = setTimeout(() => child.kill("SIGKILL"), 90_000);
  const [said, [code, signal]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  clearTimeout(stuck);
  rmSync(dataDir, { recursive: true, force: true });
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  const [before, after] = said
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(before).toMatchObject({ scanning: 1 });
  expect(before).not.toMatchObject({ git: 0 });
  expect(after).toEqual({ scanning: 0, git: 0 });
});
