import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startChiffon } from "#scripts/start/supervisor.ts";
import type { MachineMetrics } from "#server/contracts/agent.ts";
import { createLogger } from "#server/platform/logger.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { enrolmentToken } from "#tests/support/link-agent.ts";
import { enrol } from "#workers/remote/identity.ts";
import { LinkClient } from "#workers/remote/link-client.ts";
import { controlPlaneSeconds } from "./process-use.ts";
import { type Metric, metric, percentile } from "./report.ts";

const agents = 8;
const measuredMs = 15_000;
/** What an idle agent sends: a sign of life each 30 s, and a question for work that waits 20 s. */
const idleMessagesPerSecond = 1 / 30 + 1 / 20;
const metrics: MachineMetrics = {
  ...{ cpuCores: 4, load: [0.5, 0.5, 0.5], memoryTotalMb: 8_192, memoryAvailableMb: 4_096 },
};

/** Measures what agents on other machines cost: their signs of life by HTTP, signed, to the whole product, as fast as it answers. */
export async function benchLink(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in services do not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const chiffon = await startChiffon({
    dataDir: path.join(scratch, "data"),
    ...{ port: 0, host: "127.0.0.1", log: note },
  });
  try {
    await chiffon.ready();
    const admin = new ChiffonClient(chiffon.url);
    await admin.setUp(chiffon.setupToken ?? "");
    const clients = await Promise.all(
      Array.from({ length: agents }, async (_none, at) => {
        const [server, token] = [chiffon.url, await enrolmentToken(admin)];
        const file = path.join(scratch, `agent-${at}.json`);
        const identity = await enrol(file, { server, token, name: `bench-${at}` });
        return new LinkClient(identity, {
          log: createLogger("bench", "silent"),
          onFinal: (refusal) => note(refusal.message),
        });
      }),
    );
    note(
      `signs of life of ${agents} agents for ${measuredMs / 1000} s, each at once after the last`,
    );
    const before = controlPlaneSeconds(chiffon.pids());
    const startedAt = performance.now();
    const tookMs = (await Promise.all(clients.map((client) => beatFor(client)))).flat();
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuSeconds = controlPlaneSeconds(chiffon.pids()) - before;
    for (const client of clients) client.close();
    const perMessage = cpuSeconds / tookMs.length;
    const [lower, higher] = ["lower", "higher"] as const;
    const compared = { limit: null };
    return [
      metric("link_messages_per_s", tookMs.length / seconds, "messages/s", {
        ...{ better: higher, ...compared },
      }),
      metric("link_message_ms_p95", percentile(tookMs, 0.95), "ms", {
        ...{ better: lower, ...compared },
      }),
      metric("link_message_cpu_ms", perMessage * 1000, "ms of a core", {
        ...{ better: lower, ...compared },
      }),
      metric("link_idle_agents_per_core", 1 / (perMessage * idleMessagesPerSecond), "agents", {
        ...{ better: higher, ...compared },
      }),
    ];
  } finally {
    await chiffon.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @returns how long each message took, in milliseconds */
async function beatFor(client: LinkClient): Promise<number[]> {
  const tookMs: number[] = [];
  for (const until = performance.now() + measuredMs; performance.now() < until; ) {
    const startedAt = performance.now();
    await client.ask("beat", { metrics, activeRuns: 0 });
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}
