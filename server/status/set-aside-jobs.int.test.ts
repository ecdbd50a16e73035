import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { AgentsService } from "#server/agents/agents-service.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { takeDue } from "#server/platform/outbox.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { openFailFastRedis } from "#server/platform/redis.ts";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import {
  joinAs,
  setUpAdmin,
  startWeb,
  type TestBrowser,
  type TestWeb,
} from "#tests/support/web.ts";
import { HealthService } from "./health-service.ts";
import { SetAsideJobsService } from "./set-aside-jobs-service.ts";

const redisAddress = useRedis();
let database: TestDatabase;
let web: TestWeb;
let service: SetAsideJobsService;
let admin: TestBrowser;
let approver: TestBrowser;

beforeAll(async () => {
  database = await createDatabase();
  const setAsideJobs = { list: () => service.list(), decide: decideLater };
  web = await startWeb({ databaseUrl: database.url, services: { setAsideJobs } });
  service = new SetAsideJobsService({ db: web.db, audit: auditOf(web) });
  admin = await setUpAdmin(web);
  approver = await joinAs(web, admin, "approver", "Abel");
});
afterAll(async () => {
  await web.close();
  await database.drop();
});
beforeEach(() => web.db.outbox.deleteMany());

const decideLater: SetAsideJobsService["decide"] = (...call) => service.decide(...call);
const auditOf = ({ db }: TestWeb) => new AuditService({ db, clock: systemClock });

/** A row that this version can't read and has given up on. */
async function setAside(): Promise<string> {
  const job = { name: "plan.vanish", planId: 7 };
  const { id } = await web.db.outbox.create({
    data: { job, attempts: 6, lastError: "name: invalid", setAsideAt: new Date() },
  });
  return String(id);
}

it("lists what was set aside to admins only, with what is wrong", async () => {
  const jobId = await setAside();
  const { json } = await admin.get("/api/set-aside-jobs");
  expect(json["jobs"]).toMatchObject([
    { jobId, name: "plan.vanish", error: "name: invalid", attempts: 6 },
  ]);
  expect((await approver.get("/api/set-aside-jobs")).status).toBe(403);
  const refused = await approver.post("/api/set-aside-jobs", { jobId, decision: "discard" });
  expect(refused.status).toBe(403);
  expect(await web.db.outbox.count()).toBe(1);
});

it.each(["retry", "discard"] as const)(
  "does what an admin decides (%s) once, and the history says so",
  async (decision) => {
    const jobId = await setAside();
    const other = await setAside();
    const answers = await Promise.all(
      [1, 2].map(() => admin.post("/api/set-aside-jobs", { jobId, decision })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const left = answers.find(({ status }) => status === 200)?.json["jobs"];
    expect(left).toMatchObject([{ jobId: other }]);
    const due = await inTransaction(web.db, (tx) => takeDue(tx, 10));
    expect(due.map((row) => [String(row.id), row.attempts])).toEqual(
      decision === "retry" ? [[jobId, 0]] : [],
    );
    const type = decision === "retry" ? "job.retried" : "job.discarded";
    const entries = await web.db.auditEntry.findMany({ where: { type } });
    expect(entries.map(({ facts, actorName }) => ({ facts, actorName }))).toEqual([
      { facts: { jobId, name: "plan.vanish" }, actorName: "Ada" },
    ]);
  },
);

it.each(["x", "1e3", "", "99999999999999999999"])("refuses %j as an id", async (jobId) => {
  const { status } = await admin.post("/api/set-aside-jobs", { jobId, decision: "retry" });
  expect(status).toBe(400);
});

it("shows in health as a state, without a word of what it is, and on the settings page in words", async () => {
  const redis = openFailFastRedis(redisAddress.url);
  if (redis.status !== "ready") await once(redis, "ready");
  const probe = () =>
    new HealthService({
      db: web.db,
      redis,
      agents: new AgentsService({
        db: web.db,
        audit: auditOf(web),
        clock: systemClock,
        offlineAfterMs: 1,
      }),
      auditRepository: "/nowhere",
      version: "1",
    }).check();
  expect(await probe()).toMatchObject({ queue: "green" });
  expect(await service.notices()).toEqual([]);
  await setAside();
  const health = await probe();
  expect(health.queue).toBe("amber");
  expect(JSON.stringify(health)).not.toContain("plan.vanish");
  expect(await service.notices()).toEqual([
    "1 background job could not be read and was set aside. An admin can try it again or discard it on this page.",
  ]);
  redis.disconnect();
});
