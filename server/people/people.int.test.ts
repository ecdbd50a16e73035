import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#tests/support/postgres.ts";
import {
  joinAs,
  setUpAdmin,
  setupToken,
  startWeb,
  TestBrowser,
  type TestWeb,
} from "#tests/support/web.ts";

const password = "correct horse";

async function auditTypes(web: TestWeb): Promise<string[]> {
  const rows = await web.db.auditEntry.findMany({ orderBy: { ordinal: "asc" } });
  return rows.map((row) => row.type);
}

/** Starts `work` and lets nobody be inserted until all six of its transactions stand at a lock. */
async function whileInsertsWait<T>(web: TestWeb, work: () => Promise<T>): Promise<T> {
  const holder = web.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE person IN SHARE MODE`;
      const started = work();
      const waiting = async (): Promise<number> => {
        const [row] = await tx.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        // Statistics of one transaction are a snapshot unless told otherwise.
        await tx.$executeRaw`SELECT pg_stat_clear_snapshot()`;
        return row?.count ?? 0;
      };
      while ((await waiting()) < 6);
      return { started };
    },
    { timeout: 20_000 },
  );
  return (await holder).started;
}

describe("set-up", () => {
  const database = useDatabase();
  let web: TestWeb;
  beforeAll(async () => {
    web = await startWeb({ databaseUrl: database.url });
  });
  afterAll(() => web.close());

  it("makes one admin even when six people come at once, and closes for good", async () => {
    const browser = new TestBrowser(web);
    expect((await browser.get("/api/setup")).json["needed"]).toBe(true);
    const wrong = await browser.post("/api/setup", { token: "x", name: "Eve", password });
    expect(wrong).toMatchObject({ status: 403, json: { code: "setup_token_wrong" } });

    const attempts = await whileInsertsWait(web, () =>
      Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          new TestBrowser(web).post("/api/setup", {
            token: setupToken,
            name: `Ada ${at}`,
            password,
          }),
        ),
      ),
    );
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await web.db.person.count()).toBe(1);
    expect(existsSync(web.files.setupToken)).toBe(false);
    expect(readFileSync(web.files.setupDone, "utf8")).toMatch(/^\d{4}-/);
    const late = await browser.post("/api/setup", { token: setupToken, name: "Eve", password });
    expect(late).toMatchObject({ status: 409, json: { code: "already_set_up" } });
    expect((await browser.get("/api/setup")).json["needed"]).toBe(false);
    expect((await auditTypes(web)).filter((type) => type === "setup.completed")).toHaveLength(1);
  });

  it("removes the token of a set-up that a crash left half closed", async () => {
    const { writeFileSync } = await import("node:fs");
    writeFileSync(web.files.setupToken, setupToken);
    await web.people.tidy();
    expect(existsSync(web.files.setupToken)).toBe(false);
  });
});

describe("people", () => {
  const database = useDatabase();
  let web: TestWeb;
  let admin: TestBrowser;
  beforeAll(async () => {
    web = await startWeb({ databaseUrl: database.url });
    admin = await setUpAdmin(web);
  });
  afterAll(() => web.close());

  const personId = async (browser: TestBrowser): Promise<string> => {
    const { json } = await browser.get("/api/session");
    return (json["person"] as { id: string }).id;
  };

  it("signs in by name in any case, and stores neither password nor token", async () => {
    const browser = new TestBrowser(web);
    const answer = await browser.post("/api/session", { name: "ada", password });
    expect(answer).toMatchObject({ status: 200, json: { person: { name: "Ada", role: "admin" } } });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain("Secure");
    expect(JSON.stringify(answer.json)).not.toMatch(/password|hash|token/i);
    const token = cookie.slice("chiffon_session=".length, cookie.indexOf(";"));
    const stored = JSON.stringify([
      await web.db.session.findMany(),
      await web.db.person.findMany(),
    ]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(password);
  });

  it("says the same for a wrong password and an unknown name, and takes as long", async () => {
    const timeOf = async (name: string): Promise<number> => {
      const startedAt = performance.now();
      const answer = await new TestBrowser(web).post("/api/session", { name, password: "wrong" });
      expect(answer).toMatchObject({ status: 401, json: { code: "bad_credentials" } });
      return performance.now() - startedAt;
    };
    const known = Math.min(await timeOf("Ada"), await timeOf("Ada"));
    const unknown = Math.min(await timeOf("Nobody"), await timeOf("Nobody"));
    // Without the hash an unknown name is answered in a few milliseconds, a known one in a hundred.
    expect(unknown).toBeGreaterThan(known / 4);
  });

  it("stops a guesser without locking the person out of other addresses", async () => {
    const guess = (name: string) =>
      web.people
        .signIn({ name, password: "wrong password" }, { address: "10.0.0.9", userAgent: "" })
        .catch((error: { code: string }) => error.code);
    const answers = [];
    for (let at = 0; at < 10; at++) answers.push(await guess("Ada"));
    expect(answers).toEqual([
      ...Array(8).fill("bad_credentials"),
      ...Array(2).fill("too_many_requests"),
    ]);
    const elsewhere = { address: "10.0.0.10", userAgent: "" };
    expect((await web.people.signIn({ name: "Ada", password }, elsewhere)).person.name).toBe("Ada");
  });

  it("ends a session at sign-out: the copied cookie is worth nothing", async () => {
    const browser = await joinAs(web, admin, "operator", "Olga");
    const copy = new TestBrowser(web);
    copy.cookie = browser.cookie;
    expect((await copy.get("/api/session")).status).toBe(200);
    expect((await browser.send("DELETE", "/api/session")).status).toBe(200);
    expect((await copy.get("/api/session")).json["code"]).toBe("not_signed_in");
  });

  it("ends the other sessions when the password changes, and keeps this one", async () => {
    const here = await joinAs(web, admin, "viewer", "Pia");
    const there = new TestBrowser(web);
    await there.post("/api/session", { name: "Pia", password });
    const wrong = await here.post("/api/session/password", {
      currentPassword: "nonsense",
      newPassword: "battery staple",
    });
    expect(wrong.status).toBe(401);
    const right = await here.post("/api/session/password", {
      currentPassword: password,
      newPassword: "battery staple",
    });
    expect(right.status).toBe(200);
    expect((await here.get("/api/session")).status).toBe(200);
    expect((await there.get("/api/session")).status).toBe(401);
    const old = await there.post("/api/session", { name: "Pia", password });
    expect(old.status).toBe(401);
  });

  it("takes an invite once, and keeps it when the name was taken", async () => {
    const { json } = await admin.post("/api/invites", { role: "approver" });
    const join = (name: string) =>
      new TestBrowser(web).post("/api/invites/accept", { token: json["token"], name, password });
    expect((await join("ADA")).json["code"]).toBe("name_taken");
    const both = await Promise.all([join("Rosa"), join("Rosa")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await join("Late")).json["code"]).toBe("invite_invalid");
    const rosa = await web.db.person.findUniqueOrThrow({ where: { name: "Rosa" } });
    expect(rosa.role).toBe("approver");
  });

  it("refuses an invite after 48 hours", async () => {
    const { json } = await admin.post("/api/invites", { role: "viewer" });
    await web.db
      .$executeRaw`UPDATE invite SET expires_at = now() - interval '1 second' WHERE used_at IS NULL`;
    const late = await new TestBrowser(web).post("/api/invites/accept", {
      token: json["token"],
      name: "Slow",
      password,
    });
    expect(late.json["code"]).toBe("invite_invalid");
  });

  it("keeps one admin even when two demote each other at once", async () => {
    const second = await joinAs(web, admin, "admin", "Bo");
    const [adaId, boId] = [await personId(admin), await personId(second)];
    const demote = (by: TestBrowser, id: string) =>
      by.send("PATCH", `/api/people/${id}`, { body: { role: "viewer" } });
    const answers = await Promise.all([demote(admin, boId), demote(second, adaId)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = await web.db.person.findMany({ where: { role: "admin", disabledAt: null } });
    expect(admins).toHaveLength(1);
    const last = admins[0]?.id === adaId ? admin : second;
    const alone = await demote(last, admins[0]?.id ?? "");
    expect(alone).toMatchObject({ status: 409, json: { code: "last_admin" } });
    const disable = await last.send("PATCH", `/api/people/${admins[0]?.id}`, {
      body: { disabled: true },
    });
    expect(disable.json["code"]).toBe("last_admin");
    // Leaves Ada in charge for the tests that follow.
    await web.db.person.update({ where: { id: adaId }, data: { role: "admin" } });
  });

  it("shuts a disabled person out at once, and lets them in again when enabled", async () => {
    const browser = await joinAs(web, admin, "operator", "Dan");
    const id = await personId(browser);
    await admin.send("PATCH", `/api/people/${id}`, { body: { disabled: true } });
    expect((await browser.get("/api/session")).status).toBe(401);
    const signIn = () => browser.post("/api/session", { name: "Dan", password });
    expect((await signIn()).json["code"]).toBe("bad_credentials");
    await admin.send("PATCH", `/api/people/${id}`, { body: { disabled: false } });
    expect((await signIn()).status).toBe(200);
  });

  it("applies a new role to the very next request", async () => {
    const browser = await joinAs(web, admin, "admin", "Eli");
    expect((await browser.get("/api/people")).status).toBe(200);
    await admin.send("PATCH", `/api/people/${await personId(browser)}`, {
      body: { role: "viewer" },
    });
    expect((await browser.get("/api/people")).json["code"]).toBe("not_allowed");
  });

  it("moves the end of a session while it is used, and ends it after 30 unused days", async () => {
    const browser = await joinAs(web, admin, "viewer", "Ida");
    const person = await web.db.person.findUniqueOrThrow({ where: { name: "Ida" } });
    const session = () => web.db.session.findFirstOrThrow({ where: { personId: person.id } });
    await web.db.$executeRaw`UPDATE session SET last_seen_at = now() - interval '2 hours',
      expires_at = now() + interval '1 day' WHERE person_id = ${person.id}::uuid`;
    expect((await browser.get("/api/session")).status).toBe(200);
    const daysLeft = ((await session()).expiresAt.getTime() - Date.now()) / 86_400_000;
    expect(daysLeft).toBeGreaterThan(29.9);
    await web.db
      .$executeRaw`UPDATE session SET expires_at = now() WHERE person_id = ${person.id}::uuid`;
    expect((await browser.get("/api/session")).status).toBe(401);
  });

  it("writes every change into the history, with the person who made it", async () => {
    const types = new Set(await auditTypes(web));
    for (const type of [
      "setup.completed",
      "person.invited",
      "person.joined",
      "person.changed",
      "person.password_changed",
      "session.started",
      "session.ended",
      "session.refused",
    ]) {
      expect(types).toContain(type);
    }
    const changed = await web.db.auditEntry.findFirstOrThrow({ where: { type: "person.changed" } });
    expect(changed).toMatchObject({ actorKind: "person" });
  });

  it("answers who holds a session about as fast as the database answers anything", async () => {
    const token = admin.cookie?.slice("chiffon_session=".length) ?? "";
    const timeOf = async (ask: () => Promise<unknown>): Promise<number> => {
      const startedAt = performance.now();
      await ask();
      return performance.now() - startedAt;
    };
    const [asked, floor]: [number[], number[]] = [[], []];
    // In turns, so that a busy machine slows both alike.
    for (let at = 0; at < 200; at++) {
      asked.push(await timeOf(() => web.people.principalOf(token)));
      floor.push(await timeOf(() => web.db.$queryRaw`SELECT 1`));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[100] ?? 0;
    expect(median(asked)).toBeLessThan(3 * median(floor) + 1);
  });
});
