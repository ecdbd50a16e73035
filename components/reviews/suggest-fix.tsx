"use client";

import type { Plan } from "#server/contracts/plan.ts";
import { repositoryPath } from "#server/lib/repository-path.ts";
import { SuggestButton } from "./suggest-button.tsx";

/** Suggestions for the file whose task failed, or else for the playbook. */
export function SuggestFix({
  plan: { body },
  failedAt,
}: {
  readonly plan: Plan;
  /** Place of the step that failed: a file, perhaps with its line. */
  readonly failedAt: string | null;
}) {
  const inRepository = failedAt === null ? "" : repositoryPath(failedAt).replace(/:\d+$/, "");
  const isOwn = inRepository !== "" && !inRepository.startsWith("/");
  const path = isOwn ? inRepository : (body.tasks[0]?.entryPath ?? "");
  return <SuggestButton repositoryId={body.repositoryId} path={path} />;
}
