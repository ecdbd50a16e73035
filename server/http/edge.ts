import type { ErrorCode } from "#server/contracts/errors.ts";
import type { ErrorDetails } from "#server/lib/app-error.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { RememberedAnswers } from "#server/platform/remembered-answers.ts";
import type { EdgeServices } from "./edge-services.ts";
import type { OriginPolicy } from "./origin.ts";
import type { Refusal } from "./refusal-log.ts";

/** An error in the words of the error table, ready for a reply. */
export interface KnownError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/**
 * What route handlers get from the process they run in. Next bundles handlers apart from the server entry, so
 * they would otherwise have a second copy of everything: classes, pools, singletons.
 */
export interface Edge {
  readonly services: EdgeServices;
  readonly origins: OriginPolicy;
  readonly log: Logger;
  /** What calls with an Idempotency-Key were answered. */
  readonly remembered: RememberedAnswers;
  /** Does something as part of a call's trace. */
  inTrace<T>(traceId: string, work: () => T): T;
  /** Recognises our own errors and those of the database; anything else is `internal`. */
  toKnownError(error: unknown): KnownError;
  /** Notes a refused request in the log and, within limits, in the history. Never fails, never waits. */
  refused(refusal: Refusal): void;
}

const edgeKey = Symbol.for("chiffon.edge");
const slots: typeof globalThis & { [edgeKey]?: Edge } = globalThis;

/** Makes the edge known to every bundle of this process. */
export function publishEdge(edge: Edge): void {
  slots[edgeKey] = edge;
}

/** The edge of this process. @throws Error when the code does not run inside Chiffon's web process */
export function currentEdge(): Edge {
  const edge = slots[edgeKey];
  if (edge === undefined) throw new Error("Chiffon runs through npm start, not through next alone");
  return edge;
}
