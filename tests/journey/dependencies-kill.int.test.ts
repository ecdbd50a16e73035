import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DataPaths, dataPaths, loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Principal } from "#server/contracts/people.ts";
import { findFamily } from "#server/platform/process.ts";
import { GitServer } from "#tests/support/git-server.ts";
import { until } from "#tests/support/installation.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { PlaybookRepository } from "./playbook-repository.ts";

const database = useDatabase();
const redis = useRedis();
const program = fileURLToPath(new URL("../support/install-process.ts", import.meta.url));
const admin: Principal = {
  personId: "00000000-0000-4000-8000-000000000001",
  name: "Ada",
  role: "admin",
  sessionId: "00000000-0000-4000-8000-000000000002",
};

let dataDir = "";
let paths: DataPaths;
let container: Container;
let git: GitServer;
let repositoryId = "";

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-kill-"));
  paths = dataPaths(dataDir);
  const environment = {
    CHIFFON_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
  };
  const config = { ...loadConfig(environment), logLevel: "silent" };
  container = createContainer(config, { process: "test" });
  git = await new GitServer().start();
  const role = { "meta/main.yml": "dependencies: []\n", "tasks/main.yml": "[]\n" };
  git.commit("lamp", role);
  git.commit("slow", role);
  const { directory } = new PlaybookRepository(path.join(dataDir, "own"), {
    "requirements.yml": `- src: git+${git.urlOf("lamp")}\n- src: git+${git.urlOf("slow")}\n`,
  });
  const { catalog } = container.services;
  repositoryId = (await catalog.addRepository(admin, { name: "Own", location: directory })).id;
  await catalog.scanRepository(admin, repositoryId);
});
afterAll(async () => {
  await container.close();
  await git.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const names = () => readdirSync(paths.dependencies).sort();
const works = () => names().filter((name) => name.startsWith(".installing-"));
const running = () => findFamily([`${paths.dependencies}/.installing-`]);

it("an install that is killed leaves no folder, no process and nothing in use; the next worker does it whole (INFRA-07)", async () => {
  const { dependencies } = container.services;
  git.hanging.add("slow");
  const view = await dependencies.start(admin, repositoryId, "install");
  const installId = view.install?.id ?? "";
  const worker: ChildProcess = spawn(
    process.execPath,
    ["--import", "tsx", program, dataDir, database.url, redis.url, installId],
    { stdio: "inherit" },
  );
  const progress = async () => (await dependencies.view(repositoryId)).install?.progress.done;
  await until("the first role is there", async () => (await progress()) === 1, 120_000);
  await until("the second is asked for", () => running().length > 0, 120_000);
  worker.kill("SIGKILL");
  await once(worker, "exit");
  await until("its processes died with it", () => running().length === 0);
  expect(works()).toHaveLength(1);
  expect(names()).toEqual(works());
  expect((await dependencies.view(repositoryId)).lock).toBeNull();

  // While its lease holds, nobody else touches it.
  await dependencies.run(installId);
  expect((await dependencies.view(repositoryId)).install?.status).toBe("running");

  git.hanging.delete("slow");
  await container.db.dependencyInstall.update({
    where: { id: installId },
    data: { leaseUntil: new Date(0) },
  });
  await dependencies.sweep();
  expect(await container.db.outbox.findMany({ select: { job: true } })).toContainEqual({
    job: { name: "dependencies.install", installId },
  });
  await dependencies.run(installId);
  const after = await dependencies.view(repositoryId);
  expect(after.install?.status).toBe("in_use");
  expect(names()).toEqual([after.lock?.hash]);
  expect(after.lock?.items.map(({ name }) => name)).toEqual(["lamp", "slow"]);
}, 300_000);

it("content that nothing needs goes after two weeks, and what is in use stays", async () => {
  const { dependencies } = container.services;
  const [inUse = ""] = names();
  expect(await dependencies.prune()).toBe(0);
  const old = new Date(Date.now() - 15 * 86_400_000);
  for (const name of ["f".repeat(64), `.installing-${"0".repeat(8)}`]) {
    mkdirSync(path.join(paths.dependencies, name));
    utimesSync(path.join(paths.dependencies, name), old, old);
  }
  utimesSync(path.join(paths.dependencies, inUse), old, old);
  expect(await dependencies.prune()).toBe(2);
  expect(names()).toEqual([inUse]);
});
