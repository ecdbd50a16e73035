import { expect, it } from "vitest";
import { AuditService } from "#server/audit/audit-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { PeopleService } from "#server/people/people-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger } from "#server/platform/logger.ts";
import { openDatabase } from "#server/platform/prisma.ts";
import { createEdge } from "./create-edge.ts";
import type { EdgeServices } from "./edge-services.ts";
import { errorBody, errorStatus } from "./error-reply.ts";
import { originPolicy } from "./origin.ts";

// Port 1 refuses connections: a database that is away.
const db = openDatabase("postgresql://nobody@127.0.0.1:1/nothing");
const audit = new AuditService({ db, clock: systemClock });
const files = { setupToken: "/nonexistent/token", setupDone: "/nonexistent/done" };
const people = new PeopleService({ db, audit, clock: systemClock, files });
const { edge, refusals } = createEdge({
  // Only these two are asked in this test.
  services: { people, audit } as unknown as EdgeServices & { audit: AuditService },
  db,
  log: createLogger("test", "silent"),
  origins: originPolicy({ publicUrl: null, trustProxy: false }),
});

it("answers 503 while the database is away, for reads and for changes", async () => {
  const failures = await Promise.all([
    people.principalOf("a".repeat(43)).catch((error: unknown) => error),
    people.list().catch((error: unknown) => error),
    people
      .signOut({ personId: "p", name: "Ada", role: "admin", sessionId: "s" })
      .catch((error: unknown) => error),
  ]);
  for (const failure of failures) {
    const known = edge.toKnownError(failure);
    expect(known.code).toBe("database_unavailable");
    expect(errorStatus(known).status).toBe(503);
  }
});

it("keeps serving when a refusal cannot be recorded", async () => {
  edge.refused({
    code: "origin_refused",
    edge: "http",
    method: "POST",
    path: "/api/chat",
    address: "127.0.0.1",
    principal: null,
    traceId: "t",
    reason: "Origin: null",
  });
  await expect(refusals.settled()).resolves.toBeUndefined();
});

it("recognises an error of another bundle's class, and lets nothing else through", () => {
  class AppErrorOfABundle extends Error {
    override readonly name = "AppError";
    readonly code: string;
    readonly details = { field: "name" };
    constructor(code: string) {
      super("Its own words.");
      this.code = code;
    }
  }
  expect(edge.toKnownError(new AppErrorOfABundle("name_taken"))).toEqual({
    code: "name_taken",
    message: "Its own words.",
    details: { field: "name" },
  });
  for (const error of [
    new AppErrorOfABundle("toString"),
    Object.assign(new Error("select * from person"), { code: "not_found" }),
    "text",
    null,
  ]) {
    expect(edge.toKnownError(error).code).toBe("internal");
  }
});

it("says how long to wait, and repeats an error's own facts beside its code below /api/v1", () => {
  const known = edge.toKnownError(
    new AppError("too_many_requests", { details: { retryAfterSeconds: 7 } }),
  );
  expect(errorStatus(known)).toEqual({ status: 429, headers: { "retry-after": "7" } });
  expect(errorBody(known, "t", true)).toMatchObject({
    error_code: 1010,
    retry_after_seconds: 7,
    details: { retry_after_seconds: 7 },
    trace_id: "t",
  });
  expect(errorBody(known, "t", false)).not.toHaveProperty("retryAfterSeconds");
});
