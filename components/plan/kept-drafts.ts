import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { Plan } from "#server/contracts/plan.ts";
import { draftKind, type PlanDraft } from "./plan-draft.ts";

/** A draft with the version that it was made on. */
export interface KeptDraft {
  readonly plan: Plan;
  readonly draft: PlanDraft;
}

/** Unsaved changes by request: another's decision or version does not lose them. They last as long as the page. */
export interface KeptDrafts {
  readonly keep: (plan: Plan, draft: PlanDraft) => void;
  /** What is kept for a request, or else for the one that it follows. */
  readonly of: (requestId: string, followsId?: string) => KeptDraft | null;
  /** Forgets what was kept: it was saved, approved or discarded. */
  readonly drop: (requestId: string) => void;
}

const mostKept = 20;
const kept = new WeakMap<QueryClient, Map<string, KeptDraft>>();

/** The drafts of this page, which go when somebody else signs in. */
export function useKeptDrafts(): KeptDrafts {
  const client = useQueryClient();
  const drafts = kept.get(client) ?? new Map<string, KeptDraft>();
  kept.set(client, drafts);
  return {
    keep: (plan, draft) => {
      drafts.delete(plan.requestId);
      if (draftKind(draft, plan.body) !== "none") drafts.set(plan.requestId, { plan, draft });
      const [oldest] = drafts.keys();
      if (drafts.size > mostKept && oldest !== undefined) drafts.delete(oldest);
    },
    of: (requestId, followsId) => drafts.get(requestId) ?? drafts.get(followsId ?? "") ?? null,
    drop: (requestId) => void drafts.delete(requestId),
  };
}
