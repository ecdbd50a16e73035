import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import { idSchema } from "#server/contracts/common.ts";
import {
  type Envelope,
  type FolderName,
  maxWaitSeconds,
  orderPayloads,
  type Sealed,
} from "#server/contracts/link.ts";
import { runStatusSchema } from "#server/contracts/run.ts";
import { jumpRouteSchema } from "#server/contracts/ssh.ts";
import { isAnsibleWork } from "#server/contracts/task.ts";
import type { RunMaterials } from "#server/execution/run-materials-service.ts";
import type { AgentIdentity, Ended, HeldRun, Progress } from "#server/execution/run-service.ts";
import { taskBodySchema } from "#server/execution/task-body.ts";
import { AppError } from "#server/lib/app-error.ts";
import { openSealed } from "#server/platform/link-keys.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { RunPlaces } from "../run-spec.ts";
import type { AgentDescription, Renewal, TaskReporter, WorkOrders } from "../task-reporter.ts";
import type { FolderStore } from "./folder-store.ts";
import { type LinkClient, LinkRefusal } from "./link-client.ts";
import { toolTrouble } from "./tool-trouble.ts";

const waitSeconds = 20;
/** Between asks that brought nothing to begin, and after one that failed. */
const pauseMs = 1_000;
/** Renewals within a lease. */
const renewals = 5;

const runSchema = z.object({
  runId: idSchema,
  fence: z.number().int(),
  nonce: z.string(),
  taskId: idSchema,
  attempt: z.number().int(),
  requestId: idSchema,
  conversationId: idSchema,
  status: runStatusSchema,
  cancelAsked: z.boolean(),
  tail: z.unknown(),
  body: taskBodySchema,
});

const materialsSchema = z.object({
  values: z.array(z.tuple([z.string(), z.string()])),
  access: z.object({
    keys: z.array(
      z.object({
        name: z.string(),
        privateKey: z.string(),
        passphrase: z.string().nullable(),
        machines: z.array(z.string()).nullable(),
      }),
    ),
    knownHosts: z.string(),
    routes: z.array(jumpRouteSchema),
  }),
});

const placeSchema = z.object({
  outputOffset: z.number(),
  eventsOffset: z.number(),
  line: z.number(),
  eventCount: z.number(),
});
const start = { line: 0, eventCount: 0 };

/** What it speaks with. */
export interface LinkParts {
  readonly client: LinkClient;
  /** Opens what Chiffon seals to this agent. */
  readonly boxKey: string;
  readonly store: FolderStore;
  readonly places: RunPlaces;
  readonly log: Logger;
}

/** For an agent on another machine: asks Chiffon over HTTP, and goes on asking while it is away. */
export class LinkReporter implements TaskReporter {
  readonly leaseRhythm = { busyMs: 5_000, quietMs: 15_000, quietAfterMs: 60_000 };
  readonly #own: LinkParts;
  #isTaking = false;
  /** Where each run was told of so far. */
  readonly #told = new Map<string, { readonly line: number; readonly eventCount: number }>();

  constructor(own: LinkParts) {
    this.#own = own;
  }

  async rememberedTools(): Promise<AgentTools | null> {
    return null;
  }

  async register(self: AgentDescription): Promise<AgentIdentity> {
    const { client, log } = this.#own;
    for (const trouble of toolTrouble(self.tools)) log.warn(trouble);
    // Without Ansible there is nothing to run it with: Chiffon then sends such work elsewhere.
    const workTypes = self.workTypes.filter(
      (each) => self.tools.ansible !== null || !isAnsibleWork(each),
    );
    const { domains, reaches, tags, offlineAfterSeconds, ...rest } = self;
    const { agentId, name, leaseSeconds } = await client.insist("hello", {
      self: {
        ...rest,
        ...{ workTypes, domains: [...domains] },
        ...(reaches === undefined ? {} : { reaches: [...reaches] }),
        ...(tags === undefined ? {} : { tags: [...tags] }),
        ...(offlineAfterSeconds === undefined ? {} : { offlineAfterSeconds }),
      },
    });
    this.leaseRhythm.busyMs = Math.max(200, Math.min(5_000, (leaseSeconds * 1000) / renewals));
    this.leaseRhythm.quietMs = Math.max(this.leaseRhythm.busyMs, this.leaseRhythm.quietMs);
    return { agentId, name, leaseSeconds };
  }

  async noteTools(tools: AgentTools): Promise<void> {
    await this.#own.client.ask("tools", { tools });
  }

  async heartbeat(metrics: MachineMetrics, activeRuns: number): Promise<void> {
    await this.#own.client.ask("beat", { metrics, activeRuns });
  }

  takeWork(orders: WorkOrders, _slots: number, held: () => readonly HeldRun[]): void {
    this.#isTaking = true;
    void this.#poll(orders, held);
  }

