import type { AuditService } from "#server/audit/audit-service.ts";
import { errorTable } from "#server/contracts/errors.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, isDatabaseDown } from "#server/platform/prisma.ts";
import { RememberedAnswers } from "#server/platform/remembered-answers.ts";
import { inTrace } from "#server/platform/trace.ts";
import type { Edge, KnownError } from "./edge.ts";
import type { EdgeServices } from "./edge-services.ts";
import { asKnownError, internalError } from "./error-reply.ts";
import type { OriginPolicy } from "./origin.ts";
import { RefusalLog } from "./refusal-log.ts";

/** Puts together what route handlers and sockets need from this process. */
export function createEdge(deps: {
  services: EdgeServices & { audit: Pick<AuditService, "record"> };
  db: Database;
  log: Logger;
  origins: OriginPolicy;
}): { edge: Edge; refusals: RefusalLog } {
  const { services, db, log, origins } = deps;
  const refusals = new RefusalLog({ db, audit: services.audit, log });
  const edge: Edge = {
    services,
    origins,
    log,
    remembered: new RememberedAnswers(db),
    inTrace,
    toKnownError,
    refused: (refusal) => refusals.note(refusal),
  };
  return { edge, refusals };
}

const databaseDown: KnownError = {
  code: "database_unavailable",
  message: errorTable.database_unavailable.userMessage,
  details: {},
};

function toKnownError(error: unknown): KnownError {
  return asKnownError(error) ?? (isDatabaseDown(error) ? databaseDown : internalError);
}
