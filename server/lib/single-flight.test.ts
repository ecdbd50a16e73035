import { expect, test } from "vitest";
import { singleFlightByKey } from "./single-flight.ts";

function held() {
  const begun: string[] = [];
  const open: (() => void)[] = [];
  const ask = singleFlightByKey(async (key) => {
    begun.push(key);
    await new Promise<void>((resolve) => open.push(resolve));
  });
  return { ask, begun, release: () => open.shift()?.() };
}

test("holds nobody up who asks for what is under way, and runs once more afterwards", async () => {
  const { ask, begun, release } = held();
  const first = ask("a");
  await Promise.all(Array.from({ length: 50 }, () => ask("a")));
  expect(begun).toEqual(["a"]);
  release();
  await new Promise(setImmediate);
  expect(begun).toEqual(["a", "a"]);
  release();
  await first;
  expect(begun).toEqual(["a", "a"]);
});

test("lets other keys run meanwhile", async () => {
  const { ask, begun, release } = held();
  const both = [ask("a"), ask("b")];
  expect(begun).toEqual(["a", "b"]);
  release();
  release();
  await Promise.all(both);
});

test("tells of a failure and can be asked again after it", async () => {
  let runs = 0;
  const ask = singleFlightByKey(async () => {
    runs += 1;
    if (runs === 1) throw new Error("first");
  });
  await expect(ask("a")).rejects.toThrow("first");
  await ask("a");
  expect(runs).toBe(2);
});
