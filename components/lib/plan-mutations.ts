import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, InboxItem } from "#server/contracts/api.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";
import { rememberRequest } from "./request-queries.ts";

/** Puts what a decision answered where its card reads it; the inbox and the conversation follow. */
export function settleRequest(client: QueryClient, view: RequestView): void {
  rememberRequest(client, view);
  void client.invalidateQueries({ queryKey: keys.inbox });
  void client.invalidateQueries({ queryKey: keys.conversation(view.conversationId) });
}

/** Approves (whole or in part) or rejects one plan version by its digest. A refused decision reads the card again. */
export function useDecidePlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"decidePlan"> & { readonly planId: string }) =>
      callApi("decidePlan", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => {
      void client.invalidateQueries({ queryKey: keys.request(requestId) });
      void client.invalidateQueries({ queryKey: keys.inbox });
    },
  });
}

/** Approves one of several plans as it was listed; never one of high risk. */
export function useApproveInBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, version, digest }: InboxItem) =>
      callApi("decidePlan", {
        params: { id: planId },
        body: {
          ...{ planVersion: version, planDigest: digest, decision: "approve", inBatch: true },
        },
      }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.inbox }),
  });
}

/** Starts an approved plan that waits for its time. */
export function useStartPlanNow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (planId: string) => callApi("startPlanNow", { params: { id: planId }, body: {} }),
    onSuccess: (view) => settleRequest(client, view),
  });
}

/** Saves changed values, order or selection as a new version. */
export function useModifyPlan(requestId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"modifyPlan"> & { readonly planId: string }) =>
      callApi("modifyPlan", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

/** Has the hosts asked what a waiting plan would change. */
export function useStartPreview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"startPreview"> & { readonly planId: string }) =>
      callApi("startPreview", { params: { id: planId }, body }),
    onSuccess: (preview) => client.setQueryData(keys.preview(preview.planId), preview),
  });
}

/** Has a waiting plan keep the files that its preview named. It becomes a new version. */
export function useKeepFiles() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, ...body }: BodyInput<"keepFiles"> & { readonly planId: string }) =>
      callApi("keepFiles", { params: { id: planId }, body }),
    onSuccess: (view) => settleRequest(client, view),
  });
}
