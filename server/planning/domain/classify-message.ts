import { readFollowUp } from "./follow-up.ts";
import type { MessageKind } from "./message-kind.ts";
import { plainText, withoutOpeners } from "./plain-text.ts";
import { readQuestion } from "./question-rules.ts";
import { outOfScopeReason } from "./scope.ts";

type Control = "approve" | "reject" | "cancel" | "undo";

const controls: readonly (readonly [RegExp, Control])[] = [
  [
    /^(?:i )?(?:approved?|y|yes|yep|sure|yes,? please|go ahead|do it|run it|start it|make it so|proceed|execute(?: it)?|yes,? (?:do|run|approve) it|lgtm|looks good(?: to me)?|ship it|approve (?:it|this|that|all|everything|(?:the|this|that) (?:plan|card|request))|confirm(?:ed)?(?: it)?)(?: (?:now|please|anyway))*$/,
    "approve",
  ],
  [
    /^(?:reject(?:ed)?|decline|deny|do not|don't|do not run it|don't run it|reject (?:it|this|that|the plan))(?: please)?$/,
    "reject",
  ],
  [
    /^(?:cancel|stop|abort|never ?mind|forget it|halt)(?: (?:it|this|that|everything|the (?:plan|run|request)))?(?: (?:now|please))*$/,
    "cancel",
  ],
  [
    /^(?:can (?:you|i) )?(?:undo|revert|roll ?back|take back|reverse)(?: (?:it|this|that|everything|all that|(?:the |that |my )?(?:last )?(?:change|plan|run|one|deployment|step)))?(?: please)?$/,
    "undo",
  ],
];

const greeting =
  /^(?:hi|hello|hey|good (?:morning|evening|day|afternoon)|thanks?(?: a lot| you)?|thank you(?: very much)?|cheers|ok(?:ay)?|great|nice|cool|perfect|bye|good ?bye)(?: (?:there|chiffon|everyone|all))?$/;
const help =
  /^(?:help(?: me)?|\?*|what can (?:you|i) (?:do|say|ask)(?: here| for me| now)?|what do you do|who are you|how does (?:this|it) work|how do i use (?:this|you|it)|what is this)$/;

/**
 * Says what a message is, by rules alone. Text decides nothing but this: an approval typed into the chat is answered
 * with a link to the card, whatever it says.
 */
export function classifyMessage(text: string): MessageKind {
  const said = plainText(text);
  const plain = withoutOpeners(said);
  const reason = outOfScopeReason(said);
  if (reason !== null) return { kind: "out_of_scope", reason };
  if (greeting.test(said)) return { kind: "greeting" };
  if (help.test(plain)) return { kind: "help" };
  const control = controls.find(([pattern]) => pattern.test(said) || pattern.test(plain))?.[1];
  if (control !== undefined) return { kind: "control", control };
  const followUp = readFollowUp(plain, said);
  if (followUp !== null) return { kind: "follow_up", followUp };
  return readQuestion(plain) ?? { kind: "change" };
}
