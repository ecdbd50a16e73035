import { type Risk, riskSchema } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanBody, PlanTask, PlanVariable } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { imitationOf } from "./near-names.ts";
import { summarise } from "./summary.ts";

const order = riskSchema.options;

/** The highest of several risks; low when there are none. */
export function highestRisk(risks: readonly Risk[]): Risk {
  return risks.reduce<Risk>(
    (highest, risk) => (order.indexOf(risk) > order.indexOf(highest) ? risk : highest),
    "low",
  );
}

/** What the risk of one task follows from. */
export interface TaskRiskFacts {
  readonly entry: Pick<CatalogEntry, "risk" | "riskReasons" | "usesBecome" | "verbs" | "service">;
  readonly verb: Verb;
  readonly hosts: readonly string[];
  readonly inventory: readonly InventoryHost[];
  readonly variables: readonly PlanVariable[];
  readonly profile: PlanTask["profile"];
}

const manyHosts = 5;
const veryManyHosts = 20;
const maxReasons = 8;

/**
 * Decides how dangerous a task is: what its playbook does (module classes, become, destructive commands, unknown
 * modules, found by the scan), then where, with which values and at whose word it does it. Reasons stand worst first.
 */
export function assessTask(facts: TaskRiskFacts): { risk: Risk; riskReasons: string[] } {
  const found = [...targetRisks(facts), ...intentRisks(facts), ...valueRisks(facts.variables)];
  const risk = highestRisk([facts.entry.risk, ...found.map((one) => one.risk)]);
  const high = found.filter((one) => one.risk === "high").map((one) => one.reason);
  const others = found.filter((one) => one.risk !== "high").map((one) => one.reason);
  const raised = risk !== facts.entry.risk;
  // "only looks, changes nothing" is no reason for a risk that something else raised.
  const own = raised && facts.entry.risk === "low" ? [] : facts.entry.riskReasons;
  const reasons = [...new Set([...high, ...own, ...others])];
  return { risk, riskReasons: reasons.slice(0, maxReasons) };
}

/** One reason with how dangerous it makes a task. */
export interface RiskFound {
  readonly risk: Risk;
  readonly reason: string;
}

function targetRisks({ entry, hosts, inventory, profile }: TaskRiskFacts): RiskFound[] {
  const found: RiskFound[] = [];
  const changes = entry.risk !== "low" || !entry.verbs.includes("report");
  if (hosts.length > veryManyHosts && changes)
    found.push({ risk: "high", reason: `changes ${hosts.length} hosts at once` });
  else if (hosts.length > manyHosts)
    found.push({ risk: "medium", reason: `changes ${hosts.length} hosts` });
  else if (hosts.length > 1 && entry.usesBecome)
    found.push({ risk: "medium", reason: `acts as root on ${hosts.length} hosts` });
  if (profile === "unconfined")
    found.push({ risk: "low", reason: "acts on this machine, not isolated" });
  const names = inventory.map((host) => host.name);
  for (const host of hosts) {
    const imitation = imitationOf(host, names);
    if (imitation !== null) found.push({ risk: "high", reason: imitation });
  }
  return found;
}

function intentRisks({ verb, entry, hosts }: TaskRiskFacts): RiskFound[] {
  if (entry.risk === "high") return [];
  const isOfEverything = entry.service === null || wholeMachine.test(entry.service);
  if (verb === "update" && entry.usesBecome && isOfEverything && hosts.length > 1)
    return [{ risk: "high", reason: `upgrades ${hosts.length} whole machines as root` }];
  return verbRisks(verb);
}

/** Services that stand for all that is installed. */
const wholeMachine = /^(?:packages?|system|os|operating-system|updates?)$/;

/** What is dangerous about what is asked for, whatever serves it. */
export function verbRisks(verb: Verb): RiskFound[] {
  if (verb === "remove") return [{ risk: "high", reason: "was asked for to remove something" }];
  if (verb === "restore")
    return [{ risk: "high", reason: "was asked for to overwrite present data" }];
  const interrupts = verb === "stop" || verb === "restart";
  return interrupts ? [{ risk: "medium", reason: "interrupts a running service" }] : [];
}

const destructiveName =
  /(?:^|_)(?:purge|wipe|force|delete|remove|destroy|format|erase|overwrite)(?:_|$)/i;
const destructiveText = /^(?:absent|purged?|removed?|deleted?|destroyed?|wiped?|formatted)$/i;

/** What values make dangerous: a state of "absent", a switch called purge. Only what is sent to Ansible counts. */
export function valueRisks(variables: readonly PlanVariable[]): RiskFound[] {
  return variables.flatMap(({ name, value, overridden }): RiskFound[] => {
    if (!overridden) return [];
    if (typeof value === "string" && destructiveText.test(value))
      return [{ risk: "high", reason: `sets ${name} to ${value}` }];
    return value === true && destructiveName.test(name)
      ? [{ risk: "high", reason: `switches ${name} on` }]
      : [];
  });
}

/** What a model thinks of a plan's risk. */
export interface RiskOpinion {
  readonly risk: Risk;
  readonly reason: string;
}

/**
 * The plan with its risk raised by a model's opinion, which it keeps for its later versions; an opinion never lowers
 * what the rules found.
 */
export function raiseRisk(body: PlanBody, opinion: RiskOpinion | null | undefined): PlanBody {
  if (opinion == null || highestRisk([body.risk, opinion.risk]) === body.risk) return body;
  const [first, ...others] = body.tasks;
  if (first === undefined) return body;
  const reason = `a model judged it ${opinion.risk} risk (${opinion.reason.slice(0, 200)})`;
  const task = {
    ...first,
    risk: highestRisk([first.risk, opinion.risk]),
    // What made it low is no reason for more.
    riskReasons: [reason, ...(first.risk === "low" ? [] : first.riskReasons)],
  };
  const tasks = [task, ...others];
  const { risk } = opinion;
  return { ...body, risk, summary: summarise(tasks, risk), riskOpinion: opinion, tasks };
}
