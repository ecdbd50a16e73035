import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Everyone with an account. Admins only. */
export function peopleQuery() {
  return queryOptions({
    queryKey: keys.people,
    queryFn: ({ signal }) => callApi("listPeople", { signal }),
  });
}

/** One's own API tokens. */
export function tokensQuery() {
  return queryOptions({
    queryKey: keys.tokens,
    queryFn: ({ signal }) => callApi("listTokens", { signal }),
  });
}

/** Facts about this installation. */
export function settingsQuery() {
  return queryOptions({
    queryKey: keys.settings,
    queryFn: ({ signal }) => callApi("readSettings", { signal }),
  });
}

/** Stored secrets, without their values. Operators and above. */
export function secretsQuery() {
  return queryOptions({
    queryKey: keys.secrets,
    queryFn: ({ signal }) => callApi("listSecrets", { signal }),
  });
}

/** Which evidence each phase needs. */
export function gateSettingsQuery() {
  return queryOptions({
    queryKey: keys.gateSettings,
    queryFn: ({ signal }) => callApi("readGateSettings", { signal }),
  });
}

/** Background work that is not tried again by itself. Admins only. */
export function setAsideJobsQuery() {
  return queryOptions({
    queryKey: keys.setAsideJobs,
    queryFn: ({ signal }) => callApi("listSetAsideJobs", { signal }),
    refetchInterval: 30_000,
  });
}

/** What models did and cost in the last `days`, and what they may cost. */
export function spendQuery(days: number) {
  return queryOptions({
    queryKey: [...keys.spend, days],
    queryFn: ({ signal }) => callApi("readSpend", { query: { days }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}
