import type { RepositoryChange } from "#server/contracts/change.ts";
import { ids } from "./requests.ts";

/** A change to a repository that nothing was done with yet, unless said otherwise. */
export function makeChange(change: Partial<RepositoryChange> = {}): RepositoryChange {
  return {
    ...{ id: ids.task, repositoryId: ids.plan, repositoryName: "homelab" },
    ...{ repositoryBranch: "main", isRemote: false, title: "Add jellyfin", askedBy: "Ada" },
    ...{ createdAt: "2026-11-21T10:00:00.000Z", diff: "--- a/x\n+++ b/x\n" },
    ...{ branch: "chiffon/add-jellyfin-1", stage: "none", pending: null, problem: null },
    ...{ appliedCommit: null, revertedCommit: null },
    ...change,
  };
}
