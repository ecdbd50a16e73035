import type { Risk } from "#server/contracts/common.ts";
import type { PlanTask } from "#server/contracts/plan.ts";
import { plural } from "#server/lib/units.ts";

const maxWords = 60;

/** What the plan does, in at most 60 words, for a person who decides in under a minute. */
export function summarise(tasks: readonly PlanTask[], risk: Risk): string {
  const hosts = [...new Set(tasks.flatMap((task) => task.hosts))];
  const where = hosts.length <= 3 ? hosts.join(", ") : plural(hosts.length, "host");
  const steps = tasks.map((task) => task.name.replace(/[.\s]+$/, ""));
  const listed = steps.length <= 4 ? steps : [...steps.slice(0, 3), `${steps.length - 3} more`];
  const sentence = `${listed.join(", then ")} on ${where}.`;
  const caution = risk === "high" ? " High risk: read the reasons before you approve." : "";
  const words = `${sentence}${caution}`.split(/\s+/);
  return words.length > maxWords ? `${words.slice(0, maxWords - 1).join(" ")} …` : words.join(" ");
}
