import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, Reply } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { settleRequest } from "./plan-mutations.ts";
import { keys } from "./query-keys.ts";

/** Gives a waiting plan a secret that it lacks: for this plan only, or for those to come. It becomes a new version. */
export function useGiveSecret(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: ({
      planId,
      keep,
      ...body
    }: BodyInput<"giveSecretOnce"> & {
      readonly planId: string;
      readonly keep: "once" | "save";
    }) =>
      callApi(keep === "once" ? "giveSecretOnce" : "saveSecretForPlan", {
        params: { id: planId },
        body,
      }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Gives anew what a run was refused with: stored, or for a plan that is made again with it. */
export function useGiveSecretAgain(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: ({
      planId,
      keep,
      ...body
    }: BodyInput<"giveSecretAgain"> & {
      readonly planId: string;
      readonly keep: "once" | "save";
    }) =>
      callApi(keep === "once" ? "giveSecretOnceAgain" : "giveSecretAgain", {
        params: { id: planId },
        body,
      }),
    onSuccess: (view, { keep }) => {
      if (keep === "save") return void client.invalidateQueries({ queryKey: keys.secrets });
      settleRequest(client, view);
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
    },
  });
}

/** What every change of a secret has in common: the value is dropped from memory at once, the list follows. */
function secretChange(client: QueryClient) {
  return {
    gcTime: 0,
    onSuccess: (view: Reply<"listSecrets">) => {
      client.setQueryData(keys.secrets, view);
      void client.invalidateQueries({ queryKey: keys.settings });
      void client.invalidateQueries({ queryKey: keys.doctor });
      void client.invalidateQueries({ queryKey: keys.hosts });
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.secrets }),
  };
}

/** Stores a secret. */
export function useAddSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addSecret">) => callApi("addSecret", { body }),
    ...secretChange(client),
  });
}

/** Gives a secret a new value. */
export function useRotateSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"rotateSecret"> & { readonly id: string }) =>
      callApi("rotateSecret", { params: { id }, body }),
    ...secretChange(client),
  });
}

/** Deletes a secret for good. */
export function useRemoveSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("removeSecret", { params: { id } }),
    ...secretChange(client),
  });
}
