import { randomUUID } from "node:crypto";
import type { RunningChiffon } from "#scripts/start/supervisor.ts";
import type { Plan, PlanBody } from "#server/contracts/plan.ts";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { containerOf, somebody } from "./own-container.ts";

/** Offers `count` plans of one task each that runs `/bin/true` through everything a playbook passes. */
export async function prepareNoops(chiffon: RunningChiffon, count: number): Promise<Plan[]> {
  const container = containerOf(chiffon);
  try {
    const principal = await somebody(container);
    const repository = await container.db.repository.findFirstOrThrow({ where: { name: "bench" } });
    const body = noopBody(repository);
    const conversationId = randomUUID();
    const plans: Plan[] = [];
    for (let index = 0; index < count; index++) {
      plans.push(
        await container.services.requests.submitPrepared(principal, {
          conversationId,
          text: `no-op ${index + 1}`,
          body,
        }),
      );
    }
    return plans;
  } finally {
    await container.close();
  }
}

const terminal = ["done", "failed", "cancelled"];

/** Rare, because every look costs the two cores something that a browser would not. */
export const lookEveryMs = 500;

/** Approves all, eight at a time; seconds from the first approval sent to the last terminal row. */
export async function approvePrepared(
  client: ChiffonClient,
  plans: readonly Plan[],
): Promise<number> {
  const waiting = [...plans];
  const startedAt = Date.now();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift())
        await client.decide(plan);
    }),
  );
  let last = startedAt;
  for (const plan of plans) {
    await client.waitFor(
      plan.requestId,
      (view) => terminal.includes(view.phase),
      120_000,
      lookEveryMs,
    );
    const phases = await client.call<{ phases: { to: string; at: string }[] }>(
      "GET",
      `/api/v1/requests/${plan.requestId}/phases`,
    );
    const end = phases.phases.find((change) => terminal.includes(change.to));
    last = Math.max(last, end === undefined ? Date.now() : Date.parse(end.at));
  }
  return (last - startedAt) / 1000;
}

/** A plan of one task that runs `/bin/true`. */
export function noopBody(repository: {
  id: string;
  name: string;
  branch: string;
  commit: string | null;
  treeId: string | null;
}): PlanBody {
  return {
    summary: "Do nothing.",
    complexity: "simple",
    risk: "low",
    estimatedSeconds: 1,
    costUsd: 0,
    repositoryId: repository.id,
    repositoryName: repository.name,
    branch: repository.branch,
    commit: repository.commit ?? "",
    treeId: repository.treeId ?? "",
    inventoryPath: "inventory/hosts.yml",
    inventoryHash: "",
    requirementsLock: null,
    secrets: [],
    tier: "builtin",
    tierReason: "prepared by the bench",
    outOfScope: [],
    changeNote: null,
    tasks: [
      {
        taskKey: "t1",
        order: 1,
        name: "no-op",
        workType: "effect.script",
        agentType: "infra",
        entryId: null,
        entryKind: "playbook",
        entryPath: "no-op",
        service: null,
        intentText: "no-op",
        matchConfidence: 1,
        matchReason: "prepared",
        hosts: ["bench"],
        limit: ["bench"],
        tags: [],
        variables: [],
        checkTemplates: [],
        checks: [],
        resources: { cpuCores: 1, memoryMb: 16, gpuVramMb: 0 },
        dependsOn: [],
        risk: "low",
        riskReasons: [],
        estimatedSeconds: 1,
        estimateSource: "default",
        idempotent: true,
        timeoutSeconds: 60,
        profile: "local",
        note: null,
        agent: null,
        argv: ["/bin/true"],
        files: [],
      },
    ],
  };
}
