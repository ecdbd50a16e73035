import { queryOptions } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Every schedule, newest first. */
export function schedulesQuery() {
  return queryOptions({
    queryKey: keys.schedules,
    queryFn: ({ signal }) => callApi("listSchedules", { query: { limit: 200 }, signal }),
  });
}

/** What came of a schedule's due times, newest first, the last twenty. */
export function firingsQuery(scheduleId: string) {
  return queryOptions({
    queryKey: [...keys.schedules, scheduleId, "firings"],
    queryFn: ({ signal }) =>
      callApi("listFirings", { params: { id: scheduleId }, query: { limit: 20 }, signal }),
  });
}

/** Every webhook. Admins only. */
export function webhooksQuery() {
  return queryOptions({
    queryKey: keys.webhooks,
    queryFn: ({ signal }) => callApi("listWebhooks", { signal }),
  });
}

/** What a webhook was told of, newest first, the last twenty. */
export function incidentsQuery(webhookId: string) {
  return queryOptions({
    queryKey: [...keys.webhooks, webhookId, "incidents"],
    queryFn: ({ signal }) =>
      callApi("listIncidents", { params: { id: webhookId }, query: { limit: 20 }, signal }),
  });
}

/** What words for times mean. Never asked twice for the same words: an error is an answer. */
export function timesQuery(when: string, timeZone: string) {
  return queryOptions({
    queryKey: ["times", when, timeZone],
    queryFn: ({ signal }) => callApi("readTimes", { query: { when, timeZone }, signal }),
    enabled: when.trim() !== "" && timeZone.trim() !== "",
    retry: false,
    staleTime: 60_000,
  });
}
