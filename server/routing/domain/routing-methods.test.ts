import { describe, expect, it } from "vitest";
import type { RoutingRule } from "#server/contracts/routing.ts";
import { candidate, placeableTask } from "#tests/support/routing-candidates.ts";
import { placeTask } from "./place-task.ts";

const kuma = placeableTask({
  ...{ text: "deploy kuma to nas1", service: "uptime-kuma", playbook: "playbooks/kuma.yml" },
  hosts: [{ name: "nas1", groups: ["nas", "home"] }],
});
const rule = (change: Partial<RoutingRule>): RoutingRule => ({
  ...{ name: "kuma", match: { service: "*kuma*" }, to: { agent: "agent-2" }, otherwise: "wait" },
  ...change,
});
const withRules = (...rules: RoutingRule[]) => ({ rules, domains: [] });
const fleet = [candidate(1), candidate(2), candidate(3, { domains: ["monitoring"] })];

describe("an agent is found", () => {
  it("by the name that the request says, before any rule", () => {
    const asked = { ...kuma, text: "deploy kuma to nas1 with agent agent-1, please" };
    expect(placeTask(asked, fleet, withRules(rule({})))).toMatchObject({
      ...{ method: "explicit", chosenAgentId: fleet[0]?.agent.id, runnerUpAgentId: null },
      reason: "asked for by name",
    });
  });

  it("by no name that is not an agent's, and not by two at once", () => {
    const software = { ...kuma, text: "deploy the monitoring agent on nas1" };
    expect(placeTask(software, fleet).method).not.toBe("explicit");
    const both = { ...kuma, text: "with agent agent-1 or agent agent-2" };
    expect(placeTask(both, fleet)).toMatchObject({
      ...{ method: "explicit", chosenAgentId: null },
      reason: "the request names several agents: agent-1 and agent-2",
    });
    expect(placeTask({ ...kuma, agentName: "attic" }, fleet).reason).toBe(
      "no agent is called attic",
    );
  });

  it("by the first rule that fits, before what the task is about", () => {
    const other = rule({ name: "other", match: { service: "jellyfin" } });
    const second = rule({ name: "second", to: { agent: "agent-1" } });
    expect(placeTask(kuma, fleet, withRules(other, rule({}), second))).toMatchObject({
      ...{ method: "rule", ruleName: "kuma", chosenAgentId: fleet[1]?.agent.id },
      reason: "by the rule “kuma”",
    });
  });

  it.each([
    [{ playbook: "playbooks/*" }, true],
    [{ playbook: "roles/*" }, false],
    [{ host: ["web?", "NAS?"] }, true],
    [{ group: "home" }, true],
    [{ group: "cloud" }, false],
    [{ service: "uptime-kuma", host: "web*" }, false],
  ])("by a rule of %j: %s", (match, fits) => {
    expect(placeTask(kuma, fleet, withRules(rule({ match }))).method === "rule").toBe(fits);
  });

  it("by a rule about hosts only where all of them fit", () => {
    const two = { ...kuma, hosts: [...kuma.hosts, { name: "vps1", groups: [] }] };
    expect(placeTask(two, fleet, withRules(rule({ match: { host: "nas*" } }))).method).toBe(
      "domain",
    );
  });

  it("by a rule that waits for whom it names, or lets the next method decide", () => {
    const away = [candidate(1), candidate(2, { status: "offline" })];
    expect(placeTask(kuma, away, withRules(rule({})))).toMatchObject({
      ...{ method: "rule", chosenAgentId: null },
      reason: "by the rule “kuma”, agent-2: offline",
    });
    expect(placeTask(kuma, away, withRules(rule({ otherwise: "next" })))).toMatchObject({
      ...{ method: "capability", chosenAgentId: away[0]?.agent.id },
      notes: ["agent-2: by the rule “kuma”, agent-2: offline"],
    });
    const nobody = withRules(rule({ to: { agent: "attic" } }));
    expect(placeTask(kuma, away, nobody).reason).toBe(
      "the rule “kuma” sends it to attic, and there is none",
    );
  });

  it("by a rule's type of agent, in place of the task's, and its domain", () => {
    const desk = candidate(4, { agentType: "desktop" });
    const toType = withRules(rule({ to: { agentType: "desktop" } }));
    expect(placeTask(kuma, [...fleet, desk], toType).chosenAgentId).toBe(desk.agent.id);
    const toDomain = withRules(rule({ to: { domain: "storage" } }));
    const keeper = candidate(5, { domains: ["storage"] });
    expect(placeTask(kuma, [...fleet, keeper], toDomain)).toMatchObject({
      ...{ method: "rule", domain: "storage", chosenAgentId: keeper.agent.id },
    });
  });

  it("by what the task is about", () => {
    expect(placeTask(kuma, fleet)).toMatchObject({
      ...{ method: "domain", domain: "monitoring", chosenAgentId: fleet[2]?.agent.id },
      reason: "declared for monitoring",
    });
  });

  it.each(["cmdb", "discovery", "asset", "csa", "audit", "documentation"])(
    "for the domain %s of IT operations",
    (domain) => {
      const specialist = candidate(7, { domains: [domain] });
      const about = placeableTask({ text: `update the ${domain} records` });
      expect(placeTask(about, [candidate(1), specialist])).toMatchObject({
        ...{ method: "domain", domain, chosenAgentId: specialist.agent.id },
      });
    },
  );

  it("by ability where it is about two things alike, and says so", () => {
    const both = placeableTask({ text: "restic and grafana" });
    expect(placeTask(both, [candidate(1), ...fleet])).toMatchObject({
      ...{ method: "capability", domain: null, chosenAgentId: fleet[0]?.agent.id },
      notes: ["as much about backup as about monitoring"],
    });
  });

  it("by words that the rules file adds", () => {
    const policy = { rules: [], domains: [{ name: "garden", keywords: ["irrigation"] }] };
    const gardener = candidate(6, { domains: ["garden"] });
    const about = placeableTask({ text: "set up irrigation" });
    expect(placeTask(about, [candidate(1), gardener], policy).chosenAgentId).toBe(
      gardener.agent.id,
    );
  });
});

