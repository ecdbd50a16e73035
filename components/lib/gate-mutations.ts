import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Attaches evidence to a request; one that is held for it goes on. */
export function useAddArtifact(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addArtifact">) =>
      callApi("addArtifact", { params: { id: requestId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}
