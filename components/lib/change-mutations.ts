import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Has a playbook or task file looked at for suggestions. */
export function useStartReview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      repositoryId,
      ...body
    }: BodyInput<"startReview"> & { readonly repositoryId: string }) =>
      callApi("startReview", { params: { id: repositoryId }, body }),
    onSuccess: (review) => client.setQueryData(keys.review(review.id), review),
  });
}

/** Has the patch of a review put on a branch: all that is proven together (null), or one suggestion's. */
export function usePutReviewOnBranch(reviewId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (suggestion: number | null) =>
      callApi("putReviewOnBranch", { params: { id: reviewId }, body: { suggestion } }),
    onSuccess: (review) => client.setQueryData(keys.review(reviewId), review),
  });
}

const changeSteps = { put: "putChange", apply: "applyChange", revert: "revertChange" } as const;

/** The next step of a change to a repository. What shows it is read again. */
export function useChangeStep(changeId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: keyof typeof changeSteps) =>
      callApi(changeSteps[step], { params: { id: changeId } }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.reviews }),
        client.invalidateQueries({ queryKey: keys.scaffolds }),
        client.invalidateQueries({ queryKey: keys.changes }),
      ]),
  });
}

/** Makes what a task of a plan switches on a change to its repository. */
export function useKeepOn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ planId, taskKey }: { readonly planId: string; readonly taskKey: string }) =>
      callApi("keepOn", { params: { id: planId }, body: { taskKey } }),
    onSuccess: (change) => client.setQueryData(keys.change(change.id), change),
  });
}
