import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Socket } from "socket.io-client";
import { type RunningChiffon, startChiffon } from "#scripts/start/supervisor.ts";
import { readStartClock } from "#server/runner/run-directory.ts";
import { ChiffonClient, follow, type WireView } from "#tests/support/chiffon-client.ts";
import { measureFloorMs } from "./floor.ts";
import { generateRepository, helloServices, serviceName } from "./generated-repository.ts";
import { approvePrepared, lookEveryMs, prepareNoops } from "./noop-plans.ts";
import { controlPlaneSeconds } from "./process-use.ts";
import { type Metric, median, metric, percentile } from "./report.ts";

const run = promisify(execFile);
const catalogSize = 1_000;
const approvals = 50;
const messages = 40;
const pairs = 10;
const noops = 100;
const greeting = "Run the bench greeting";
const twentySteps = "Run the twenty steps";

/** Everything the measurements share. */
interface Bench {
  readonly chiffon: RunningChiffon;
  readonly client: ChiffonClient;
  readonly repository: string;
  readonly note: (line: string) => void;
}

/** Measures the main job on a real installation: from message to plan, from approval to process, and to the browser. */
export async function benchJourney(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in services do not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const repository = path.join(scratch, "repository");
  note(`generating a repository of ${catalogSize} playbooks and roles`);
  generateRepository(repository, catalogSize);
  const chiffon = await startChiffon({
    dataDir: path.join(scratch, "data"),
    port: 0,
    host: "127.0.0.1",
    env: {
      CHIFFON_TEST_WORK_TYPES: "1",
      // Whatever else this machine does.
      ...{ CHIFFON_OVERLOAD_FACTOR: "1000", CHIFFON_MIN_FREE_PERCENT: "0" },
    },
    log: note,
  });
  try {
    await chiffon.ready();
    const client = new ChiffonClient(chiffon.url);
    await client.setUp(chiffon.setupToken ?? "");
    await addRepository(client, repository);
    const bench = { chiffon, client, repository, note };
    return [
      ...(await benchMessages(bench)),
      ...(await benchApprovals(bench)),
      ...(await benchWall(bench)),
      ...(await benchBurst(bench)),
      ...(await benchNoops(bench)),
    ];
  } finally {
    await chiffon.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function addRepository(client: ChiffonClient, location: string): Promise<void> {
  const added = await client.call<{ id: string }>("POST", "/api/repositories", {
    name: "bench",
    location,
  });
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { repositories } = await client.call<{
      repositories: { id: string; entryCount: number }[];
    }>("GET", "/api/repositories");
    if ((repositories.find(({ id }) => id === added.id)?.entryCount ?? 0) >= catalogSize) return;
    if (Date.now() > deadline)
      throw new Error("the generated repository was not scanned within a minute");
    await delay(200);
  }
}

async function plan(client: ChiffonClient, message: string): Promise<WireView> {
  const { requestId } = await client.say(message);
  return client.waitFor(requestId, (view) => view.plan !== null && view.card === "awaiting");
}

/**
 * Waits for a request as its page does: looks at it whenever something of it changed, and not otherwise, because looks
 * take the two cores from what is measured.
 */
function toldOf(client: ChiffonClient, socket: Socket, { request_id, conversation_id }: WireView) {
  let look: () => void = () => undefined;
  const followed = follow(socket, `conversation:${conversation_id}`, ({ body }) => {
    if ("requestId" in body && body.requestId === request_id) look();
  });
  return async (holds: (view: WireView) => boolean): Promise<WireView> => {
    await followed;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("nothing was told in 30 s")), 30_000);
      look = () =>
        void client.view(request_id).then((view) => {
          if (!holds(view)) return;
          clearTimeout(timer);
          resolve(view);
        }, reject);
      look();
    });
  };
}

