import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, Reply } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Checks the whole audit chain against the database and git. */
export function useVerifyAudit() {
  return useMutation({
    mutationFn: (): Promise<Reply<"verifyAudit">> => callApi("verifyAudit", { timeoutMs: 120_000 }),
  });
}

/** Sets what models may cost. */
export function useSetBudgets() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"setBudgets">) => callApi("setBudgets", { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.spend }),
  });
}

/** Says which evidence each phase needs. */
export function useSaveGateSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"saveGateSettings">) => callApi("saveGateSettings", { body }),
    onSuccess: (settings) => client.setQueryData(keys.gateSettings, settings),
  });
}

/** Tries background work again that was set aside, or drops it. */
export function useDecideSetAsideJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"decideSetAsideJob">) => callApi("decideSetAsideJob", { body }),
    onSuccess: (view) => {
      client.setQueryData(keys.setAsideJobs, view);
      void client.invalidateQueries({ queryKey: keys.settings });
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.setAsideJobs }),
  });
}
