import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { settleRequest } from "./plan-mutations.ts";
import { keys } from "./query-keys.ts";

/** Cancels what waits and stops what runs. */
export function useCancelRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      requestId,
      ...body
    }: BodyInput<"cancelRequest"> & { readonly requestId: string }) =>
      callApi("cancelRequest", { params: { id: requestId }, body }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Plans a request again; an ended one as a new request, which the old one then leads to. */
export function useReplanRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      requestId,
      ...body
    }: BodyInput<"replanRequest"> & { readonly requestId: string }) =>
      callApi("replanRequest", { params: { id: requestId }, body }),
    onSuccess: (view, { requestId }) => {
      settleRequest(client, view);
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
    },
  });
}

/** Records a person's verdict on a task whose outcome is unknown. */
export function useReviewTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, ...body }: BodyInput<"reviewTask"> & { readonly taskId: string }) =>
      callApi("reviewTask", { params: { id: taskId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Gives up on a run whose agent does not answer; a person then says what became of its task. */
export function useGiveUpTask(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) => callApi("giveUpTask", { params: { id: taskId }, body: {} }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Goes on with the rest of a task's hosts after the first, or leaves them untouched. */
export function useDecideFirstHost(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, ...body }: BodyInput<"decideFirstHost"> & { readonly taskId: string }) =>
      callApi("decideFirstHost", { params: { id: taskId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}
