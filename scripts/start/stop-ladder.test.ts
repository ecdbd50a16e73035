import { expect, test } from "vitest";
import { StopLadder } from "./stop-ladder.ts";

/** A supervised installation whose one run ends when the test says so. */
function openLadder() {
  const calls: string[] = [];
  const lines: string[] = [];
  let nowMs = 0;
  let finish: () => void = () => undefined;
  const chiffon = {
    drain: () => {
      calls.push("drain");
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    interrupt: () => calls.push("interrupt"),
    abandon: () => calls.push("abandon"),
    running: () => ["deploy kuma"],
    stop: async () => {
      calls.push("stop");
    },
  };
  const ladder = new StopLadder({ chiffon, log: (line) => lines.push(line), now: () => nowMs });
  const press = (afterMs: number) => {
    nowMs += afterMs;
    ladder.climb();
  };
  return { ladder, calls, lines, press, finish: () => finish() };
}

test("stops everything once the last run is done, after naming what it waits for", async () => {
  const { ladder, calls, lines, press, finish } = openLadder();
  press(1_000);
  expect(lines.join("\n")).toContain("deploy kuma");
  expect(calls).toEqual(["drain"]);
  finish();
  await ladder.stopped;
  expect(calls).toEqual(["drain", "stop"]);
});

test("goes from draining to interrupting to leaving runs behind", async () => {
  const { ladder, calls, press, finish } = openLadder();
  for (const step of [1, 2, 3]) press(step * 1_000);
  finish();
  await ladder.stopped;
  expect(calls).toEqual(["drain", "interrupt", "abandon", "stop"]);
});

test("takes a Ctrl-C that npm passes on a second time for one", () => {
  const { calls, press } = openLadder();
  press(1_000);
  press(5);
  press(100);
  expect(calls).toEqual(["drain"]);
});

test("knows no fourth step", () => {
  const { calls, press } = openLadder();
  for (const step of [1, 2, 3, 4, 5]) press(step * 1_000);
  expect(calls).toEqual(["drain", "interrupt", "abandon"]);
});
