import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ChildSpec } from "#scripts/start/child.ts";
import { type RunningChiffon, startChiffon } from "#scripts/start/supervisor.ts";
import { dataPaths, loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { findFamily, signalProcess } from "#server/platform/process.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import {
  type EffectPlaces,
  type EffectPlaybook,
  type EffectTask,
  effectPlan,
} from "./effect-plans.ts";
import { createEffectRepository, effectPlaybookPath } from "./effect-repository.ts";

const script = fileURLToPath(new URL("./effect.sh", import.meta.url));
const repositoryName = "torture";
const slots = 6;

/** A real installation on a throw-away data directory, with a person signed in and a way past HTTP for preparing. */
export interface Installation {
  readonly chiffon: RunningChiffon;
  readonly client: ChiffonClient;
  readonly container: Container;
  readonly places: EffectPlaces;
  readonly runsDir: string;
  /** Offers a plan; nothing of it runs before somebody approves it. */
  offer(tasks: readonly EffectTask[]): Promise<Plan>;
  close(): Promise<void>;
}

/** Starts Postgres, Redis and every process of the product; `replaced` are started instead of those of the same name. */
export async function openInstallation(options: {
  readonly replaced?: readonly ChildSpec[];
  readonly build: boolean;
  /** Leaves the data directory where it is, for looking at it afterwards. */
  readonly keep?: boolean;
  readonly note: (line: string) => void;
}): Promise<Installation> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-torture-"));
  // As root the services run as another user, who must get through.
  chmodSync(scratch, 0o711);
  const dataDir = path.join(scratch, "data");
  const places = { effectsDir: path.join(dataPaths(dataDir).apps, "effects"), script };
  mkdirSync(places.effectsDir, { recursive: true });
  createEffectRepository(path.join(scratch, "repository"), script);
  const chiffon = await startChiffon({
    dataDir,
    port: 0,
    host: "127.0.0.1",
    build: options.build,
    env: {
      CHIFFON_TEST_WORK_TYPES: "1",
      WORKER_CONCURRENCY: String(slots),
      HEARTBEAT_SECONDS: "1",
      AGENT_OFFLINE_SECONDS: "6",
      // Whatever else this machine does.
      CHIFFON_OVERLOAD_FACTOR: "1000",
      CHIFFON_MIN_FREE_PERCENT: "0",
      LOG_LEVEL: "info",
    },
    replaced: options.replaced ?? [],
    log: options.note,
  });
  const containers = new Containers(chiffon);
  let closing: Promise<void> | null = null;
  const stop = async () => {
    await containers.close();
    await chiffon.stop({ graceMs: 3_000 });
    // Detached runs outlive the product by design.
    for (const pid of findFamily([scratch])) signalProcess(pid, "SIGKILL");
    if (options.keep) options.note(`kept ${scratch}`);
    else rmSync(scratch, { recursive: true, force: true });
  };
  const close = () => {
    closing ??= stop();
    return closing;
  };
  try {
    await chiffon.ready();
    const container = containers.current;
    const client = new ChiffonClient(chiffon.url);
    await client.setUp(chiffon.setupToken ?? "");
    const playbook = await addPlaybook(container, client, path.join(scratch, "repository"));
    await waitForAgent(container);
    const principal = await findAdmin(container);
    const conversationId = await openConversation(container, principal);
    return {
      ...{ chiffon, client, places, close },
      get container() {
        return containers.current;
      },
      runsDir: dataPaths(dataDir).runs,
      offer: (tasks) =>
        containers.current.services.requests.submitPrepared(principal, {
          conversationId,
          text: tasks.map(({ label }) => label).join(", "),
          body: effectPlan(tasks, playbook, places),
        }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Services on the database as it stands now: one that was started again may have moved to another port. */
class Containers {
  readonly #chiffon: RunningChiffon;
  #open: { readonly databaseUrl: string; readonly container: Container } | null = null;

  constructor(chiffon: RunningChiffon) {
    this.#chiffon = chiffon;
  }

  get current(): Container {
    const { databaseUrl, redisUrl } = this.#chiffon.addresses;
    if (this.#open?.databaseUrl === databaseUrl) return this.#open.container;
    void this.close();
    const config = loadConfig({
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      CHIFFON_DATA_DIR: this.#chiffon.dataDir,
      LOG_LEVEL: "error",
    });
    this.#open = { databaseUrl, container: createContainer(config, { process: "torture" }) };
    return this.#open.container;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.container.close();
  }
}

async function addPlaybook(
  { services, db }: Container,
  client: ChiffonClient,
  location: string,
): Promise<EffectPlaybook> {
  await client.call("POST", "/api/repositories", { name: repositoryName, location });
  const entry = await until("the playbook is in the catalog", async () => {
    const entries = await services.matching.listPlaybooks();
    return entries.find(({ path: file }) => file === effectPlaybookPath) ?? null;
  });
  const facts = await services.catalog.planFacts(entry.id);
  const repository = await db.repository.findUniqueOrThrow({ where: { id: entry.repositoryId } });
  const { source, files } = facts;
  return {
    ...source,
    repositoryName: repository.name,
    entryId: entry.id,
    entryPath: entry.path,
    files,
  };
}

async function waitForAgent({ services }: Container): Promise<void> {
  await until("an agent is enrolled", async () => {
    const agents = await services.agents.all();
    return agents.some(({ workTypes }) => workTypes.includes("effect.script")) || null;
  });
}

async function findAdmin({ db }: Container): Promise<Principal> {
  const person = await db.person.findFirstOrThrow();
  return { personId: person.id, name: person.name, role: "admin", sessionId: "" };
}

async function openConversation({ db }: Container, principal: Principal): Promise<string> {
  const { id } = await db.conversation.create({
    data: { title: "Torture", personId: principal.personId },
  });
  return id;
}

/** Asks until there is an answer; what is asked may fail meanwhile. @throws Error naming `what` after `timeoutMs` */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let reason = "";
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      reason = `: ${String(error).slice(0, 300)}`;
    }
    if (Date.now() > deadline) throw new Error(`${what}: not in ${timeoutMs / 1000} s${reason}`);
    await delay(100);
  }
}
