import { durationText, estimateText } from "#components/lib/time-text.ts";
import type { PlanTask } from "#server/contracts/plan.ts";

type Estimated = Pick<
  PlanTask,
  "estimatedSeconds" | "estimateSource" | "estimateRuns" | "estimateSpread" | "hosts"
>;

/** How long a task takes and where that comes from: "usually 40 s on nas1 (5 runs, 33 to 61 s)". */
export function taskEstimateText(task: Estimated): string {
  switch (task.estimateSource) {
    case "history":
      return historyText(task);
    case "playbook":
      return `${estimateText(task.estimatedSeconds)}, says the playbook`;
    case "default":
      return `${estimateText(task.estimatedSeconds)}, a rough guess`;
  }
}

function historyText(task: Estimated): string {
  const { estimatedSeconds, estimateRuns = 1, estimateSpread: spread } = task;
  const usual = secondsText(estimatedSeconds);
  // Of a plan made before spreads were noted.
  if (spread === undefined)
    return `${estimateText(estimatedSeconds)}, ${estimateRuns < 2 ? "as last time" : `median of ${estimateRuns} runs`}`;
  const where = spread.isOfSameHosts ? `on ${hostsText(task.hosts)}` : "over all hosts";
  if (estimateRuns < 2)
    return `${usual} last time ${spread.isOfSameHosts ? where : "on another host"}`;
  const { leastSeconds, mostSeconds } = spread;
  const range =
    leastSeconds === mostSeconds
      ? `always ${secondsText(leastSeconds)}`
      : rangeText(leastSeconds, mostSeconds);
  return `usually ${usual} ${where} (${estimateRuns} runs, ${range})`;
}

function hostsText(hosts: readonly string[]): string {
  return hosts.length <= 2 ? hosts.join(" and ") : `these ${hosts.length} hosts`;
}

function rangeText(leastSeconds: number, mostSeconds: number): string {
  return mostSeconds <= 90
    ? `${leastSeconds} to ${mostSeconds} s`
    : `${secondsText(leastSeconds)} to ${secondsText(mostSeconds)}`;
}

const secondsText = (seconds: number) => durationText(seconds * 1_000);
