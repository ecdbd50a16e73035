import { expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

it("lets a burst through, then the average rate, and saves up no more than a burst", () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2, nowMs: 0 });
  const take = (nowMs: number) => bucket.take(nowMs);
  expect([take(0), take(0), take(0), take(0)]).toEqual([true, true, true, false]);
  expect([take(400), take(500), take(500)]).toEqual([false, true, false]);
  expect([1, 2, 3, 4].map(() => take(60_000))).toEqual([true, true, true, false]);
});

it("does not earn from a clock that goes backwards", () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 1, nowMs: 10_000 });
  expect([bucket.take(10_000), bucket.take(5_000), bucket.take(5_500)]).toEqual([
    true,
    false,
    false,
  ]);
});
