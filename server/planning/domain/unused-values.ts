import type { PlanTask } from "#server/contracts/plan.ts";

const mostNamed = 5;
/** "prot 3056", "to 8443": a word and a number that could be a port, a size, a count. */
const wordThenNumber =
  /(?<![\p{L}\p{N}_.:/-])([\p{L}_][\p{L}\p{N}_-]{1,40})\s+(\d{3,5})(?![\p{L}\p{N}_:/-]|\.\d)/gu;
/** "kuma_port=3056", "size: 40G". */
const assignment = /(?<![\p{L}\p{N}_.:/-])([\p{L}_][\p{L}\p{N}_-]{1,40})\s*=\s*([^\s,;]{1,80})/gu;

/**
 * Values that a request names and that no task of its plan uses, as they were said: nobody's value is dropped in silence.
 *
 * @param known other words that the plan took up: answers, for example
 */
export function unusedValues(
  text: string,
  tasks: readonly Pick<
    PlanTask,
    "name" | "hosts" | "tags" | "variables" | "intentText" | "service"
  >[],
  known: readonly string[] = [],
): string[] {
  const used = new Set(known.map((one) => one.toLowerCase()));
  for (const { variables } of tasks)
    for (const { value, overridden } of variables)
      if (overridden) for (const one of [value].flat()) used.add(String(one).toLowerCase());
  const names = tasks.flatMap(({ name, hosts, tags, service }) => [
    name,
    ...hosts,
    ...tags,
    service,
  ]);
  const isUsed = (value: string) =>
    used.has(value) || names.some((name) => name?.toLowerCase().includes(value) === true);
  const said = [...text.matchAll(assignment), ...text.matchAll(wordThenNumber)];
  const unused = said
    .filter(([, , value = ""]) => !isUsed(value.toLowerCase().replace(/["'.!?)]/g, "")))
    .map(([all]) => all.trim());
  return [...new Set(unused)].slice(0, mostNamed);
}