describe("the agent whose machine is the host", () => {
  const [home, away] = [candidate(2, { reaches: ["elsewhere"] }), candidate(1)];
  const toAway = {
    ...{ domains: [] },
    rules: [
      {
        name: "kuma",
        match: { service: "*" },
        to: { agent: "agent-1" },
        otherwise: "wait" as const,
      },
    ],
  };
  const own = { agentId: home.agent.id, isBound: false };

  it("goes before rules and scores, whatever it reaches", () => {
    expect(placeTask({ ...kuma, own }, [away, home], toAway)).toMatchObject({
      ...{ method: "itself", chosenAgentId: home.agent.id, reason: "its machine is the host" },
    });
    const named = { ...kuma, own, agentName: "agent-2" };
    expect(placeTask(named, [away, home], toAway).method).toBe("itself");
  });

  it("leaves it to others where it can't, or where the request names another, unless the plan is bound to it", () => {
    const off = candidate(2, { status: "offline" });
    expect(placeTask({ ...kuma, own }, [away, off])).toMatchObject({
      chosenAgentId: away.agent.id,
      notes: ["agent-2: agent-2: offline"],
    });
    const named = { ...kuma, own, agentName: "agent-1" };
    expect(placeTask(named, [away, home])).toMatchObject({
      ...{ method: "explicit", chosenAgentId: away.agent.id },
    });
    const bound = { ...kuma, own: { ...own, isBound: true }, agentName: "agent-1" };
    expect(placeTask(bound, [away, off], toAway)).toMatchObject({
      ...{ method: "itself", chosenAgentId: null, reason: "agent-2: offline" },
    });
    expect(placeTask(bound, [away])).toMatchObject({
      ...{ chosenAgentId: null, reason: "the agent whose machine is the host is gone" },
    });
  });
});

const toolsWith = (...paths: readonly string[]) => ({
  ...{ ansible: "2.14.18", ansibleLint: null, bubblewrap: null, ssh: null, git: null },
  ansibles: paths.map((path) => ({ path, version: "2.14.18" })),
});

