"use client";

import { useQuery } from "@tanstack/react-query";
import {
  growingAnswerQuery,
  planningQuery,
  requestQuery,
} from "#components/lib/request-queries.ts";
import { LogoMark } from "#components/ui/logo.tsx";
import { isBeingPlanned } from "#server/requests/domain/request-state.ts";
import { RichText } from "./rich-text.tsx";

/** What the planner is doing with a request; nothing once its card is there. */
export function PlanningProgress({ requestId }: { readonly requestId: string }) {
  const { data: request } = useQuery(requestQuery(requestId));
  const { data: step } = useQuery(planningQuery(requestId));
  const { data: answer } = useQuery(growingAnswerQuery(requestId));
  if (request === undefined || !isBeingPlanned(request.phase)) return null;
  if (answer) {
    return (
      <article aria-label="Chiffon is answering" aria-busy="true">
        <RichText text={answer} />
      </article>
    );
  }
  return (
    <div className="flex items-center gap-3 text-sm text-ink-soft" aria-busy="true">
      <LogoMark className="size-5 animate-breathe text-accent" />
      <p>{step ?? "Reading your request…"}</p>
    </div>
  );
}
