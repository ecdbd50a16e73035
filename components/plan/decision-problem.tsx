"use client";

import { toApiError } from "#components/lib/api-error.ts";
import { momentText } from "#components/lib/time-text.ts";
import { Notice } from "#components/ui/notice.tsx";

/** Why a decision or change was not taken: who was first and when, or what changed meanwhile. */
export function DecisionProblem({ error }: { readonly error: unknown }) {
  const { code, message, fix, details, traceId } = toApiError(error);
  if (code === "already_decided") {
    return (
      <Notice tone="warn" title="Someone else decided first">
        {decidedText(details)} Your decision was not used.
      </Notice>
    );
  }
  if (code === "plan_changed") {
    return (
      <Notice tone="warn" title="The plan changed while you read it">
        This card now shows the newest version. Nothing was approved: read it and decide again.
      </Notice>
    );
  }
  return (
    <Notice tone="bad" title={message}>
      {fix}
      {traceId ? <span className="block text-xs text-ink-soft">Trace {traceId}</span> : null}
    </Notice>
  );
}

function decidedText(details: Readonly<Record<string, unknown>>): string {
  const by = typeof details["decidedBy"] === "string" ? details["decidedBy"] : "Someone else";
  const verb = details["decision"] === "reject" ? "rejected" : "approved";
  const at = details["decidedAt"];
  return `${by} ${verb} this version${typeof at === "string" ? ` on ${momentText(at)}` : ""}.`;
}
