import { subjectOf } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";

const ordinals: Readonly<Record<string, number>> = {
  first: 0,
  one: 0,
  second: 1,
  two: 1,
  third: 2,
  three: 2,
  fourth: 3,
  four: 3,
  fifth: 4,
  five: 4,
  sixth: 5,
  seventh: 6,
  eighth: 7,
};

/**
 * Reads a typed message as the answer to an open question: "the first one", "2", "nas1", "all of them", "none", "yes".
 * For a variable any short text may be the value; planning checks its type.
 *
 * @returns the value a button would have sent, or what was typed; null when it is no answer to this question
 */
export function readAnswer(question: Ambiguity, text: string): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[.!?]+$/, "");
  const { choices } = question;
  const named = byName(choices, plain);
  if (named !== null) return named;
  const { about } = subjectOf(question.key);
  if (about === "variable") return text.trim().length <= 200 ? readTyped(text) : null;
  return (
    byPlace(choices, plain) ??
    byMeaning(choices, plain) ??
    byPart(choices, plain) ??
    (about === "host" && isBareName(plain) ? readTyped(text) : null)
  );
}

type Choices = Ambiguity["choices"];

/** The label or value as it is shown. */
function byName(choices: Choices, plain: string): string | null {
  const wanted = plain.replace(/^(?:on|to|for|the|it is|it's|i mean|use|take) /, "");
  return (
    choices.find(({ label, value }) =>
      [label.toLowerCase(), value.toLowerCase()].some(
        (known) => known === plain || known === wanted,
      ),
    )?.value ?? null
  );
}

/** "the second one", "2", "number 3", "the last". Only what is offered to be chosen counts, not "none of these". */
function byPlace(choices: Choices, plain: string): string | null {
  const real = choices.filter(({ value }) => value !== "none");
  const match =
    /^(?:the |number |no\.? |option |#)*(?:(\d)|(first|second|third|fourth|fifth|sixth|seventh|eighth|last)|(one|two|three|four|five))(?: one| option| choice)?(?:,? please)?$/.exec(
      plain,
    );
  if (match === null) return null;
  if (match[2] === "last") return real.at(-1)?.value ?? null;
  const at = match[1] === undefined ? ordinals[match[2] ?? match[3] ?? ""] : Number(match[1]) - 1;
  return at === undefined ? null : (real[at]?.value ?? null);
}

function byMeaning(choices: Choices, plain: string): string | null {
  const real = choices.filter(({ value }) => value !== "none");
  const none = choices.find(({ value }) => value === "none")?.value ?? null;
  if (/^(?:none|none of (?:these|them|those)|neither|no|nope|nothing|not any)$/.test(plain))
    return none;
  if (/^(?:yes|yep|yeah|sure|ok|okay|correct|right|that one|that's it)(?: please)?$/.test(plain))
    return real.length === 1 ? (real[0]?.value ?? null) : null;
  if (/^(?:all|both|all of (?:them|these|it)|everything|everywhere|every one|each)$/.test(plain))
    return real.find(({ label }) => /^all\b/i.test(label))?.value ?? null;
  return null;
}

/** A few words that stand in one choice only. */
function byPart(choices: Choices, plain: string): string | null {
  const words = plain
    .replace(/\b(?:the|one|please|i mean|on|to|with|for|it|is)\b/g, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0 || words.length > 4) return null;
  const fits = choices.filter(({ label, hint, value }) => {
    const known = `${label} ${hint ?? ""}`.toLowerCase();
    return value !== "none" && words.every((word) => known.includes(word));
  });
  return fits.length === 1 ? (fits[0]?.value ?? null) : null;
}

/** One or a few names: "nas3", "nas1 and pi", "on all servers"; a sentence is a new request. */
function isBareName(plain: string): boolean {
  return /^(?:(?:on|to|the|all|every|host|group) )*[\p{L}\p{N}_.-]+(?:(?:, ?| and | & )[\p{L}\p{N}_.-]+)*(?: (?:servers|hosts|machines))?$/u.test(
    plain,
  );
}

/** "make it 3002", "use 3002", "port 3002 please": the value alone. */
function readTyped(text: string): string {
  const trimmed = text.trim().replace(/[.!]+$/, "");
  const said =
    /^(?:make it|use|take|it is|it's|let it be|set it to|should be)\s+(.+?)(?:,? please)?$/i.exec(
      trimmed,
    );
  return (said?.[1] ?? trimmed).replace(/^["'](.*)["']$/, "$1");
}
