import type { ErrorReply } from "#server/contracts/api.ts";

/** An answer that was not a success. `code` is a key of the error table, or `offline` / `timeout` / `unreadable`. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fix: string;
  readonly traceId: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(facts: {
    code: string;
    status: number;
    message: string;
    fix: string;
    traceId?: string | null;
    details?: ErrorReply["details"];
  }) {
    super(facts.message);
    this.name = "ApiError";
    this.code = facts.code;
    this.status = facts.status;
    this.fix = facts.fix;
    this.traceId = facts.traceId ?? null;
    this.details = facts.details ?? {};
  }
}

/** Any thrown value as an ApiError, so that every error state can show a sentence and a next step. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({
    code: "internal",
    status: 0,
    message: error instanceof Error ? error.message : "Something went wrong in this page.",
    fix: "Reload the page.",
  });
}
