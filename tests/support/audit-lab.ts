import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { AuditService, type NewAuditEntry } from "#server/audit/audit-service.ts";
import { GitLedger } from "#server/audit/git-ledger.ts";
import { AuditSealer } from "#server/audit/sealer.ts";
import { AuditVerifier } from "#server/audit/verify.ts";
import type { VerifyReport } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger } from "#server/platform/logger.ts";
import { type Database, inTransaction, openDatabase } from "#server/platform/prisma.ts";
import { createDatabase } from "./postgres.ts";

/** Somebody who does things in tests. */
export const ann: Actor = {
  kind: "person",
  id: "7d7c9f0e-0000-4000-8000-000000000001",
  name: "Ann",
};

/** A history of its own: database, repository, service and everything that writes and checks it. */
export interface AuditLab {
  readonly db: Database;
  readonly audit: AuditService;
  readonly url: string;
  readonly directory: string;
  readonly places: { gitDir: string; keyFile: string };
  /** Records entries in one transaction. */
  record(...entries: NewAuditEntry[]): Promise<string[]>;
  /** A sealer that runs until the lab closes or it is stopped. */
  startSealer(options?: { gitDir?: string; remote?: string; staleLockMs?: number }): AuditSealer;
  /** Records `count` entries and closes a batch with them. */
  addBatch(count: number): Promise<void>;
  /** Runs SQL as a superuser with every trigger off: what the guards can't prevent and the chain must show. */
  tamper(sql: string, values?: unknown[]): Promise<pg.QueryResult>;
  verify(options?: Parameters<AuditVerifier["run"]>[0]): Promise<VerifyReport>;
  close(): Promise<void>;
}

/** Opens a lab on a fresh database and a fresh directory, or on copies of another lab's, which must be idle. */
export async function openAuditLab(copied?: AuditLab): Promise<AuditLab> {
  await copied?.db.$disconnect();
  const database = await createDatabase(copied && new URL(copied.url).pathname.slice(1));
  const directory = mkdtempSync(path.join(tmpdir(), "chiffon-audit-"));
  if (copied) cpSync(copied.directory, directory, { recursive: true });
  const db = openDatabase(database.url, 5);
  const audit = new AuditService({ db, clock: systemClock });
  const log = createLogger("audit-lab", "silent");
  const places = {
    gitDir: path.join(directory, "audit.git"),
    keyFile: path.join(directory, "secrets/audit/id_ed25519"),
  };
  const sealers: AuditSealer[] = [];
  const lab: AuditLab = {
    db,
    audit,
    url: database.url,
    directory,
    places,
    record: (...entries) => inTransaction(db, (tx) => audit.record(tx, ...entries)),
    startSealer(options = {}) {
      const ledger = new GitLedger({ ...places, log, ...options });
      const wake = () => () => undefined;
      const sealer = new AuditSealer({ databaseUrl: database.url, ledger, wake, log });
      sealers.push(sealer);
      sealer.start();
      return sealer;
    },
    async addBatch(count) {
      const sealer = sealers.at(-1) ?? lab.startSealer();
      await lab.record(...Array.from({ length: count }, (_, n) => anEntry({ facts: { n } })));
      await sealer.flush();
    },
    async tamper(sql, values) {
      const client = new pg.Client({ connectionString: superuserUrl(database.url) });
      await client.connect();
      try {
        await client.query("SET session_replication_role = replica");
        return await client.query(sql, values);
      } finally {
        await client.end();
      }
    },
    verify: (options) => new AuditVerifier({ databaseUrl: database.url, ...places }).run(options),
    async close() {
      await Promise.all(sealers.map((sealer) => sealer.stop()));
      await db.$disconnect();
      await database.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return lab;
}

/** An entry about a task of its own, with free text. */
export function anEntry(overrides: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    type: "run.claimed",
    actor: ann,
    subject: {
      requestId: randomUUID(),
      planId: randomUUID(),
      taskId: randomUUID(),
      service: "kuma",
    },
    facts: { attempt: 1 },
    text: "Install uptime kuma on the NAS",
    ...overrides,
  };
}

function superuserUrl(url: string): string {
  const admin = new URL(inject("postgres").adminUrl);
  admin.pathname = new URL(url).pathname;
  return admin.href;
}
