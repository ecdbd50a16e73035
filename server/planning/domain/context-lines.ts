import type { Answers } from "#server/contracts/question-key.ts";

const longest = 2_000;

/**
 * What a request's context says so far, for the next phase and for the agent: the message, the answers given, why it was
 * rejected, the phases it went through. At most 2,000 characters; the oldest phases go first.
 */
export function contextLines(request: {
  readonly text: string;
  readonly answers: Answers;
  readonly rejection: string | null;
  readonly summary: readonly string[];
}): string[] {
  const answers = Object.entries(request.answers).map(
    ([key, value]) => `answered ${key}: ${value.slice(0, 100)}`,
  );
  const lines = [
    `asked: ${request.text.slice(0, 400)}`,
    ...answers.slice(0, 8),
    ...(request.rejection === null ? [] : [`rejected: ${request.rejection.slice(0, 300)}`]),
  ];
  let left = longest - lines.reduce((sum, line) => sum + line.length + 1, 0);
  const phases: string[] = [];
  for (const line of [...request.summary].reverse()) {
    const cut = line.slice(0, 240);
    left -= cut.length + 1;
    if (left < 0) break;
    phases.unshift(cut);
  }
  return [...lines, ...phases];
}
