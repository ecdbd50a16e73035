/** Progress goes to stderr: stdout belongs to the command that runs afterwards. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A fault whose message already says what to do; printed without a stack. */
export class SetupError extends Error {}
