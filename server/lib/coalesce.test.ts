import { expect, test } from "vitest";
import { coalesce } from "./coalesce.ts";

function held() {
  const open: (() => void)[] = [];
  let runs = 0;
  let most = 0;
  let now = 0;
  const ask = coalesce(async () => {
    runs += 1;
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((resolve) => open.push(resolve));
    now -= 1;
  });
  const release = () => open.shift()?.();
  return { ask, release, counts: () => ({ runs, most }) };
}

test("runs once more, and no more than once at a time, however often it is asked meanwhile", async () => {
  const { ask, release, counts } = held();
  const first = ask();
  const others = Array.from({ length: 50 }, ask);
  release();
  await first;
  await Promise.resolve();
  await new Promise(setImmediate);
  release();
  await Promise.all(others);
  expect(counts()).toEqual({ runs: 2, most: 1 });
});

test("runs again after a failure, and tells each caller of its own run", async () => {
  let runs = 0;
  const ask = coalesce(async () => {
    runs += 1;
    if (runs === 1) throw new Error("first");
  });
  const first = ask();
  const second = ask();
  await expect(first).rejects.toThrow("first");
  await second;
  expect(runs).toBe(2);
});
