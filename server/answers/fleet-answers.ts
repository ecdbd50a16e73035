import { type AgentsService, isAgentUp } from "#server/agents/agents-service.ts";
import type { Agent } from "#server/contracts/agent.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";

/** Where answers about machines come from. */
interface FleetSources {
  readonly agents: AgentsService;
  readonly inventory: InventoryService;
  readonly execution: ExecutionService;
}

/** What does not answer: agents by heartbeat, hosts by their last test. */
export async function answerOffline({ agents, inventory }: FleetSources): Promise<MessagePart[]> {
  const silent = (await agents.all()).filter((agent) => agent.status === "offline");
  const hosts = await inventory.listHosts();
  const unreachable = hosts.filter(
    ({ state }) => state === "unreachable" || state === "key_changed",
  );
  const untested = hosts.filter(({ state }) => state === null).length;
  const note =
    untested > 0
      ? ` ${plural(untested, "host")} not tested yet: press "Test connection" under Fleet.`
      : "";
  if (silent.length + unreachable.length === 0)
    return [text(`Nothing is offline as far as I know.${note}`)];
  return [
    text(
      `${plural(silent.length, "agent")} offline, ${plural(unreachable.length, "host")} unreachable at the last test.${note}`,
    ),
    {
      kind: "table",
      title: "Offline",
      columns: ["What", "Name", "Since or why"],
      rows: [
        ...silent.map((agent) => ["agent", agent.name, agent.lastHeartbeatAt ?? "never seen"]),
        ...unreachable.map((host) => ["host", host.name, host.problem ?? ""]),
      ].slice(0, 50),
      links: [{ label: "Fleet", href: "/fleet" }],
    },
  ];
}

/** What runs now. */
export function answerRunning(
  running: Awaited<ReturnType<ExecutionService["running"]>>,
): MessagePart[] {
  if (running.length === 0) return [text("Nothing is running.")];
  return [
    {
      kind: "table",
      title: `${plural(running.length, "task")} running`,
      columns: ["Task", "Hosts", "Since"],
      rows: running.map((task) => [
        task.name,
        task.hosts.join(", "),
        task.startedAt?.toISOString() ?? "",
      ]),
      links: running
        .slice(0, 5)
        .map((task) => ({ label: task.name, href: `/requests/${task.requestId}` })),
    },
  ];
}

/** How much more work the agents can take. */
export async function answerCapacity({ agents }: FleetSources): Promise<MessagePart[]> {
  const all = await agents.all();
  const ready = all.filter(({ status }) => isAgentUp(status));
  if (ready.length === 0)
    return [text("No agent is online, so nothing can start now. See Fleet for why.")];
  const slots = ready.reduce((sum, agent) => sum + agent.slots, 0);
  const used = ready.reduce((sum, agent) => sum + Math.min(agent.slots, agent.slotsUsed), 0);
  return [
    text(
      `${plural(slots - used, "slot")} of ${slots} free on ${plural(ready.length, "agent")} that ${ready.length === 1 ? "is" : "are"} online.`,
    ),
    {
      kind: "table",
      title: "Capacity",
      columns: ["Agent", "State", "Slots free", "Cores", "Memory free"],
      rows: all.slice(0, 50).map(capacityRow),
      links: [{ label: "Fleet", href: "/fleet" }],
    },
  ];
}

function capacityRow(agent: Agent): string[] {
  const { metrics } = agent;
  return [
    agent.name,
    agent.status,
    `${Math.max(0, agent.slots - agent.slotsUsed)} of ${agent.slots}`,
    metrics === null ? "not known" : `${metrics.cpuCores}, load ${metrics.load[0].toFixed(1)}`,
    metrics === null
      ? "not known"
      : `${gibibytes(metrics.memoryAvailableMb)} of ${gibibytes(metrics.memoryTotalMb)} GiB`,
  ];
}

function gibibytes(mebibytes: number): string {
  return (mebibytes / 1024).toFixed(1);
}

/** Which machines there are: hosts of the inventories and the agents that act on them. */
export async function answerHosts({ agents, inventory }: FleetSources): Promise<MessagePart[]> {
  const [hosts, all] = await Promise.all([inventory.listHosts(), agents.all()]);
  return [
    text(`${plural(hosts.length, "host")} in the inventories, ${plural(all.length, "agent")}.`),
    {
      kind: "table",
      title: "Machines",
      columns: ["What", "Name", "Where"],
      rows: [
        ...hosts.map((host) => [
          "host",
          host.name,
          [host.address ?? host.connection, ...host.groups.slice(0, 4)].join(", "),
        ]),
        ...all.map((agent) => ["agent", agent.name, agent.status]),
      ].slice(0, 60),
      links: [{ label: "Fleet", href: "/fleet" }],
    },
  ];
}
