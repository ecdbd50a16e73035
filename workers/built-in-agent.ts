import { mkdir } from "node:fs/promises";
import type { Container } from "#server/container.ts";
import { AgentWorker } from "./agent.ts";
import { ownIdentity } from "./agent-identity.ts";
import { DirectReporter } from "./direct-reporter.ts";

/** The agent of Chiffon's own machine, or of one that shares its database and queue. Its runs are known to both by their directories. */
export async function builtInAgent(container: Container): Promise<AgentWorker> {
  // The first to start makes the data directory: runs write below it, so that it must be open to see.
  await mkdir(container.paths.apps, { recursive: true, mode: 0o755 });
  const identity = await ownIdentity(container.paths.agentIdentity);
  return new AgentWorker({ ...container, journal: null }, new DirectReporter(container, identity));
}
