import fc from "fast-check";
import { expect, it } from "vitest";
import type { Agent } from "#server/contracts/agent.ts";
import type { RoutingRule } from "#server/contracts/routing.ts";
import { candidate, placeableTask } from "#tests/support/routing-candidates.ts";
import type { Candidate, PlaceableTask } from "./candidate.ts";
import { placeTask } from "./place-task.ts";

const fleets = 10_000;
const domains = ["media", "monitoring", "backup"];
const some = <T>(...values: T[]) => fc.subarray(values);

const gpu = fc.record({
  ...{ vendor: fc.constant("nvidia" as const), name: fc.constant("") },
  ...{ vramTotalMb: fc.constantFrom(0, 4000, 8000), vramAvailableMb: fc.nat(8000) },
});
const metrics = fc.option(
  fc.record({
    ...{ cpuCores: fc.integer({ min: 0, max: 8 }), memoryTotalMb: fc.constantFrom(0, 1000, 8000) },
    overloadedSeconds: fc.constantFrom(0, 0, 0, 59, 60, 600),
    memoryAvailableMb: fc.oneof(fc.integer({ min: 6000, max: 8000 }), fc.nat(8000)),
    load: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 40 }))) as fc.Arbitrary<
      [number, number, number]
    >,
    gpus: fc.array(gpu, { maxLength: 2 }),
  }),
);
const agent: fc.Arbitrary<Partial<Agent>> = fc.record({
  status: fc.constantFrom("online", "online", "online", "busy", "offline", "disabled"),
  kind: fc.constantFrom("built_in" as const, "built_in" as const, "remote" as const),
  agentType: fc.constantFrom("infra", "infra", "infra", "desktop"),
  workTypes: fc.constantFrom<Agent["workTypes"][]>(
    ...Array.from({ length: 4 }, (): Agent["workTypes"] => ["ansible.playbook"]),
    ["ansible.preview"],
  ),
  domains: fc.oneof(fc.constant<string[]>([]), some(...domains)),
  reaches: fc.oneof(fc.constant<string[]>(["*"]), some("home", "nas1", "cloud")),
  ...{ slots: fc.integer({ min: 1, max: 8 }), metrics },
});
const held = fc.record({
  ...{ slots: fc.nat(5), vramMb: fc.nat(8000) },
  ...{
    memoryMb: fc.oneof(fc.nat(200), fc.nat(9000)),
    newMemoryMb: fc.oneof(fc.nat(200), fc.nat(4000)),
  },
});
const record = fc.record({
  ...{ runs: fc.nat(30), succeeded: fc.nat(10) },
  lastRunAgeSeconds: fc.option(fc.nat(20_000)),
});
const fleet = fc
  .array(fc.tuple(agent, held, record), { minLength: 1, maxLength: 6 })
  .map((all) =>
    all.map(([change, taken, past], at) =>
      candidate(at + 1, change, { held: taken, record: past }),
    ),
  );
const task = fc
  .record({
    service: fc.constantFrom(null, "jellyfin", "uptime-kuma", "restic"),
    actsHere: fc.constantFrom(false, false, false, true),
    own: fc.option(
      fc.record({
        agentId: fc.constantFrom(...[1, 2, 99].map((id) => candidate(id).agent.id)),
        isBound: fc.boolean(),
      }),
      { freq: 2 },
    ),
    agentName: fc.constantFrom(null, null, null, null, "agent-1", "nobody"),
    text: fc.constantFrom("", "deploy grafana", "restic and grafana", "by agent agent-2"),
    hosts: some({ name: "nas1", groups: ["home"] }, { name: "vps1", groups: ["cloud"] }),
    resources: fc.record({
      ...{ cpuCores: fc.constantFrom(1, 1, 6), gpuVramMb: fc.constantFrom(0, 0, 3000) },
      memoryMb: fc.oneof(fc.nat(300), fc.nat(4000)),
    }),
  })
  .map(placeableTask);
const rule: fc.Arbitrary<RoutingRule> = fc.record({
  name: fc.constantFrom("one", "two"),
  match: fc.constantFrom<RoutingRule["match"]>(
    { service: "*" },
    { host: "nas*" },
    { group: "cloud" },
  ),
  to: fc.constantFrom<RoutingRule["to"]>(
    { agent: "agent-1" },
    { domain: "media" },
    { agentType: "infra" },
  ),
  otherwise: fc.constantFrom("wait", "next"),
});
const policy = fc.array(rule, { maxLength: 2 }).map((rules) => ({ rules, domains: [] }));

