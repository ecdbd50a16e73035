import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";
import { AgentWorker } from "./agent.ts";
import { Orchestrator } from "./orchestrator.ts";
import { handleStopSignals } from "./shutdown.ts";

const services = new Set(
  (
    process.argv
      .find((argument) => argument.startsWith("--services="))
      ?.slice("--services=".length) ?? "orchestrator,agent"
  ).split(","),
);
const container = createContainer(loadConfig(), { process: [...services].join("+") });
const orchestrator = services.has("orchestrator") ? new Orchestrator(container) : null;
const agent = services.has("agent") ? new AgentWorker(container) : null;

handleStopSignals({
  drain: async () => {
    await agent?.drain();
    await orchestrator?.stop();
    await container.close();
  },
  interrupt: async () => {
    await agent?.interrupt();
    await orchestrator?.stop();
    await container.close();
  },
  abandon: () => agent?.detach(),
  log: container.log,
});

if (orchestrator !== null && agent !== null)
  container.services.dispatch.tellAtOnce((...placed) => void agent.startPlaced(...placed));
await container.waitForDatabase();
await Promise.all([orchestrator?.start(), agent?.start()]);