describe("an agent is excluded", () => {
  const metrics = {
    ...{ cpuCores: 4, memoryTotalMb: 10_000, memoryAvailableMb: 9_000 },
    load: [0, 0, 0] as [number, number, number],
  };
  const card = { vendor: "nvidia" as const, name: "", vramTotalMb: 8000, vramAvailableMb: 8000 };
  const needs = (gpuVramMb: number) => ({ cpuCores: 1, memoryMb: 128, gpuVramMb });
  const messageOf = (...[task, one]: Parameters<typeof judge>) => judge(task, one)?.message;
  const judge = (task: Partial<typeof kuma>, one: ReturnType<typeof candidate>) =>
    placeTask({ ...kuma, ...task }, [one]).candidates[0]?.obstacle;

  it.each([
    ["does not reach nas1", {}, { reaches: ["web"] }, {}],
    [undefined, {}, { reaches: ["home"] }, {}],
    ["has no Ansible at /opt/a", { ansiblePath: "/opt/a" }, { tools: toolsWith("/usr/bin/a") }, {}],
    [undefined, { ansiblePath: "/opt/a" }, { tools: toolsWith("/usr/bin/a", "/opt/a") }, {}],
    [undefined, { ansiblePath: "/opt/a" }, { tools: null }, {}],
    [undefined, {}, { tools: toolsWith("/usr/bin/a") }, {}],
    [undefined, {}, { reaches: ["nas1"] }, {}],
    ["acts only on media", {}, { domains: ["media"] }, {}],
    ["acts only on media", { text: "", service: null, playbook: null }, { domains: ["media"] }, {}],
    [undefined, {}, { domains: ["uptime-kuma"] }, {}],
    [
      "it acts on Chiffon's own machine, and this agent is on another",
      { actsHere: true },
      { kind: "remote" as const },
      {},
    ],
    [undefined, { actsHere: true }, { kind: "built_in" as const }, {}],
    [
      "not the machine that it acts on",
      { own: { agentId: candidate(9).agent.id, isBound: true } },
      {},
      {},
    ],
    [undefined, {}, { kind: "remote" as const }, {}],
    [
      "less than 20 % of its memory is free",
      {},
      { metrics: { ...metrics, memoryAvailableMb: 1_999 } },
      {},
    ],
    ["less than 20 % of its memory is free", {}, { metrics }, { held: { memoryMb: 8_001 } }],
    ["its memory is in use", {}, { metrics }, { held: { newMemoryMb: 8_900 } }],
    [
      "overloaded for more than a minute",
      {},
      { metrics: { ...metrics, overloadedSeconds: 60 } },
      {},
    ],
    [undefined, {}, { metrics: { ...metrics, load: [90, 90, 90], overloadedSeconds: 59 } }, {}],
    ["no GPU known", { resources: needs(1) }, { metrics }, {}],
    [
      "too little GPU memory",
      { resources: needs(9000) },
      { metrics: { ...metrics, gpus: [card] } },
      {},
    ],
    [
      "its GPU memory is in use",
      { resources: needs(4000) },
      { metrics: { ...metrics, gpus: [card] } },
      { held: { vramMb: 4001 } },
    ],
    [undefined, { resources: needs(4000) }, { metrics: { ...metrics, gpus: [card] } }, {}],
  ] as const)("%s", (message, task, agent, more) => {
    expect(messageOf(task as object, candidate(1, agent as object, more))).toBe(message);
  });
});

describe("a score", () => {
  it("counts success only after more than ten runs", () => {
    const parts = (runs: number, succeeded: number) =>
      placeTask(kuma, [candidate(1, {}, { record: { runs, succeeded } })]).candidates[0]?.parts;
    expect(parts(10, 0)?.success).toBe(20);
    expect(parts(11, 0)?.success).toBe(0);
    expect(parts(20, 15)?.success).toBe(30);
  });

  it("has its parts, and names who would have been next", () => {
    const special = candidate(
      2,
      { tags: ["uptime-kuma"] },
      { record: { lastRunAgeSeconds: 14_400 } },
    );
    const decision = placeTask(kuma, [candidate(1), special, candidate(9)]);
    expect(decision.candidates[1]).toMatchObject({
      ...{ score: 80, parts: { success: 20, recent: 30, specialisation: 20, load: 10 } },
    });
    expect(decision.runnerUpAgentId).toBe(candidate(1).agent.id);
  });

  it("is lowered by the machine's load", () => {
    const busy = { cpuCores: 2, load: [2, 2, 2] as [number, number, number] };
    const metrics = { ...busy, memoryTotalMb: 0, memoryAvailableMb: 0 };
    expect(placeTask(kuma, [candidate(1, { metrics })]).candidates[0]?.parts?.load).toBe(5);
  });
});
