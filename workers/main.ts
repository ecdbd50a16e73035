import { awaitConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";
import { giveBackMemoryWhenQuiet } from "#server/platform/give-back-memory.ts";
import { builtInAgent } from "./built-in-agent.ts";
import { Orchestrator } from "./orchestrator.ts";
import { handleStopSignals } from "./shutdown.ts";

const services = new Set(
  (
    process.argv
      .find((argument) => argument.startsWith("--services="))
      ?.slice("--services=".length) ?? "orchestrator,agent"
  ).split(","),
);
const container = createContainer(await awaitConfig(), { process: [...services].join("+") });
const orchestrator = services.has("orchestrator") ? new Orchestrator(container) : null;
const agent = services.has("agent") ? await builtInAgent(container) : null;

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

await container.waitForDatabase();
await Promise.all([orchestrator?.start(), agent?.start()]);
giveBackMemoryWhenQuiet();
