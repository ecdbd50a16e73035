import { useQuery } from "@tanstack/react-query";
import { doctorQuery, repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { conversationsQuery } from "#components/lib/conversation-queries.ts";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { isWell } from "#components/playbooks/doctor-words.ts";
import { firstSpanDays } from "#components/spend/spans.ts";
import type { Repository } from "#server/contracts/playbook.ts";

/** The first steps after the admin is made, in their order. */
export const stepNames = ["repository", "hosts", "models", "request"] as const;
export type StepName = (typeof stepNames)[number];

/** Which first steps are done, told from what is there. None has to be. */
export function useFirstSteps(): Readonly<Record<StepName, boolean>> {
  const { data: listed } = useQuery(repositoriesQuery());
  const { data: examined } = useQuery(doctorQuery());
  const { data: fleet } = useQuery(hostsQuery());
  const { data: spend } = useQuery(spendQuery(firstSpanDays));
  const { data: chats } = useQuery(conversationsQuery());
  const own = new Set((listed?.repositories ?? []).filter(isOwn).map(({ id }) => id));
  const doctors = examined?.doctors.filter(({ repositoryId }) => own.has(repositoryId)) ?? [];
  const examples = new Set(
    (listed?.repositories ?? []).filter(({ builtin }) => builtin).map(({ id }) => id),
  );
  const hosts = (fleet?.hosts ?? []).filter(
    ({ repositoryId }) => own.size === 0 || !examples.has(repositoryId),
  );
  return {
    repository: doctors.some(isWell),
    hosts: hosts.some(({ state }) => state === "reachable"),
    models: spend !== undefined && (spend.local.reachable || spend.external.enabled),
    request: (chats?.conversations.length ?? 0) > 0,
  };
}

/** True for a repository that somebody added, beside the example that comes along. */
export function isOwn({ builtin, kind }: Pick<Repository, "builtin" | "kind">): boolean {
  return !builtin && kind === "git";
}

/** The own repository that was added last. */
export function newestOwn(repositories: readonly Repository[]): Repository | undefined {
  return repositories
    .filter(isOwn)
    .toSorted((a, b) => a.addedAt.localeCompare(b.addedAt))
    .at(-1);
}
