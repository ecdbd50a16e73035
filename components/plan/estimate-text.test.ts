import { expect, it } from "vitest";
import { makePlanTask } from "#tests/support/dom/requests.ts";
import { taskEstimateText } from "./estimate-text.ts";

const past = (
  runs: number,
  [leastSeconds, mostSeconds]: [number, number],
  isOfSameHosts = true,
  hosts = ["nas1"],
) =>
  taskEstimateText({
    ...{ estimatedSeconds: 40, estimateSource: "history", estimateRuns: runs, hosts },
    estimateSpread: { leastSeconds, mostSeconds, isOfSameHosts },
  });

it.each([
  [past(5, [33, 61]), "usually 40 s on nas1 (5 runs, 33 to 61 s)"],
  [past(5, [33, 59]), "usually 40 s on nas1 (5 runs, 33 to 59 s)"],
  [past(5, [33, 300]), "usually 40 s on nas1 (5 runs, 33 s to 5 min)"],
  [past(2, [40, 40]), "usually 40 s on nas1 (2 runs, always 40 s)"],
  [past(1, [40, 40]), "40 s last time on nas1"],
  [past(5, [33, 59], false), "usually 40 s over all hosts (5 runs, 33 to 59 s)"],
  [past(1, [40, 40], false), "40 s last time on another host"],
  [past(2, [30, 50], true, ["a", "b"]), "usually 40 s on a and b (2 runs, 30 to 50 s)"],
  [past(2, [30, 50], true, ["a", "b", "c"]), "usually 40 s on these 3 hosts (2 runs, 30 to 50 s)"],
])("%s", (text, wanted) => {
  expect(text).toBe(wanted);
});

it("says where an estimate comes from that no run stands behind", () => {
  const task = makePlanTask({ estimatedSeconds: 120 });
  expect(taskEstimateText({ ...task, estimateSource: "playbook" })).toBe(
    "about 2 min, says the playbook",
  );
  expect(taskEstimateText({ ...task, estimateSource: "default" })).toBe(
    "about 2 min, a rough guess",
  );
});

it("reads plans that know no spread", () => {
  const task = makePlanTask({ estimatedSeconds: 40, estimateSource: "history", estimateRuns: 5 });
  expect(taskEstimateText(task)).toBe("about 40 s, median of 5 runs");
});
