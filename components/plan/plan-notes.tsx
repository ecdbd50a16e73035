import { BrainCircuit, CircleSlash } from "lucide-react";
import type { ReactNode } from "react";
import { durationText } from "#components/lib/time-text.ts";
import { moneyText } from "#components/spend/money.ts";
import type { PlanBody } from "#server/contracts/plan.ts";

/** What a person should know before deciding: what was left out, and which model had a say, and why that one. */
export function PlanNotes({ body }: { readonly body: PlanBody }) {
  const asked = body.tier === "builtin" ? null : body.fallbackDecision;
  if (body.outOfScope.length === 0 && !asked) return null;
  return (
    <ul className="space-y-1.5 text-[0.8125rem] text-ink-soft">
      {body.outOfScope.map((part) => (
        <Note key={part} icon={<CircleSlash aria-hidden className="mt-0.5 size-3.5 shrink-0" />}>
          <span className="font-medium text-ink">Not in this plan: </span>
          {part}
        </Note>
      ))}
      {asked ? (
        <Note icon={<BrainCircuit aria-hidden className="mt-0.5 size-3.5 shrink-0" />}>
          <span className="font-medium text-ink">Why {asked.model ?? tierNames[asked.tier]}: </span>
          {asked.reason.replace(/[.\s]+$/, "")}. {shareText(asked)}
        </Note>
      ) : null}
    </ul>
  );
}

const tierNames: Readonly<Record<PlanBody["tier"], string>> = {
  builtin: "the built-in planner",
  local: "the local model",
  external: "the external model",
};

type Decision = NonNullable<PlanBody["fallbackDecision"]>;

/** What asking took: time, tokens, money. */
function shareText({ latencyMs, tokensIn, tokensOut, costMicroUsd }: Decision): string {
  const cost = costMicroUsd > 0 ? moneyText(costMicroUsd) : "no cost";
  return `It took ${durationText(latencyMs)}, ${tokensIn + tokensOut} tokens, ${cost}.`;
}

function Note({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="flex items-start gap-1.5">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
