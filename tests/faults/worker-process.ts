import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A worker as the supervisor would start it, for tests that kill or freeze it. */
export interface WorkerProcess {
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Kills it, frozen or not, and resolves when it is gone. */
  end(): Promise<void>;
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
