import type { Risk } from "#server/contracts/common.ts";
import type { PlanTask } from "#server/contracts/plan.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";
import { inSentence } from "#server/lib/in-sentence.ts";
import { plural } from "#server/lib/units.ts";

const maxWords = 60;

/** What the plan does, in at most 60 words, for a person who decides in under a minute. */
export function summarise(tasks: readonly PlanTask[], risk: Risk): string {
  const hosts = [...new Set(tasks.flatMap((task) => task.hosts))];
  const where = hosts.length <= 3 ? hosts.join(", ") : plural(hosts.length, "host");
  const steps = stepsOf(tasks);
  const listed = steps.length <= 4 ? steps : [...steps.slice(0, 3), `${steps.length - 3} more`];
  const sentence = `${inTurn(listed)} on ${where}${firstWords(tasks)}.`;
  const caution = risk === "high" ? " High risk: read the reasons before you approve." : "";
  const words = `${sentence}${caution}`.split(/\s+/);
  return words.length > maxWords ? `${words.slice(0, maxWords - 1).join(" ")} …` : words.join(" ");
}

const maxTitle = 60;

/** What the plan does in a few words, for a list: "Deploy Uptime Kuma and 2 more on nas2". At most 60 characters. */
export function planTitle(tasks: readonly PlanTask[]): string {
  const hosts = [...new Set(tasks.flatMap((task) => task.hosts))];
  const where = hosts.length <= 2 ? hosts.join(" and ") : plural(hosts.length, "host");
  const [first = "Plan", ...more] = stepsOf(tasks);
  const rest = `${more.length === 0 ? "" : ` and ${more.length} more`} on ${where}`;
  const room = Math.max(maxTitle / 2, maxTitle - rest.length);
  const step = first.length > room ? `${first.slice(0, room - 1).trimEnd()}…` : first;
  const title = `${step}${rest}`;
  return title.length > maxTitle ? `${title.slice(0, maxTitle - 1).trimEnd()}…` : title;
}

/** Which hosts go first: "…, nas1 first". */
function firstWords(tasks: readonly PlanTask[]): string {
  const keys = new Set(tasks.flatMap(({ firstHost }) => firstHost?.firstTaskKey ?? []));
  const firsts = tasks.filter(({ taskKey }) => keys.has(taskKey)).flatMap(({ hosts }) => hosts);
  const [first, ...more] = new Set(firsts);
  if (first === undefined) return "";
  return more.length === 0 ? `, ${first} first` : ", one host first";
}

/** What a plan's tasks do, in order; a task of a first host does what its rest does. */
export function stepsOf(tasks: readonly PlanTask[]): string[] {
  const whole = tasks.filter((task) => task.firstHost === undefined);
  return (whole.length === 0 ? tasks : whole).map(stepOf);
}

/** Steps one after the other, as a sentence begins: "Deploy Uptime Kuma, then add the portals". */
export function inTurn([first = "", ...others]: readonly string[]): string {
  return [first, ...others.map(inSentence)].join(", then ");
}

/** A playbook for any app says by itself nothing of which: "Restart an app: vaultwarden". */
function stepOf({ name, variables }: PlanTask): string {
  const app = variables.find((variable) => variable.overridden && isAppVariable(variable.name));
  const step = name.replace(/[.\s]+$/, "");
  return app === undefined ? step : `${step}: ${String(app.value).slice(0, 60)}`;
}
