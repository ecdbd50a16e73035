import type { Plan } from "#server/contracts/plan.ts";
import type { BrowserBench } from "./browser-bench.ts";
import { noopPlan } from "./dispatch.ts";
import { containerOf, somebody } from "./own-container.ts";

const linesPerSecond = 200;
const longestSeconds = 600;
const title = "Write all the while";

/** Prints lines as Ansible colours them, evenly. */
const program = `
import time
start, line = time.monotonic(), 0
while time.monotonic() - start < ${longestSeconds}:
    line += 1
    print(f"\\033[0;3{2 + line % 2}mok\\033[0m: [nas{line % 9}] => (item=package-{line})", flush=True)
    time.sleep(max(0, start + line / ${linesPerSecond} - time.monotonic()))
`;

/** A run that writes all the while. */
export interface StreamingRun {
  readonly requestId: string;
  readonly conversationId: string;
  readonly runId: string;
  /** Ends it. */
  readonly stop: () => Promise<void>;
}

/** Starts a run that prints 200 lines a second until it is stopped. */
export async function startStreaming({ chiffon, client }: BrowserBench): Promise<StreamingRun> {
  const container = containerOf(chiffon);
  const plan = await offer(container).finally(() => container.close());
  const { conversation_id: conversationId } = await client.decide(plan);
  const { requestId } = plan;
  const running = await client.waitFor(
    requestId,
    ({ tasks }) => tasks[0]?.runs[0]?.status === "spawned",
  );
  const runId = running.tasks[0]?.runs[0]?.id ?? "";
  const stop = async () => {
    await client.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
    await client.waitFor(requestId, ({ end }) => end !== null);
  };
  return { requestId, conversationId, runId, stop };
}

async function offer(container: ReturnType<typeof containerOf>): Promise<Plan> {
  const principal = await somebody(container);
  const conversation = await container.db.conversation.create({
    data: { title, personId: principal.personId },
  });
  const body = noopPlan(1);
  const tasks = body.tasks.map((task) => ({
    ...task,
    ...{ name: title, argv: ["/usr/bin/python3", "-c", program] },
    timeoutSeconds: longestSeconds + 60,
  }));
  return container.services.requests.submitPrepared(principal, {
    ...{ conversationId: conversation.id, text: title },
    body: { ...body, tasks },
  });
}
