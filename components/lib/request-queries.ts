import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** What a plan card shows. */
export function requestQuery(requestId: string) {
  return queryOptions({
    queryKey: keys.request(requestId),
    queryFn: async ({ signal, client }) => {
      const view = await callApi("readRequest", { params: { id: requestId }, signal });
      rememberPlan(client, view.plan);
      return view;
    },
  });
}

/** A request's steps through its phases, oldest first. */
export function phasesQuery(requestId: string) {
  return queryOptions({
    queryKey: [...keys.request(requestId), "phases"],
    queryFn: async ({ signal }) =>
      (await callApi("readPhases", { params: { id: requestId }, signal })).phases,
  });
}

/** What a request's gates said, what those ahead say, and its evidence. */
export function gatesQuery(requestId: string) {
  return queryOptions({
    queryKey: [...keys.request(requestId), "gates"],
    queryFn: ({ signal }) => callApi("readGates", { params: { id: requestId }, signal }),
  });
}

/** What went wrong in a failed request. It never changes once it is written down. */
export function postMortemQuery(requestId: string) {
  return queryOptions({
    queryKey: keys.postMortem(requestId),
    queryFn: ({ signal }) => callApi("readPostMortem", { params: { id: requestId }, signal }),
  });
}

/** One version of a plan, current or not, so that a later version can show what changed. It never changes itself. */
export function planQuery(planId: string) {
  return queryOptions({
    queryKey: keys.plan(planId),
    queryFn: async ({ signal }): Promise<Plan | null> =>
      callApi("readPlan", { params: { id: planId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The newest look at what a plan would change; null where there is none. */
export function previewQuery(planId: string) {
  return queryOptions({
    queryKey: keys.preview(planId),
    queryFn: async ({ signal }) =>
      (await callApi("readPreview", { params: { id: planId }, signal })).preview,
  });
}

/** Why no rule approved a plan that waits. */
export function planRulesQuery(planId: string) {
  return queryOptions({
    queryKey: keys.planRules(planId),
    queryFn: ({ signal }) => callApi("planRules", { params: { id: planId }, signal }),
  });
}

/** Puts a request's view where its card reads it. */
export function rememberRequest(client: QueryClient, view: RequestView): void {
  client.setQueryData(keys.request(view.requestId), view);
  rememberPlan(client, view.plan);
}

function rememberPlan(client: QueryClient, plan: Plan | null): void {
  if (plan) client.setQueryData(keys.plan(plan.id), plan);
}

/** The planner's latest step. Never fetched: only live events write it. */
export function planningQuery(requestId: string) {
  return queryOptions<string | null>({
    queryKey: keys.planning(requestId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A model's answer as it grows, fed by live events alone; null before its first words. */
export function growingAnswerQuery(requestId: string) {
  return queryOptions<string | null>({
    queryKey: keys.growingAnswer(requestId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Plans that wait for a decision, oldest first. */
export function inboxQuery() {
  return queryOptions({
    queryKey: keys.inbox,
    queryFn: ({ signal }) => callApi("inbox", { signal }),
  });
}

/** Why a task went where it did. */
export function taskRoutingQuery(taskId: string) {
  return queryOptions({
    queryKey: keys.taskRouting(taskId),
    queryFn: ({ signal }) => callApi("readTaskRouting", { params: { id: taskId }, signal }),
    refetchInterval: 10_000,
  });
}

/** What was handed to the caller and by them. Read again with the inbox. */
export function handoffsQuery() {
  return queryOptions({
    queryKey: [...keys.inbox, "handoffs"],
    queryFn: ({ signal }) => callApi("listHandoffs", { signal }),
  });
}