/** Sent message → plan event at the browser, over different services of a large catalog. */
async function benchMessages({ client, note }: Bench): Promise<Metric[]> {
  note(`message to plan, ${messages} messages`);
  const { conversationId } = await client.say("hello");
  const socket = await client.connect();
  let announce: (requestId: string) => void = () => undefined;
  await follow(socket, `conversation:${conversationId}`, (event) => {
    if (event.body.type === "request.changed") announce(event.body.requestId);
  });
  const samples: number[] = [];
  for (let index = 0; index < messages; index++) {
    const changes = new Set<string>();
    const sentAt = performance.now();
    const planned = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no plan within 10 s")), 10_000);
      announce = (requestId) => {
        changes.add(requestId);
        void client.view(requestId).then((view) => {
          if (view.card !== "awaiting") return;
          clearTimeout(timer);
          resolve(performance.now() - sentAt);
        });
      };
    });
    await client.say(`Please deploy ${serviceName((index * 37) % catalogSize)}`, conversationId);
    samples.push(await planned);
  }
  socket.close();
  return [
    metric("message_to_plan_ms_p50", median(samples), "ms", { better: "lower", limit: null }),
    metric("message_to_plan_ms_p95", percentile(samples, 0.95), "ms", {
      better: "lower",
      limit: 300,
    }),
  ];
}

/** Approval sent by the client → the shim's clock just before it executes ansible; and task end → browser socket. */
async function benchApprovals({ chiffon, client, note }: Bench): Promise<Metric[]> {
  note(`approval to process, ${approvals} plans one by one`);
  const starts: number[] = [];
  const deliveries: number[] = [];
  const socket = await client.connect();
  for (let index = 0; index < approvals; index++) {
    const ready = await plan(client, greeting);
    if (ready.plan === null) continue;
    const sentAt = Date.now() + (performance.now() % 1);
    const told = toldOf(client, socket, ready);
    await client.decide(ready.plan);
    const running = await told((view) => view.tasks[0]?.runs[0] !== undefined);
    const runId = running.tasks[0]?.runs[0]?.id ?? "";
    await follow(socket, `run:${runId}`, (event, atMs) => {
      if (event.body.type !== "run.events") return;
      for (const each of event.body.events as { type: string; at: string }[]) {
        if (each.type === "host.result") deliveries.push(atMs - Date.parse(each.at));
      }
    });
    await told((view) => view.phase === "done" || view.phase === "failed");
    const clock = readStartClock(path.join(chiffon.dataDir, "runs", runId));
    if (clock !== null) starts.push(Number(clock / 1000n) / 1000 - sentAt);
  }
  socket.close();
  const floor = await measureFloorMs(chiffon.addresses.ownerUrl, chiffon.addresses.redisUrl);
  return [
    metric("approve_to_process_ms_p50", median(starts), "ms", { better: "lower", limit: 30 }),
    metric("approve_to_process_ms_p95", percentile(starts, 0.95), "ms", {
      better: "lower",
      limit: 150,
    }),
    metric("floor_ms", floor, "ms", { better: "lower", limit: null }),
    metric("ratio_to_floor", median(starts) / floor, "×", { better: "lower", limit: 2.5 }),
    metric("event_to_browser_ms_p95", percentile(deliveries, 0.95), "ms", {
      better: "lower",
      limit: 100,
    }),
  ];
}

/** The same playbook by hand, with the environment a run gets. Seconds. */
async function bareSeconds(repository: string, playbook: string): Promise<number> {
  const startedAt = performance.now();
  await run("ansible-playbook", ["-i", "inventory/hosts.yml", playbook], {
    cwd: repository,
    env: { ...process.env, LANG: "C.UTF-8", ANSIBLE_INVENTORY_ENABLED: "ini,yaml" },
  });
  return (performance.now() - startedAt) / 1000;
}

