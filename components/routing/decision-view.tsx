import { CircleCheck, CircleSlash2 } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { RoutingCandidate, RoutingDecision, ScoreParts } from "#server/contracts/routing.ts";
import { chosenName, methodWords, reservedText } from "./decision-words.ts";

/** Who gets a task and why, with every agent that was looked at. */
export function DecisionView({ decision }: { readonly decision: RoutingDecision }) {
  const chosen = chosenName(decision);
  return (
    <div className="space-y-2 text-[0.8125rem]">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge
          tone={chosen === null ? "warn" : "ok"}
          icon={chosen === null ? CircleSlash2 : CircleCheck}
        >
          {chosen ?? "No agent"}
        </Badge>
        <span className="font-medium">{methodWords(decision)}</span>
      </p>
      <p className="break-words text-ink-soft">
        {decision.reason}.{decision.domain === null ? "" : ` It is about ${decision.domain}.`}
      </p>
      {decision.reserved ? (
        <p className="tabular break-words text-ink-soft">{reservedText(decision.reserved)}</p>
      ) : null}
      {decision.notes.map((note) => (
        <p key={note} className="break-words text-ink-soft">
          Before that: {note}.
        </p>
      ))}
      <ul aria-label="Agents looked at" className="divide-y divide-line border-y border-line">
        {ranked(decision).map((each) => (
          <CandidateRow key={each.agentId} candidate={each} place={placeOf(each, decision)} />
        ))}
      </ul>
    </div>
  );
}

function ranked({ candidates }: RoutingDecision): RoutingCandidate[] {
  return candidates.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1));
}

function placeOf({ agentId }: RoutingCandidate, decision: RoutingDecision): string | null {
  if (agentId === decision.chosenAgentId) return "chosen";
  return agentId === decision.runnerUpAgentId ? "next in line" : null;
}

function CandidateRow({
  candidate: { name, score, parts, obstacle, excludedBecause, isFormer },
  place,
}: {
  readonly candidate: RoutingCandidate;
  readonly place: string | null;
}) {
  return (
    <li className="py-1.5">
      <p className="flex justify-between gap-3">
        <span className="min-w-0 break-words">
          <span className="font-medium">{name}</span>
          {place === null ? null : <span className="text-ink-soft"> {place}</span>}
        </span>
        {score === null ? (
          <span className="text-right text-ink-soft">
            {obstacle?.message ?? excludedBecause ?? "excluded"}
          </span>
        ) : (
          <span className="tabular">{score} of 100</span>
        )}
      </p>
      {isFormer === true ? (
        <p className="text-xs text-ink-soft">
          It had the task before and did not finish it: others come first.
        </p>
      ) : null}
      {parts ? <p className="tabular text-xs text-ink-soft">{partsText(parts)}</p> : null}
    </li>
  );
}

function partsText({ success, recent, specialisation, load }: ScoreParts): string {
  return `Success ${success} of 40 · same work lately ${recent} of 30 · specialisation ${specialisation} of 20 · low load ${load} of 10`;
}
