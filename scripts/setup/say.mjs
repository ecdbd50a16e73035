/** Progress goes to stderr: stdout belongs to the command that runs afterwards. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A fault whose message already says what to do; printed without a stack. */
export class SetupError extends Error {}

/**
 * What to print for a fault that ends us: messages that say what to do stand alone, programming errors need their stack.
 * @param {unknown} error
 */
export function explain(error) {
  if (!(error instanceof Error)) return String(error);
  const isOurMistake = error instanceof TypeError || error instanceof ReferenceError;
  if (isOurMistake) return error.stack ?? error.message;
  const reason =
    error.cause instanceof Error && !(error instanceof SetupError) ? error.cause.message : null;
  return reason && !error.message.includes(reason)
    ? `${error.message}\n  (${reason})`
    : error.message;
}