/** Said again, in other words than the code's: what a placement must never do. */
function faultsOf(placed: PlaceableTask, { agent: one, held: taken }: Candidate): string[] {
  const { resources, hosts, own } = placed;
  const reached = (host: (typeof hosts)[number]) =>
    ["*", host.name, ...host.groups].some((each) => one.reaches.includes(each));
  const machine = one.metrics;
  const card = Math.max(0, ...(machine?.gpus ?? []).map(({ vramTotalMb }) => vramTotalMb));
  const memoryLeft =
    machine === null || machine.memoryTotalMb === 0
      ? Infinity
      : Math.min(
          machine.memoryTotalMb - taken.memoryMb,
          machine.memoryAvailableMb - taken.newMemoryMb,
        );
  const faults: Record<string, boolean> = {
    offline: one.status === "offline" || one.status === "disabled",
    incapable: one.agentType !== "infra" || !one.workTypes.includes("ansible.playbook"),
    elsewhere: placed.actsHere && one.kind === "remote",
    unreachable: own?.agentId !== one.id && !hosts.every(reached),
    "another machine": own?.isBound === true && own.agentId !== one.id,
    full: taken.slots >= one.slots,
    overloaded: (machine?.overloadedSeconds ?? 0) >= 60,
    "without memory":
      memoryLeft < resources.memoryMb || memoryLeft < 0.2 * (machine?.memoryTotalMb ?? 0),
    "without a card": resources.gpuVramMb > card,
    "without cores":
      machine !== null && machine.cpuCores > 0 && machine.cpuCores < resources.cpuCores,
  };
  return Object.entries(faults).flatMap(([name, is]) => (is ? [name] : []));
}

it("never places on an agent that is offline, incapable, out of reach or full, whatever the fleet", () => {
  const methods = new Map<string, number>();
  fc.assert(
    fc.property(task, fleet, policy, (placed, candidates, rules) => {
      const decision = placeTask(placed, candidates, rules);
      const chosen = candidates.find(({ agent: { id } }) => id === decision.chosenAgentId);
      methods.set(decision.method, (methods.get(decision.method) ?? 0) + (chosen ? 1 : 0));
      if (chosen !== undefined) expect(faultsOf(placed, chosen)).toEqual([]);
      else expect(decision.reason).not.toBe("");
      expect(decision.candidates.map(({ agentId }) => agentId)).toEqual(
        candidates.map(({ agent: { id } }) => id),
      );
    }),
    { numRuns: fleets },
  );
  // None of them is covered by chance alone.
  for (const method of ["explicit", "itself", "rule", "domain", "capability"])
    expect(methods.get(method), method).toBeGreaterThan(50);
});

it("gives the same answer to the same question, in whatever order the agents come", () => {
  fc.assert(
    fc.property(task, fleet, policy, (placed, candidates, rules) => {
      const decision = placeTask(placed, candidates, rules);
      expect(placeTask(structuredClone(placed), structuredClone(candidates), rules)).toEqual(
        decision,
      );
      const turned = placeTask(placed, [...candidates].reverse(), rules);
      expect(turned.chosenAgentId).toBe(decision.chosenAgentId);
      expect(turned.runnerUpAgentId).toBe(decision.runnerUpAgentId);
    }),
    { numRuns: 2_000 },
  );
});

it("gives work to an idle agent rather than to its busy equal", () => {
  const load = fc.double({ min: 0, max: 16, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 64 }),
      fc.nat(62),
      load,
      record,
      (slots, taken, at, past) => {
        const cpu = { cpuCores: 4, load: [at, at, at] as [number, number, number] };
        const machine = { ...cpu, memoryTotalMb: 0, memoryAvailableMb: 0 };
        const same = { slots, metrics: machine };
        const busySlots = 1 + (taken % (slots - 1));
        const busy = candidate(1, same, { record: past, held: { slots: busySlots } });
        const idle = candidate(2, same, { record: past });
        expect(placeTask(placeableTask(), [busy, idle]).chosenAgentId).toBe(idle.agent.id);
      },
    ),
    { numRuns: 2_000 },
  );
});
