import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Switches an agent off or on, or changes its tags. */
export function useChangeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, ...body }: { agentId: string } & BodyInput<"changeAgent">) =>
      callApi("changeAgent", { params: { id: agentId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Says which hosts an agent's machine is. */
export function useSetAgentHosts() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, ...body }: { agentId: string } & BodyInput<"setAgentHosts">) =>
      callApi("setAgentHosts", { params: { id: agentId }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Forgets an agent that is gone. */
export function useRemoveAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => callApi("removeAgent", { params: { id: agentId } }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Makes a one-time token with which another machine enrols. */
export function useCreateEnrolment() {
  return useMutation({ mutationFn: () => callApi("createEnrolment") });
}

/** Ends such a token before it is used. */
export function useRevokeEnrolment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeEnrolment", { params: { id } }),
    onSettled: (_data, _error, id) =>
      void client.invalidateQueries({ queryKey: keys.enrolment(id) }),
  });
}

/** Ends an agent on another machine. */
export function useRevokeAgent() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => callApi("revokeAgent", { params: { id: agentId } }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.agents }),
  });
}

/** Saves the rules of where work goes. */
export function useSaveRoutingRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"saveRoutingRules">) => callApi("saveRoutingRules", { body }),
    onSuccess: (view) => client.setQueryData(keys.routingRules, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.routingRules }),
  });
}

/** Asks where a task would go; nothing is started. */
export function useExplainRouting() {
  return useMutation({
    mutationFn: (body: BodyInput<"explainRouting">) => callApi("explainRouting", { body }),
  });
}
