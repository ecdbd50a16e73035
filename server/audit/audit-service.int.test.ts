import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isAppError } from "#server/lib/app-error.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { type AuditLab, anEntry, ann, openAuditLab } from "#tests/support/audit-lab.ts";

let lab: AuditLab;
beforeAll(async () => {
  lab = await openAuditLab();
});
afterAll(() => lab.close());

const page = { limit: 100 };
/** A service that no other test uses. */
const aService = () => `service-${randomUUID()}`;

async function asApp(sql: string): Promise<string> {
  return refusalOf(lab.url, sql);
}

async function refusalOf(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(sql);
    return `done: ${rowCount} rows`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  } finally {
    await client.end();
  }
}

describe("record", () => {
  it("keeps every entry of one call, in the order given", async () => {
    const service = aService();
    const entries = [1, 2, 3].map((n) => anEntry({ subject: { service }, facts: { n } }));
    const ids = await lab.record(...entries);
    const found = await lab.audit.query({ ...page, service });
    expect(found.entries.map(({ id }) => id).reverse()).toEqual(ids);
    expect(found.entries.map(({ facts }) => facts["n"])).toEqual([3, 2, 1]);
  });

  it("stores whatever text it is given, so that no input keeps itself out of the history", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (odd) => {
        const [id = ""] = await lab.record(
          anEntry({
            actor: { ...ann, name: `${odd}\0\uD800` },
            subject: { service: odd, host: odd },
            facts: { odd, [odd]: odd },
            text: `${odd}\0`,
          }),
        );
        const { rows } = await lab.tamper("SELECT 1 FROM audit_payload WHERE entry_id = $1", [id]);
        expect(rows).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it("cuts free text at 20,000 characters and facts at 500", async () => {
    const service = aService();
    await lab.record(
      anEntry({ subject: { service }, facts: { long: "x".repeat(900) }, text: "y".repeat(30_000) }),
    );
    const [entry] = (await lab.audit.query({ ...page, service })).entries;
    expect(entry?.text).toHaveLength(20_000);
    expect(entry?.facts["long"]).toHaveLength(500);
  });

  it("fails the caller's change when it cannot write", async () => {
    const role = new URL(lab.url).username;
    await lab.tamper(`REVOKE INSERT ON audit_entry FROM ${role}`);
    const change = lab.record(anEntry({}));
    await expect(change).rejects.toSatisfy((error) => isAppError(error, "audit_unavailable"));
    await lab.tamper(`GRANT INSERT ON audit_entry TO ${role}`);
  });

  it("announces entries when they commit, not before", async () => {
    const client = new pg.Client({ connectionString: lab.url });
    await client.connect();
    await client.query("LISTEN chiffon_audit");
    let heard = 0;
    client.on("notification", () => {
      heard += 1;
    });
    await inTransaction(lab.db, async (tx) => {
      await lab.audit.record(tx, anEntry(), anEntry());
      await client.query("SELECT 1");
      expect(heard).toBe(0);
    });
    await expect.poll(() => heard).toBe(1);
    await client.end();
  });
});

describe("the database", () => {
  const changes = [
    "UPDATE audit_entry SET actor_name = 'Bob'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "UPDATE audit_link SET hash = ''",
    "DELETE FROM audit_link",
    "TRUNCATE audit_link",
    "DELETE FROM audit_batch",
    "UPDATE audit_payload SET text = ''",
    "TRUNCATE audit_payload",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "DROP TABLE audit_entry",
  ];
  for (const sql of changes) {
    it(`refuses the application: ${sql}`, async () => {
      expect(await asApp(sql)).toMatch(/permission denied|must be owner/);
    });
  }

  for (const sql of changes.slice(0, -2)) {
    it(`refuses its own owner while the guards stand: ${sql}`, async () => {
      await lab.record(anEntry());
      const owner = await ownerUrl();
      expect(await refusalOf(owner, sql)).toMatch(/append-only|refused/);
    });
  }

  it("lets free text go only with an entry that says so", async () => {
    const [id] = await lab.record(anEntry());
    expect(await asApp(`DELETE FROM audit_payload WHERE entry_id = '${id}'`)).toContain("refused");
  });

  it("lets a batch's commit be set once", async () => {
    await lab.tamper(
      "INSERT INTO audit_batch (id, first_seq, last_seq, last_hash) VALUES (9000, 9000, 9000, 'x')",
    );
    const set = (commit: string) =>
      asApp(`UPDATE audit_batch SET commit = '${commit}' WHERE id = 9000`);
    expect(await asApp("UPDATE audit_batch SET last_hash = 'y' WHERE id = 9000")).toContain(
      "refused",
    );
    expect(await set("a")).toBe("done: 1 rows");
    expect(await set("b")).toContain("refused");
    await lab.tamper("DELETE FROM audit_batch WHERE id = 9000");
  });
});

async function ownerUrl(): Promise<string> {
  const url = new URL(inject("postgres").ownerUrl);
  url.pathname = new URL(lab.url).pathname;
  return url.href;
}

describe("erase", () => {
  it("removes the text, keeps the entry and says who did it", async () => {
    const service = aService();
    const [id = ""] = await lab.record(anEntry({ subject: { service }, text: "my secret" }));
    await lab.audit.erase(id, ann);
    const [entry] = (await lab.audit.query({ ...page, service })).entries;
    expect(entry).toMatchObject({ id, text: null });
    const erasures = await lab.audit.query({ ...page, type: ["payload.erased"] });
    expect(erasures.entries[0]).toMatchObject({ actor: ann, facts: { entryId: id } });
  });

  it("records nothing when there is nothing to erase", async () => {
    const [id = ""] = await lab.record(anEntry({ text: null }));
    const before = (await lab.audit.query({ ...page, type: ["payload.erased"] })).total;
    await expect(lab.audit.erase(id, ann)).rejects.toSatisfy((e) => isAppError(e, "not_found"));
    expect((await lab.audit.query({ ...page, type: ["payload.erased"] })).total).toBe(before);
  });
});

describe("query", () => {
  it("pages through every match exactly once, with the total that SQL counts", async () => {
    const service = aService();
    const ids = await lab.record(
      ...Array.from({ length: 25 }, () => anEntry({ subject: { service } })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const found = await lab.audit.query({ service, limit: 7, ...(cursor && { cursor }) });
      expect(found.total).toBe(25);
      seen.push(...found.entries.map(({ id }) => id));
      // What arrives meanwhile must not shift the pages.
      await lab.record(anEntry({ subject: { service: "other" } }));
      cursor = found.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids.reverse());
  });

  it("searches text, facts, service, host and person, and takes wildcards literally", async () => {
    const mark = randomUUID().slice(0, 8);
    await lab.record(
      anEntry({ text: `all 100%_${mark} done` }),
      anEntry({ facts: { note: `all 100%_${mark} done` }, text: null }),
      anEntry({ subject: { host: `100%_${mark}` }, text: null }),
      anEntry({ actor: { ...ann, name: `100%_${mark}` }, text: null }),
      anEntry({ text: `all 100xx${mark} done` }),
    );
    expect((await lab.audit.query({ ...page, text: `100%_${mark}` })).total).toBe(4);
    expect((await lab.audit.query({ ...page, text: `100%_${mark.toUpperCase()}` })).total).toBe(4);
    expect((await lab.audit.query({ ...page, text: `\\${mark}` })).total).toBe(0);
    expect((await lab.audit.query({ ...page, text: `' OR 1=1; --` })).total).toBe(0);
  });

  it("combines filters", async () => {
    const [service, requestId, taskId] = [aService(), randomUUID(), randomUUID()];
    const subject = { service, requestId, taskId, host: "nas", status: "failed" };
    await lab.record(
      anEntry({ type: "task.failed", subject }),
      anEntry({ type: "task.succeeded", subject: { ...subject, status: "succeeded" } }),
      anEntry({ type: "task.created", subject: { service }, facts: { hosts: "nas, pi" } }),
    );
    const count = async (filters: Partial<Parameters<typeof lab.audit.query>[0]>) =>
      (await lab.audit.query({ ...page, service, ...filters })).total;
    expect(await count({})).toBe(3);
    expect(await count({ status: "failed" })).toBe(1);
    expect(await count({ type: ["task.failed", "task.succeeded"], requestId })).toBe(2);
    expect(await count({ taskId, person: "ANN" })).toBe(2);
    expect(await count({ host: "nas" })).toBe(3);
    expect(await count({ host: "pi" })).toBe(1);
    expect(await count({ person: "Bob" })).toBe(0);
    expect(await count({ days: 1 })).toBe(3);
    expect(await count({ to: "2020-01-01T00:00:00Z" })).toBe(0);
    expect(await count({ from: "2020-01-01T00:00:00Z" })).toBe(3);
  });

  it("filters by risk, agent and cost, with the numbers that plain SQL has (UI-04)", async () => {
    const service = aService();
    const ids = Array.from({ length: 6 }, () => randomUUID());
    const [risky = "", tame = "", riskyPlan = "", oldPlan = "", tamePlan = "", taskId = ""] = ids;
    for (const id of [risky, tame])
      await lab.tamper(
        `INSERT INTO request (id, conversation_id, message_id, person_id, submitted_by, text, phase)
         VALUES ($1, $1, $1, $1, 'ann', 'deploy', 'done')`,
        [id],
      );
    const plan = (id: string, requestId: string, version: number, risk: string) =>
      lab.tamper(
        `INSERT INTO plan (id, request_id, version, status, digest, body, repository_id, commit, expires_at)
         VALUES ($1, $2, $3, 'superseded', 'd', jsonb_build_object('risk', $4::text), $1, 'c', now())`,
        [id, requestId, version, risk],
      );
    // The risk of a request is that of its newest plan.
    await plan(oldPlan, risky, 1, "low");
    await plan(riskyPlan, risky, 2, "high");
    await plan(tamePlan, tame, 1, "low");
    await lab.tamper(
      `INSERT INTO task (id, request_id, conversation_id, plan_id, task_key, ordinal, name, work_type, agent_type, hosts,
         body, depends_on, idempotent, timeout_seconds, status)
       VALUES ($1, $2, $2, $3, 't1', 1, 'deploy', 'ansible.playbook', 'infra', '[]', '{}', '[]', true, 60, 'succeeded')`,
      [taskId, risky, riskyPlan],
    );
    await lab.tamper(
      `INSERT INTO run (id, task_id, attempt, fence, agent_id, agent_name, status, nonce, lease_until, finished_at)
       VALUES ($1, $1, 1, 1, $1, 'Attic', 'succeeded', 'n', now(), now())`,
      [taskId],
    );
    for (const [requestId, micro] of [
      [risky, 30_000],
      [risky, 25_000],
      [tame, 10_000],
    ] as const)
      await lab.tamper(
        `INSERT INTO model_call (id, request_id, purpose, tier, model, reserved_micro_usd, reserved_tokens, cost_micro_usd)
         VALUES (gen_random_uuid(), $1, 'answer', 'external', 'm', 99000, 1, $2)`,
        [requestId, micro],
      );
    await lab.record(
      anEntry({ subject: { service, requestId: risky } }),
      anEntry({ subject: { service, requestId: risky, planId: oldPlan } }),
      anEntry({ subject: { service, requestId: risky, planId: riskyPlan, taskId } }),
      anEntry({ subject: { service, requestId: tame, planId: tamePlan } }),
      anEntry({ actor: { kind: "agent", id: "a", name: "attic" }, subject: { service } }),
      anEntry({ subject: { service } }),
    );
    const count = async (filters: Partial<Parameters<typeof lab.audit.query>[0]>) =>
      (await lab.audit.query({ ...page, service, ...filters })).total;
    const counted = async (condition: string) => {
      const sql = `SELECT count(*)::int AS n FROM audit_entry e LEFT JOIN plan p ON p.id = e.plan_id
        WHERE e.service = $1 AND (${condition})`;
      return (await lab.tamper(sql, [service])).rows[0]?.["n"];
    };
    const newest =
      "(SELECT body->>'risk' FROM plan WHERE request_id = e.request_id ORDER BY version DESC LIMIT 1)";
    const riskOf = `coalesce(p.body->>'risk', ${newest})`;
    const spent =
      "(SELECT sum(cost_micro_usd) FROM model_call m WHERE m.request_id = e.request_id)";
    for (const [filters, condition, expected] of [
      [{ risk: "high" }, `${riskOf} = 'high'`, 2],
      [{ risk: "low" }, `${riskOf} = 'low'`, 2],
      [{ risk: "medium" }, `${riskOf} = 'medium'`, 0],
      [{ agent: "ATTIC" }, `e.task_id = '${taskId}' OR e.actor_kind = 'agent'`, 2],
      [{ agent: "cellar" }, "false", 0],
      [{ minCostUsd: 0.055 }, `${spent} >= 55000`, 3],
      [{ minCostUsd: 0.01 }, `${spent} >= 10000`, 4],
      [{ minCostUsd: 0.06 }, `${spent} >= 60000`, 0],
      [{ risk: "high", minCostUsd: 0.01, agent: "attic" }, `e.task_id = '${taskId}'`, 1],
    ] as const) {
      expect(await count(filters), JSON.stringify(filters)).toBe(expected);
      expect(await counted(condition), condition).toBe(expected);
    }
  });

  it("refuses a cursor it did not give", async () => {
    const asked = lab.audit.query({ ...page, cursor: "1; DROP TABLE audit_entry" });
    await expect(asked).rejects.toSatisfy((error) => isAppError(error, "invalid_input"));
  });
});

describe("answers", () => {
  it("counts each mishap once, in the asked span and service", async () => {
    const service = aService();
    const requestId = randomUUID();
    const failed = {
      type: "request.phase_changed",
      subject: { requestId, status: "failed" },
    } as const;
    const [old = ""] = await lab.record(
      anEntry({ type: "task.failed", subject: { service, requestId: randomUUID() } }),
    );
    await lab.tamper("UPDATE audit_entry SET at = now() - interval '8 days' WHERE id = $1", [old]);
    const before = (await lab.audit.failures(7)).total;
    await lab.record(
      anEntry({ type: "task.failed", subject: { service, requestId } }),
      anEntry(failed),
      anEntry({ ...failed, subject: { requestId: randomUUID(), status: "failed" } }),
      anEntry({ type: "task.succeeded", subject: { service } }),
    );
    expect((await lab.audit.failures(7)).total).toBe(before + 2);
    expect((await lab.audit.failures(7, service)).total).toBe(1);
    expect((await lab.audit.failures(30, service)).total).toBe(2);
  });

  it("tells everything that happened to a service", async () => {
    const [service, requestId] = [aService(), randomUUID()];
    const subject = { service, requestId };
    await lab.record(
      anEntry({ type: "plan.proposed", subject }),
      anEntry({ type: "plan.approved", subject }),
      anEntry({ type: "task.failed", subject }),
      anEntry({ type: "task.succeeded", subject }),
    );
    expect((await lab.audit.byService(service)).total).toBe(4);
  });

  it("exports every match as CSV that no spreadsheet executes", async () => {
    const service = aService();
    await lab.record(
      ...Array.from({ length: 1_005 }, (_, n) =>
        anEntry({ subject: { service }, text: `=cmd("${n}")\n` }),
      ),
    );
    let csv = "";
    for await (const part of lab.audit.csv({ service })) csv += part;
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1_006);
    expect(lines[1]).toContain(`"'=cmd(""1004"")\n"`);
  });
});
