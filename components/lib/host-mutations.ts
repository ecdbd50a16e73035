import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import type { KeptHost } from "#server/contracts/host.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";
import { refreshCatalog } from "./repository-mutations.ts";

/** Connects to a host and pins its keys the first time. */
export function useTestHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"testHost">) => callApi("testHost", { body, timeoutMs: 60_000 }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.hosts }),
  });
}

/** Adds a host to Chiffon's own inventory, or changes one there. */
export function useSaveHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ isNew, body }: { readonly isNew: boolean; readonly body: KeptHost }) => {
      const { name, ...rest } = body;
      return isNew
        ? callApi("addHost", { body })
        : callApi("changeHost", { params: { name }, body: rest });
    },
    onSettled: () => refreshCatalog(client),
  });
}

/** Takes a host out of Chiffon's own inventory. */
export function useRemoveHost() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callApi("removeHost", { params: { name } }),
    onSettled: () => refreshCatalog(client),
  });
}
