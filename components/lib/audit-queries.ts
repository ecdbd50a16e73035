import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { AuditQuery } from "#server/contracts/audit.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Entries of the timeline that are read at once. */
export const auditPageSize = 100;

/** Whoever asks for older ones looks for something: more at once. */
const auditNextPageSize = 500;

/** The timeline page by page, newest first. */
export function auditInfiniteQuery(filters: Partial<AuditQuery>) {
  return infiniteQueryOptions({
    queryKey: [...keys.audit, filters],
    queryFn: ({ signal, pageParam }) =>
      callApi("queryAudit", {
        query: {
          ...filters,
          limit: pageParam === null ? auditPageSize : auditNextPageSize,
          cursor: pageParam ?? undefined,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}
