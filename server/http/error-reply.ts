import { type ErrorCode, errorTable } from "#server/contracts/errors.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import { type AppError, isAppError } from "#server/lib/app-error.ts";
import type { KnownError } from "./edge.ts";

/**
 * Recognises one of our own errors, also one thrown by another bundle's copy of the class, which `instanceof`
 * would miss. Null for anything else.
 */
export function asKnownError(error: unknown): KnownError | null {
  if (isAppError(error)) return pick(error);
  if (!(error instanceof Error) || error.name !== "AppError" || !("code" in error)) return null;
  const code = error.code;
  // The name and a code of the table make it one of ours; its fields are those of the class.
  return typeof code === "string" && Object.hasOwn(errorTable, code)
    ? pick(error as AppError)
    : null;
}

/** The one for what is nobody's mistake but ours. It says nothing about the cause. */
export const internalError: KnownError = {
  code: "internal",
  message: errorTable.internal.userMessage,
  details: {},
};

/** The body of an error answer: `{errorCode, errorMessage, …}`, or in snake_case below `/api/v1`. */
export function errorBody(error: KnownError, traceId: string, snakeCase: boolean): object {
  const entry = errorTable[error.code];
  const body = {
    errorCode: entry.errorCode,
    errorMessage: error.message,
    traceId,
    code: error.code,
    fix: entry.fix,
    ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
  };
  // API clients find what an error says of itself beside its code too: `{decided_by, decided_at, decision}`.
  return snakeCase ? Object(renameKeys({ ...error.details, ...body }, snake)) : body;
}

/** Status and headers of an error answer. */
export function errorStatus(error: KnownError): {
  status: number;
  headers: Record<string, string>;
} {
  const retryAfter = error.details["retryAfterSeconds"];
  return {
    status: errorTable[error.code].httpStatus,
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  };
}

/** Codes that mean somebody tried what they may not, as opposed to a mistake. */
const refusalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "not_signed_in",
  "not_allowed",
  "token_invalid",
  "token_scope_missing",
  "own_request",
  "webhook_refused",
  "credentials_mixed",
  "origin_refused",
  "host_refused",
  "unsupported_media_type",
  "body_too_large",
  "too_many_requests",
]);

/** Whether an answer with this code belongs into the history as `security.rejected`. */
export function isRefusal(code: ErrorCode): boolean {
  return refusalCodes.has(code);
}

const pick = (error: AppError): KnownError => ({
  code: error.code,
  message: error.message,
  details: error.details,
});
