import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, Reply } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

function useKeepLocks() {
  const client = useQueryClient();
  return (reply: Reply<"listLocks">) => client.setQueryData(keys.locks, reply);
}

/** Keeps runs off a host for a while. */
export function useTakeLock() {
  const onSuccess = useKeepLocks();
  return useMutation({
    mutationFn: (body: BodyInput<"takeLock">) => callApi("takeLock", { body }),
    onSuccess,
  });
}

/** Releases a person's lock. */
export function useReleaseLock() {
  const onSuccess = useKeepLocks();
  return useMutation({
    mutationFn: (lockId: string) => callApi("releaseLock", { params: { id: lockId } }),
    onSuccess,
  });
}
