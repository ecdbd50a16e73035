import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { dataPaths } from "#server/config.ts";

/** A worker as the supervisor would start it, for tests that kill or freeze it. */
export interface WorkerProcess {
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Kills it, frozen or not, and resolves when it is gone. */
  end(): Promise<void>;
}

/** What workers of one scratch installation are started with. */
export function faultEnvironment(own: {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly agentName: string;
  readonly concurrency: number;
}): Record<string, string> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-faults-"));
  // A homelab folder that is there already is not seeded.
  mkdirSync(path.join(dataPaths(dataDir).homelab, ".git"), { recursive: true });
  return {
    CHIFFON_DATA_DIR: dataDir,
    DATABASE_URL: own.databaseUrl,
    REDIS_URL: own.redisUrl,
    CHIFFON_TEST_WORK_TYPES: "1",
    AGENT_NAME: own.agentName,
    AGENT_OFFLINE_SECONDS: "3600",
    CHIFFON_OVERLOAD_FACTOR: "1000",
    CHIFFON_MIN_FREE_PERCENT: "0",
    WORKER_CONCURRENCY: String(own.concurrency),
    LOG_LEVEL: "info",
  };
}

const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Starts `workers/main.ts` with one of its services; resolves once it says that it is ready. */
export async function startWorker(
  service: "orchestrator" | "agent",
  environment: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "workers/main.ts", `--services=${service}`],
    {
      env: { PATH: searchPath, NODE_ENV: "production", ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout })
      .on("line", (line) => line.includes(`${service} is ready`) && resolve())
      .on("close", () => reject(new Error(`the ${service} ended before it was ready`)));
  });
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    end: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
