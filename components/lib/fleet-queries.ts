import { queryOptions } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Agents with their state, as of the last heartbeat. */
export function agentsQuery() {
  return queryOptions({
    queryKey: keys.agents,
    queryFn: ({ signal }) => callApi("listAgents", { signal }),
    refetchInterval: 30_000,
  });
}

/** One agent with what it has left, its last hour and its work. Its key lies below that of all agents. */
export function agentQuery(agentId: string) {
  return queryOptions({
    queryKey: [...keys.agents, agentId],
    queryFn: ({ signal }) => callApi("readAgent", { params: { id: agentId }, signal }),
    refetchInterval: 30_000,
  });
}

/** Whether a token for another machine was used: asked again while it waits. */
export function enrolmentQuery(id: string) {
  return queryOptions({
    queryKey: keys.enrolment(id),
    queryFn: ({ signal }) => callApi("readEnrolment", { params: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.status === "waiting" ? 2_000 : false,
  });
}

/** The rules of where work goes. */
export function routingRulesQuery() {
  return queryOptions({
    queryKey: keys.routingRules,
    queryFn: ({ signal }) => callApi("readRoutingRules", { signal }),
  });
}

/** Hosts of every inventory. */
export function hostsQuery() {
  return queryOptions({
    queryKey: keys.hosts,
    queryFn: ({ signal }) => callApi("listHosts", { signal }),
  });
}

/** What tasks and people keep others off. */
export function locksQuery() {
  return queryOptions({
    queryKey: keys.locks,
    queryFn: ({ signal }) => callApi("listLocks", { signal }),
  });
}
