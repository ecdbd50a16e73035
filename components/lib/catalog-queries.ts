import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { FetchProgress } from "#server/contracts/playbook.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Repositories with what their last scan said. */
export function repositoriesQuery() {
  return queryOptions({
    queryKey: keys.repositories,
    queryFn: ({ signal }) => callApi("listRepositories", { signal }),
  });
}

/** Catalog entries; `text` searches as the planner does. */
export function playbooksQuery(text: string) {
  return queryOptions({
    queryKey: [...keys.playbooks, text],
    queryFn: ({ signal }) => callApi("listPlaybooks", { query: { text }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What each repository needs before all of it can run. */
export function doctorQuery() {
  return queryOptions({
    queryKey: keys.doctor,
    queryFn: ({ signal }) => callApi("readDoctor", { signal }),
  });
}

/** What a repository needs from elsewhere, and how getting it stands. */
export function dependenciesQuery(repositoryId: string) {
  return queryOptions({
    queryKey: keys.dependencies(repositoryId),
    queryFn: ({ signal }) => callApi("readDependencies", { params: { id: repositoryId }, signal }),
  });
}

/** Output of an install: begins with what is there; live events bring the rest. */
export function installLogQuery(installId: string) {
  return queryOptions({
    queryKey: keys.installLog(installId),
    queryFn: ({ signal }) =>
      callApi("readInstallLog", {
        params: { id: installId },
        query: { fromLine: 1, count: 2_000 },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How far git is with a repository's commits, written by live events alone; null while it fetches none. */
export function fetchProgressQuery(repositoryId: string) {
  return queryOptions<FetchProgress | null>({
    queryKey: keys.fetchProgress(repositoryId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
