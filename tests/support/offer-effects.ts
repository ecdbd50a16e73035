import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type EffectPlaybook,
  type EffectTask,
  effectPlan,
  labelOf,
} from "#scripts/torture/effect-plans.ts";
import type { Container } from "#server/container.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";

/** Leaves an effect for each start and end. */
export const effectScript = fileURLToPath(
  new URL("../../scripts/torture/effect.sh", import.meta.url),
);

/** Scripts need no repository; a plan names one all the same. */
export const noPlaybook: EffectPlaybook = {
  repositoryId: randomUUID(),
  repositoryName: "none",
  branch: "main",
  commit: "0".repeat(40),
  treeId: "0".repeat(40),
  inventoryPath: "inventory/hosts.yml",
  inventoryHash: "",
  entryId: randomUUID(),
  entryPath: "effect",
  files: [],
};

/** Offers plans whose tasks leave effects on disk, past planning but through everything after it. */
export class EffectPlans {
  readonly effectsDir: string;
  readonly #container: Container;
  readonly #principal: Principal;
  readonly #conversationId: string;
  #count = 0;

  private constructor(container: Container, principal: Principal, conversationId: string) {
    this.#container = container;
    this.#principal = principal;
    this.#conversationId = conversationId;
    this.effectsDir = path.join(container.paths.apps, "effects");
    mkdirSync(this.effectsDir, { recursive: true });
  }

  /** Without a person at hand one is made up: the database asks for no more than an id and a name. */
  static async open(container: Container, principal?: Principal): Promise<EffectPlans> {
    const somebody = { personId: randomUUID(), name: "Ada", role: "admin", sessionId: "" } as const;
    const { personId } = principal ?? somebody;
    const { id } = await container.db.conversation.create({ data: { title: "Faults", personId } });
    return new EffectPlans(container, principal ?? somebody, id);
  }

  get principal(): Principal {
    return this.#principal;
  }

  /** Offers one plan; each task as `changes` says, by default a script that ends at once and must not be repeated. */
  async offer(...changes: readonly Partial<EffectTask>[]): Promise<Plan> {
    this.#count += 1;
    const tasks = (changes.length > 0 ? changes : [{}]).map((change, at): EffectTask => {
      const taskKey = `t${at + 1}`;
      const idempotent = change.idempotent ?? false;
      return {
        label: labelOf(`p${this.#count}.${taskKey}`, idempotent),
        dependsOn: [],
        seconds: 0,
        ansible: false,
        service: null,
        ...change,
        taskKey,
        idempotent,
      };
    });
    return this.#container.services.requests.submitPrepared(this.#principal, {
      conversationId: this.#conversationId,
      text: tasks.map(({ label }) => label).join(", "),
      body: effectPlan(tasks, noPlaybook, {
        effectsDir: this.effectsDir,
        script: effectScript,
      }),
    });
  }

  /** Approves as the person who offered. */
  async approve(plan: Plan): Promise<void> {
    await this.#container.services.decisions.decide(this.#principal, plan.id, {
      planVersion: plan.version,
      planDigest: plan.digest,
      decision: "approve",
    });
  }

  async offerApproved(...changes: readonly Partial<EffectTask>[]): Promise<Plan> {
    const plan = await this.offer(...changes);
    await this.approve(plan);
    return plan;
  }
}

/** Enrols an agent without a process: what is given to it waits. */
export async function enrolSilentAgent(
  container: Container,
  slots: number,
  named: { readonly identity: string; readonly name: string } = {
    identity: "00000000-0000-4000-8000-000000000a9e",
    name: "silent",
  },
) {
  return container.services.agents.register({
    ...named,
    agentType: "infra",
    workTypes: ["ansible.playbook", "effect.script"],
    domains: [],
    slots,
    version: "0",
    tools: {
      ansible: null,
      ansibleLint: null,
      bubblewrap: null,
      ssh: null,
      git: null,
      ansibles: [],
    },
    metrics: { cpuCores: 2, load: [0, 0, 0], memoryTotalMb: 4096, memoryAvailableMb: 4096 },
  });
}
