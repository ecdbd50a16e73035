import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput, QueryInput } from "#server/contracts/api.ts";
import type { DependenciesView } from "#server/contracts/dependency.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Reads again what a change to repositories or hosts makes old. */
export function refreshCatalog(client: QueryClient): void {
  const stale = [keys.repositories, keys.doctor, keys.playbooks, keys.hosts, keys.suggestions];
  for (const queryKey of stale) void client.invalidateQueries({ queryKey });
}

/** Copies an inventory of this machine. */
export function useAddInventory() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addInventory">) =>
      callApi("addInventory", { body, timeoutMs: 60_000 }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Adds a repository and scans it. */
export function useAddRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"addRepository">) =>
      callApi("addRepository", { body, timeoutMs: 120_000 }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Reads a repository again. */
export function useScanRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi("scanRepository", {
        params: { id: repositoryId },
        timeoutMs: 120_000,
      }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Changes what may be done with a repository's content. */
export function useChangeRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BodyInput<"changeRepository"> & { readonly id: string }) =>
      callApi("changeRepository", { params: { id }, body }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Keeps the inventory that a project uses. */
export function useChooseInventory(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"chooseInventory">) =>
      callApi("chooseInventory", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.doctor, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.doctor }),
  });
}

/** Runs a dynamic inventory once: up to a minute. */
export function useRefreshInventory(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"refreshInventory">) =>
      callApi("refreshInventory", { params: { id: repositoryId }, body, timeoutMs: 90_000 }),
    onSuccess: (view) => {
      client.setQueryData(keys.doctor, view);
      refreshCatalog(client);
    },
  });
}

/** Takes a repository out of Chiffon; nothing is deleted on disk. */
export function useRemoveRepository() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (repositoryId: string) =>
      callApi("removeRepository", { params: { id: repositoryId } }),
    onSettled: () => refreshCatalog(client),
  });
}

/** Fetches what a repository needs: what is missing, or all anew. */
export function useInstallDependencies(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"installDependencies">) =>
      callApi("installDependencies", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.dependencies(repositoryId), view),
  });
}

/** Says where a role or collection is: what can be installed, and what is missing, follow at once. */
export function useGiveSource(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"giveSource">) =>
      callApi("giveSource", { params: { id: repositoryId }, body }),
    onSuccess: (view) => showSources(client, repositoryId, view),
  });
}

/** Forgets where one was said to be. */
export function useWithdrawSource(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (query: QueryInput<"withdrawSource">) =>
      callApi("withdrawSource", { params: { id: repositoryId }, query }),
    onSuccess: (view) => showSources(client, repositoryId, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.dependencies(repositoryId) }),
  });
}

function showSources(client: QueryClient, repositoryId: string, view: DependenciesView): void {
  client.setQueryData(keys.dependencies(repositoryId), view);
  void client.invalidateQueries({ queryKey: keys.doctor });
}

/** Takes an offered update into use, or keeps what there is. */
export function useDecideDependencies(repositoryId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"decideDependencies">) =>
      callApi("decideDependencies", { params: { id: repositoryId }, body }),
    onSuccess: (view) => client.setQueryData(keys.dependencies(repositoryId), view),
    onError: () => void client.invalidateQueries({ queryKey: keys.dependencies(repositoryId) }),
  });
}
