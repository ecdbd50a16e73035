import { type ErrorCode, errorTable } from "#server/contracts/errors.ts";

/** Facts that go with an error; strings and numbers only, safe to show to the person who caused it. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The one error that carries a meaning: its code decides status, wording and retry (see `contracts/errors.ts`). */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    options: { message?: string; cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(options.message ?? errorTable[code].userMessage, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
  }

  /** Whether the same attempt may succeed later without a person changing anything. */
  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}

/** True when `error` is an AppError, with the given code if one is named. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
