import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** What every change of a rule has in common: the list and the offers follow, refused or not. */
function ruleChange(client: QueryClient) {
  return {
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.rules });
      void client.invalidateQueries({ queryKey: keys.ruleOffers });
    },
  };
}

/** Makes a rule of a task that a person approved. */
export function useMakeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"makeRule">) => callApi("makeRule", { body }),
    ...ruleChange(client),
  });
}

/** Changes, renews or resumes a rule. */
export function useChangeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"changeRule"> & { readonly id: string }) =>
      callApi("changeRule", { params: { id }, body }),
    ...ruleChange(client),
  });
}

/** Revokes a rule, for good. */
export function useRevokeRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeRule", { params: { id } }),
    ...ruleChange(client),
  });
}

/** Holds a drafted rule against the newest plans. Changes nothing. */
export function useTestRule() {
  return useMutation({
    mutationFn: (body: BodyInput<"testRule">) => callApi("testRule", { body }),
  });
}

/** Starts an unattended run through a list of requests. */
export function useStartUnattended() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"startUnattended">) => callApi("startUnattended", { body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.unattended }),
  });
}

/** Pauses, resumes or stops an unattended run. */
export function useSteerUnattended() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { readonly id: string; readonly how: "pause" | "resume" | "stop" }) =>
      callApi(`${how}Unattended`, { params: { id }, body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.unattended }),
  });
}
