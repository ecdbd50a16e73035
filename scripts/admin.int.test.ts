import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import { useRedis as redisOfTests } from "#tests/support/redis.ts";
import { joinAs, setUpAdmin, startWeb, TestBrowser, type TestWeb } from "#tests/support/web.ts";

const root = new URL("..", import.meta.url).pathname;
const redis = redisOfTests();
let database: TestDatabase;
let web: TestWeb;
let admin: TestBrowser;

beforeAll(async () => {
  database = await createDatabase();
  web = await startWeb({ databaseUrl: database.url });
  admin = await setUpAdmin(web);
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    CHIFFON_DATA_DIR: new URL("data", `file://${web.files.setupDone}`).pathname,
  };
  return new Promise((resolve) => {
    const argv = ["--import", "tsx", "scripts/admin.ts", ...args];
    const child = execFile(process.execPath, argv, { cwd: root, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
    child.stdin?.end();
  });
}

it("gives a person a new password, ends their sessions and says so in the history", async () => {
  const mara = await joinAs(web, admin, "operator", "Mara May");
  const answer = await run("reset-password", "mara", "may");
  expect(answer).toMatchObject({ code: 0, err: "" });
  const password = /New password: (\S+)/.exec(answer.out)?.[1];
  expect((await mara.get("/api/session")).status).toBe(401);
  const signIn = await new TestBrowser(web).post("/api/session", { name: "Mara May", password });
  expect(signIn.status).toBe(200);
  const entry = await web.db.auditEntry.findFirstOrThrow({
    where: { type: "person.password_changed" },
  });
  expect(entry).toMatchObject({ actorKind: "system", actorId: "console" });
});

it("adds an admin once, and lists everyone without secrets", async () => {
  expect((await run("add-admin", "Second")).out).toContain("Second is an admin now.");
  expect(await run("add-admin", "second")).toMatchObject({ code: 1, err: "That name is taken.\n" });
  const { out } = await run("list");
  expect(out).toMatch(/Ada\s+admin/);
  expect(out).toMatch(/Second\s+admin/);
  expect(out).not.toContain("scrypt");
});

it("explains itself instead of guessing", async () => {
  expect(await run("reset-password", "Nobody Here")).toMatchObject({ code: 1 });
  expect(await run("reset-password")).toMatchObject({ code: 2 });
  expect((await run("drop-everything")).err).toContain("npm run admin -- list");
  expect((await run("add-admin", "<script>")).code).toBe(2);
});
