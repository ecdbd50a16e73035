import { setTimeout as delay } from "node:timers/promises";
import type { Plan } from "#server/contracts/plan.ts";
import { type ChiffonClient, ReplyError } from "#tests/support/chiffon-client.ts";

/** An approval that the server acknowledged, or refused although it must not. */
export interface Approval {
  readonly planId: string;
  readonly requestId: string;
  readonly acknowledged: boolean;
  readonly problem: string | null;
}

const retryMs = 150;
const giveUpMs = 90_000;

/**
 * Approves a plan as a person would who keeps clicking until it says so: anything but an answer is tried again.
 * With `twice`, two clicks at once.
 */
export async function approve(
  client: ChiffonClient,
  plan: Plan,
  twice: boolean,
): Promise<Approval> {
  const clicks = [click(client, plan), ...(twice ? [click(client, plan)] : [])];
  const problems = await Promise.all(clicks);
  return {
    planId: plan.id,
    requestId: plan.requestId,
    acknowledged: problems.includes(null),
    problem: problems.find((problem) => problem !== null) ?? null,
  };
}

/** Resolves with null once acknowledged, else with why it never was. */
async function click(client: ChiffonClient, plan: Plan): Promise<string | null> {
  const deadline = Date.now() + giveUpMs;
  for (;;) {
    try {
      await client.decide(plan);
      return null;
    } catch (error) {
      const isRefusal = error instanceof ReplyError && error.status >= 400 && error.status < 500;
      if (isRefusal || Date.now() > deadline) return String(error);
    }
    await delay(retryMs);
  }
}