/** Approval sent → outcome stored, in seconds, for one plan. */
async function approvedSeconds(client: ChiffonClient, message: string): Promise<number> {
  const ready = await plan(client, message);
  if (ready.plan === null) throw new Error("no plan");
  const sentAt = Date.now();
  await client.decide(ready.plan);
  await client.waitFor(
    ready.request_id,
    (view) => ["done", "failed"].includes(view.phase),
    120_000,
    lookEveryMs,
  );
  return ((await lastFinish(client, [ready.request_id])) - sentAt) / 1000;
}

/** When the last run of the requests was stored as finished; milliseconds since the epoch. */
async function lastFinish(client: ChiffonClient, requestIds: readonly string[]): Promise<number> {
  const views = await Promise.all(
    requestIds.map((id) =>
      client.call<{ tasks: { runs: { finished_at: string }[] }[] }>(
        "GET",
        `/api/v1/requests/${id}`,
      ),
    ),
  );
  return Math.max(
    ...views.flatMap((view) =>
      view.tasks.flatMap((task) => task.runs.map((each) => Date.parse(each.finished_at))),
    ),
  );
}

async function benchWall({ client, repository, note }: Bench): Promise<Metric[]> {
  note(`wall time of a playbook of 20 tasks against ansible-playbook by hand, ${pairs} pairs`);
  const ratios: number[] = [];
  const bares: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const bare = await bareSeconds(repository, "playbooks/twenty.yml");
    const ours = await approvedSeconds(client, twentySteps);
    bares.push(bare);
    ratios.push(ours / bare);
  }
  return [
    metric("playbook_bare_s", median(bares), "s", { better: "lower", limit: null }),
    metric("playbook_wall_ratio", median(ratios), "×", { better: "lower", limit: 1.03 }),
  ];
}

async function benchBurst({ client, repository, note }: Bench): Promise<Metric[]> {
  note(`${helloServices.length} short playbooks at once against the same by hand`);
  const concurrency = 2;
  const plans: WireView[] = [];
  for (const service of helloServices) plans.push(await plan(client, `Run ${service}`));
  const bareStart = performance.now();
  await inParallel(helloServices, concurrency, (service) =>
    bareSeconds(repository, `playbooks/${service}.yml`),
  );
  const bare = (performance.now() - bareStart) / 1000;
  const sentAt = Date.now();
  await Promise.all(plans.map((each) => each.plan !== null && client.decide(each.plan)));
  for (const each of plans)
    await client.waitFor(
      each.request_id,
      (view) => ["done", "failed"].includes(view.phase),
      120_000,
      lookEveryMs,
    );
  const ours =
    ((await lastFinish(
      client,
      plans.map((each) => each.request_id),
    )) -
      sentAt) /
    1000;
  return [
    metric("hello_burst_bare_s", bare, "s", { better: "lower", limit: null }),
    metric("hello_burst_wall_ratio", ours / bare, "×", { better: "lower", limit: 1.15 }),
  ];
}

/** Approved plans of one no-op task: the real claim, digest check, shim, run directory and fence around `/bin/true`. */
async function benchNoops({ chiffon, client, note }: Bench): Promise<Metric[]> {
  note(`${noops} plans of one no-op task`);
  const prepared = await prepareNoops(chiffon, noops);
  const before = controlPlaneSeconds(chiffon.pids());
  const seconds = await approvePrepared(client, prepared);
  const spent = controlPlaneSeconds(chiffon.pids()) - before;
  const { ownerUrl, redisUrl } = chiffon.addresses;
  const perFloor = (noops / seconds) * ((await measureFloorMs(ownerUrl, redisUrl)) / 1000);
  return [
    metric("trivial_plans_per_s", noops / seconds, "1/s", { better: "higher", limit: 11 }),
    metric("trivial_plans_per_floor", perFloor, "", { better: "higher", limit: 0.35 }),
    metric("control_plane_cpu_ms_per_plan", (spent / noops) * 1000, "ms", {
      ...{ better: "lower", limit: 60 },
    }),
  ];
}

/** Runs `work` over the items, `concurrency` at a time. */
async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (waiting.length > 0) await work(waiting.shift() as T);
    }),
  );
}
