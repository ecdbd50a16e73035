import { type Answers, questionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { Intent } from "./intent.ts";
import { sayLeftOut } from "./sort-intents.ts";
import type { AdvisedIntent } from "./take-advice.ts";

/** An intent with the entry that will serve it. */
export interface Choice {
  readonly advised: AdvisedIntent;
  readonly entryId: string;
  readonly byPerson: boolean;
}

/** Entries for all intents that have one, or what stands in the way. */
export type Choices =
  | {
      readonly kind: "chosen";
      readonly chosen: readonly Choice[];
      /** Intents that nothing serves, each with why. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | { readonly kind: "missing"; readonly intent: Intent | undefined };

/**
 * Chooses an entry for each intent: the person's own choice, else the one that is sure, else a question. An intent that
 * nothing serves is left out where others are left; what speaks of it falls with it.
 */
export function chooseEntries(intents: readonly AdvisedIntent[], answers: Answers): Choices {
  const chosen: Choice[] = [];
  const missing: Intent[] = [];
  for (const [index, advised] of intents.entries()) {
    const { intent } = advised;
    const answered = answers[questionKey({ about: "entry", intent: index })];
    const entryId = chooseOne(intent, answered);
    if (entryId === "ask") return { kind: "ask", ambiguity: askWhichEntry(intent, index) };
    if (entryId !== null) {
      chosen.push({ advised, entryId, byPerson: answered !== undefined });
    } else if (intents.slice(index + 1).some((later) => later.intent.clause.refersBack))
      return { kind: "missing", intent };
    else missing.push(intent);
  }
  if (chosen.length === 0) return { kind: "missing", intent: missing[0] };
  const leftOut = missing.map(({ text }) => sayLeftOut(text, "I found no playbook that does it"));
  return { kind: "chosen", chosen, leftOut };
}

/** The entry's id, "ask", or null where nothing serves the intent. */
function chooseOne(intent: Intent, answered: string | undefined): string | null {
  if (answered === "none") return null;
  if (answered !== undefined) return answered;
  if (intent.decision === "ask") return "ask";
  return intent.decision === "match" ? (intent.candidates[0]?.entryId ?? null) : null;
}

function askWhichEntry(intent: Intent, index: number): Ambiguity {
  return {
    key: questionKey({ about: "entry", intent: index }),
    question: `Did you mean one of these, for "${intent.text.slice(0, 120)}"?`,
    choices: [
      ...offered(intent).map((candidate) => ({
        label: candidate.name,
        value: candidate.entryId,
        hint: `${candidate.path} · ${candidate.byModel === true ? "a model's suggestion" : `${Math.round(candidate.share * 100)} % likely`}`,
      })),
      { label: "None of these", value: "none", hint: null },
    ],
  };
}

/** Less likely ones are no help, and many are none either. */
const leastOffered = 0.2;
const leastShare = 0.03;
/** Nothing fits: only what comes near is named. */
const leastNear = 0.1;
const mostOffered = 3;

function offered({ candidates }: Intent): Intent["candidates"] {
  return candidates
    .filter(({ confidence, byModel }) => byModel === true || confidence >= leastOffered)
    .filter(({ share, byModel }, at) => byModel === true || at === 0 || share >= leastShare)
    .slice(0, mostOffered);
}

/** What to say where no entry serves an intent, and what comes nearest. */
export function sayNothingFits(intent: Intent | undefined): { message: string; prompts: string[] } {
  const near = (intent === undefined ? [] : offered(intent)).filter(
    ({ share, byModel }) => byModel === true || share >= leastNear,
  );
  const asked = intent === undefined ? "that" : `"${intent.text.slice(0, 120)}"`;
  const hint =
    near.length > 0 ? " The nearest are below." : " Add a repository that has one under Playbooks.";
  return {
    message: `I found no playbook for ${asked}, so nothing is planned.${hint}`,
    prompts: near.map((candidate) => candidate.name),
  };
}