  async #poll(orders: WorkOrders, held: () => readonly HeldRun[]): Promise<void> {
    const { client, log } = this.#own;
    for (let isFirst = true; this.#isTaking && !client.isClosed; ) {
      try {
        const wait = Math.min(maxWaitSeconds, isFirst ? 0 : waitSeconds);
        const asked = { waitSeconds: wait, isFirst, takesWork: true, holds: held().map(holdOf) };
        const answer = await client.ask("poll", asked, { waitMs: wait * 1000 });
        isFirst = false;
        const begun = await this.#obey(answer.orders, orders);
        if (begun === 0 && answer.orders.length > 0) await delay(pauseMs);
      } catch (error) {
        if (error instanceof LinkRefusal) log.warn({ err: error }, "Chiffon refused to give work");
        await delay(pauseMs);
      }
    }
  }

  /** @returns how many runs were handed over */
  async #obey(messages: readonly Envelope[], orders: WorkOrders): Promise<number> {
    let begun = 0;
    for (const { type, payload } of messages) {
      if (type === "cancel") await orders.cancel(orderPayloads.cancel.parse(payload).taskId);
      if (type !== "work_request" || !this.#isTaking) continue;
      const { runId, how, sealed } = orderPayloads.work_request.parse(payload);
      const run = runSchema.parse(this.#open(`run ${runId}`, sealed));
      this.#told.set(run.runId, toldIn(run.tail));
      orders[how](run);
      begun += 1;
    }
    return begun;
  }

  async stopTaking(): Promise<void> {
    this.#isTaking = false;
  }

  close(): void {
    this.#isTaking = false;
    this.#own.client.close();
  }

  async renew(held: readonly HeldRun[]): Promise<Renewal> {
    if (held.length === 0) return { lost: [], cancel: [], givenUp: [] };
    const asked = { holds: held.map(holdOf) };
    const { lost, cancel, givenUp } = (await this.#own.client.ask("renew", asked)).reply;
    const among = (ids: readonly string[]) => held.filter(({ runId }) => ids.includes(runId));
    return { lost: among(lost), cancel: among(cancel), givenUp: among(givenUp) };
  }

  /** They come with the work: an ask says what is followed, and is told what else there is. */
  async adopt(): Promise<readonly HeldRun[]> {
    return [];
  }

  async openAmong(runIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (runIds.length === 0) return new Set();
    const { open } = await this.#own.client.insist("open", { runIds: runIds.slice(0, 1000) });
    // Of those that were not asked about nothing is known.
    return new Set([...open, ...runIds.slice(1000)]);
  }

  async givenUp(taskId: string): Promise<readonly string[]> {
    return (await this.#own.client.insist("givenUp", { taskId })).runIds;
  }

  async materials(run: HeldRun): Promise<RunMaterials> {
    if (isAnsibleWork(run.body.task.workType)) await this.#fetchFolders(run);
    const { sealed } = await this.#demand(() => this.#own.client.insist("materials", holdOf(run)));
    const { values, access } = materialsSchema.parse(this.#open(`materials ${run.runId}`, sealed));
    const keys = access.keys.map(({ machines, ...key }) => ({
      ...key,
      machines: machines === null ? null : new Set(machines),
    }));
    return { values: new Map(values), access: { ...access, keys } };
  }

  async #fetchFolders(run: HeldRun): Promise<void> {
    const { treeId, inventorySource, requirementsLock } = run.body;
    const { trees, dependencies } = this.#own.places;
    const wanted: readonly (readonly [FolderName, string, string | null | undefined])[] = [
      ["tree", trees, treeId],
      ["inventory", trees, inventorySource?.treeId],
      ["content", dependencies, requirementsLock],
    ];
    for (const [folder, directory, id] of wanted) {
      if (id == null) continue;
      if (!/^[0-9a-f]{40,64}$/.test(id)) throw new AppError("run_refused");
      await this.#demand(() => this.#fetchFolder(run, folder, path.join(directory, id)));
    }
  }

  #fetchFolder(run: HeldRun, folder: FolderName, target: string): Promise<void> {
    const { client, store } = this.#own;
    const named = { ...holdOf(run), folder };
    return store.make(target, {
      list: async () => (await client.insist("folder", named)).files,
      contents: async (blobs) => {
        const { contents } = await client.insist("files", { ...named, blobs: [...blobs] });
        return contents.map((content) => Buffer.from(content, "base64"));
      },
    });
  }

  /** What Chiffon refuses a run with is what is wrong with the run. */
  async #demand<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LinkRefusal) || error.isFinal) throw error;
      throw new AppError("run_refused", { message: error.message, cause: error });
    }
  }

  async markSpawned(run: HeldRun): Promise<boolean> {
    return (await this.#own.client.insist("spawned", holdOf(run))).isHeld;
  }

  async report(run: HeldRun, { lines, events, cutLines, tail }: Progress): Promise<boolean> {
    const from = this.#told.get(run.runId) ?? start;
    const at = placeSchema.parse(tail);
    const told = { lines: [...lines], events: [...events], cutLines };
    try {
      const { isHeld } = await this.#own.client.insist("progress", {
        ...holdOf(run),
        ...{ from, tail: at, ...told },
      });
      if (isHeld) this.#told.set(run.runId, { line: at.line, eventCount: at.eventCount });
      return isHeld;
    } catch (error) {
      // It was told of from elsewhere: left alone, it comes back as one to resume from where Chiffon has it.
      if (error instanceof LinkRefusal && error.error.name === "progress_gap") return false;
      throw error;
    }
  }

  async finish(run: HeldRun, ended: Ended): Promise<void> {
    const { outcome, neverStarted, vanished, problem } = ended;
    await this.#own.client.insist("result", {
      ...holdOf(run),
      ...{ outcome, neverStarted, vanished, problem },
    });
    this.#told.delete(run.runId);
  }

  #open(context: string, sealed: Sealed): unknown {
    return JSON.parse(openSealed(this.#own.boxKey, context, sealed));
  }
}

const holdOf = ({ runId, fence }: HeldRun) => ({ runId, fence });

function toldIn(tail: unknown): { line: number; eventCount: number } {
  const parsed = placeSchema.safeParse(tail);
  return parsed.success ? { line: parsed.data.line, eventCount: parsed.data.eventCount } : start;
}
