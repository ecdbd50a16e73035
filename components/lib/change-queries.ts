import { queryOptions } from "@tanstack/react-query";
import type { Review } from "#server/contracts/review.ts";
import type { Scaffold } from "#server/contracts/scaffold.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

const workPollMs = 1_000;

/** One look at a playbook; read again while something of it is under way. */
export function reviewQuery(reviewId: string) {
  return queryOptions({
    queryKey: keys.review(reviewId),
    queryFn: ({ signal }) => callApi("readReview", { params: { id: reviewId }, signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? workPollMs : false),
  });
}

/** A playbook and role that are written; read again while something of them is under way. */
export function scaffoldQuery(scaffoldId: string) {
  return queryOptions({
    queryKey: keys.scaffold(scaffoldId),
    queryFn: ({ signal }) => callApi("readScaffold", { params: { id: scaffoldId }, signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? workPollMs : false),
  });
}

/** A change to a repository; read again while a step of it is under way. */
export function changeQuery(changeId: string) {
  return queryOptions({
    queryKey: keys.change(changeId),
    queryFn: ({ signal }) => callApi("readChange", { params: { id: changeId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.pending ? workPollMs : false),
  });
}

function isUnderWay({ status, change }: Pick<Review | Scaffold, "status" | "change">): boolean {
  return status === "waiting" || status === "running" || (change?.pending ?? null) !== null;
}
