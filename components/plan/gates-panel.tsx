"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleX, Paperclip } from "lucide-react";
import { useState } from "react";
import { gatesQuery } from "#components/lib/request-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Artifact, GateVerdict, RequestGates } from "#server/contracts/gate.ts";
import { AttachEvidence } from "./attach-evidence.tsx";

/** What a request needs to leave each phase, what its gates said, and the evidence attached to it. */
export function GatesPanel({
  requestId,
  isOver,
}: {
  readonly requestId: string;
  readonly isOver: boolean;
}) {
  const { data, error, refetch } = useQuery(gatesQuery(requestId));
  const canAttach = useMay("request.submit") && !isOver;
  const [isAttaching, setAttaching] = useState(false);
  return (
    <Panel
      title="Gates"
      actions={
        canAttach && data ? (
          <Button size="small" icon={Paperclip} onClick={() => setAttaching(true)}>
            Attach
          </Button>
        ) : null
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data ? <GateList gates={data} /> : null}
      {isAttaching && data ? (
        <AttachEvidence
          requestId={requestId}
          kinds={data.kinds}
          wanted={data.hold?.kinds[0] ?? null}
          onClose={() => setAttaching(false)}
        />
      ) : null}
    </Panel>
  );
}

function GateList({ gates: { results, next, hold, artifacts } }: { readonly gates: RequestGates }) {
  if (results.length === 0 && next === null && artifacts.length === 0)
    return <p className="text-sm text-ink-soft">It has reached no gate yet.</p>;
  return (
    <div className="space-y-4">
      {hold === null ? null : (
        <Notice tone="warn" title={`On hold: needs ${hold.kinds.map(words).join(", ")}`}>
          Attach it and the request goes on by itself. It times out <Moment at={hold.until} />.
        </Notice>
      )}
      <ul className="space-y-3">
        {newestOf(results).map((result) => (
          <GateRow key={`${result.phase}${result.gate}`} verdict={result} at={result.at} />
        ))}
        {(next?.gates ?? [])
          .filter((gate) => !isDecided(results, gate))
          .map((gate) => (
            <GateRow key={`next${gate.gate}`} verdict={gate} at={null} />
          ))}
      </ul>
      {artifacts.map((artifact) => (
        <Evidence key={artifact.id} artifact={artifact} />
      ))}
    </div>
  );
}

function GateRow({ verdict, at }: { readonly verdict: GateVerdict; readonly at: string | null }) {
  const { gate, passed, reason } = verdict;
  const state = at === null ? "ahead" : passed ? "passed" : "not passed";
  const Icon = at === null ? CircleDashed : passed ? CircleCheck : CircleX;
  const tone = at === null ? "text-ink-soft" : passed ? "text-ok" : "text-bad";
  return (
    <li className="flex gap-2 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div className="min-w-0">
        <p className="font-medium">
          {gateWords[gate] ?? `Evidence: ${words(gate.replace("artifact:", ""))}`}
          <span className="sr-only">, {state}</span>
        </p>
        <p className="text-[0.8125rem] break-words text-ink-soft">
          {reason}
          {at === null ? null : (
            <>
              , <Moment at={at} />
            </>
          )}
        </p>
      </div>
    </li>
  );
}

function Evidence({ artifact }: { readonly artifact: Artifact }) {
  const { kind, addedBy, at, content } = artifact;
  return (
    <Disclosure summary={`${words(kind)}, by ${addedBy}`}>
      <p className="text-xs text-ink-soft">
        <Moment at={at} />
      </p>
      <ScrollingText className="max-h-60 overflow-auto text-xs break-words whitespace-pre-wrap">
        {content}
      </ScrollingText>
    </Disclosure>
  );
}

const gateWords: Readonly<Record<string, string>> = {
  plan_validated: "Plan is valid",
  approval_matches_digest: "Approval matches the plan",
  every_task_has_result: "Every task has a result",
  checks_passed: "Checks passed",
};

const words = (kind: string): string => kind.replaceAll("_", " ");

const isSame = (one: GateVerdict, other: GateVerdict): boolean =>
  one.gate === other.gate && one.phase === other.phase;

/** Of each gate the newest result, in the order in which gates were first reached. */
function newestOf(results: RequestGates["results"]): RequestGates["results"] {
  return results
    .filter((result, at) => results.findIndex((one) => isSame(one, result)) === at)
    .map((first) => results.findLast((one) => isSame(one, first)) ?? first);
}

function isDecided(results: RequestGates["results"], gate: GateVerdict): boolean {
  return results.some((result) => isSame(result, gate));
}
