import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Has a playbook and a role written for a service. */
export function useStartScaffold() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      repositoryId,
      ...body
    }: BodyInput<"startScaffold"> & { readonly repositoryId: string }) =>
      callApi("startScaffold", { params: { id: repositoryId }, body }),
    onSuccess: (scaffold) => client.setQueryData(keys.scaffold(scaffold.id), scaffold),
  });
}

/** Has edited files checked, as a version of its own. */
export function useEditScaffold(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"editScaffold">) =>
      callApi("editScaffold", { params: { id: scaffoldId }, body }),
    onSuccess: (edited) => client.setQueryData(keys.scaffold(edited.id), edited),
  });
}

/** Has it written again with what was open, as a version of its own. */
export function useFillScaffold(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"fillScaffold">) =>
      callApi("fillScaffold", { params: { id: scaffoldId }, body }),
    onSuccess: (filled) => client.setQueryData(keys.scaffold(filled.id), filled),
  });
}

/** What a model would fill in; kept by nobody. */
export function useProposeScaffoldValues(scaffoldId: string) {
  return useMutation({
    mutationFn: () => callApi("proposeScaffoldValues", { params: { id: scaffoldId } }),
  });
}

/** Has what was written put on a branch. */
export function usePutScaffoldOnBranch(scaffoldId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callApi("putScaffoldOnBranch", { params: { id: scaffoldId } }),
    onSuccess: (scaffold) => client.setQueryData(keys.scaffold(scaffoldId), scaffold),
  });
}
