import type { Clause } from "#server/language/clause.ts";
import { errands, smallTalk, worldQuestions } from "#server/language/out-of-scope.ts";

/** Said to who tells a model to forget what it was told. */
export const rulesStand = "text cannot change my rules";

/** Why a clause is never planned, or null. */
export function outOfScopeReason(clause: Clause): string | null {
  if (asksToIgnoreRules(clause.said)) return rulesStand;
  if (isErrand(clause.said)) return "I only act on your machines";
  if (worldQuestion.test(clause.said))
    return "I only know your playbooks, machines and their history";
  return isSmallTalk(clause) ? "it has nothing to do with your machines" : null;
}

/** A prompt injection: words meant for a model that would read them as orders. */
function asksToIgnoreRules(said: string): boolean {
  return /\b(?:ignore|disregard|forget) (?:all |any |your )?(?:of )?(?:the |your )?(?:previous|prior|earlier|above) (?:instructions|rules|prompts?)\b/.test(
    said,
  );
}

const worldQuestion = new RegExp(`^${worldQuestions}\\b`);
const talk = new RegExp(`\\b(?:${smallTalk})\\b`);
const errand = new RegExp(
  errands
    .map(({ verbs, things }) => `\\b(?:${verbs}) (?:me )?(?:an? |some |the )?(?:${things})\\b`)
    .join("|"),
);

function isErrand(said: string): boolean {
  return errand.test(said);
}

/** "set up a movie server" tells what to do, so it is looked for like anything else; "create a poem" may be anything. */
function isSmallTalk({ said, isImperative, isLoose }: Clause): boolean {
  return talk.test(said) && (!isImperative || isLoose);
}
