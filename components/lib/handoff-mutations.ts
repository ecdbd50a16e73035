import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, Reply } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { handoffsQuery } from "./request-queries.ts";

function useKeepHandoffs() {
  const client = useQueryClient();
  return (reply: Reply<"listHandoffs">) => client.setQueryData(handoffsQuery().queryKey, reply);
}

/** Hands a task to a person. */
export function useOfferHandoff() {
  const onSuccess = useKeepHandoffs();
  return useMutation({
    mutationFn: (body: BodyInput<"offerHandoff">) => callApi("offerHandoff", { body }),
    onSuccess,
  });
}

/** Accepts or declines what was handed over. */
export function useAnswerHandoff() {
  const onSuccess = useKeepHandoffs();
  return useMutation({
    mutationFn: ({
      handoffId,
      ...body
    }: BodyInput<"answerHandoff"> & { readonly handoffId: string }) =>
      callApi("answerHandoff", { params: { id: handoffId }, body }),
    onSuccess,
  });
}
