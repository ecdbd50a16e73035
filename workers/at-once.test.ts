import { expect, it } from "vitest";
import type { Job } from "#server/contracts/jobs.ts";
import { createLogger } from "#server/platform/logger.ts";
import { AtOnce } from "./at-once.ts";

const dispatch: Job = { name: "plan.dispatch", planId: "0f0e8f60-0000-4000-8000-000000000001" };
const plan: Job = { name: "request.plan", requestId: "0f0e8f60-0000-4000-8000-000000000002" };

/** Work that goes on until it is told how to end. */
function open(atMost: number) {
  const ends: { readonly well: () => void; readonly badly: (error: Error) => void }[] = [];
  const handle = () =>
    new Promise<void>((well, badly) => {
      ends.push({ well, badly });
    });
  return { ends, atOnce: new AtOnce({ handle, atMost, log: createLogger("test", "silent") }) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("follows what moves an approved plan on, and leaves the rest to queues", () => {
  const { atOnce, ends } = open(8);
  expect([atOnce.take(dispatch), atOnce.take(plan)]).toEqual([true, false]);
  expect(ends).toHaveLength(1);
});

it("takes no more than so many at a time, and another after one that ended, well or badly", async () => {
  const { atOnce, ends } = open(2);
  expect([1, 2, 3].map(() => atOnce.take(dispatch))).toEqual([true, true, false]);
  ends[0]?.well();
  ends[1]?.badly(new Error("the database is away"));
  await turn();
  expect([1, 2, 3].map(() => atOnce.take(dispatch))).toEqual([true, true, false]);
});

it("waits at its end for what is under way, and takes nothing then", async () => {
  const { atOnce, ends } = open(2);
  atOnce.take(dispatch);
  let isOver = false;
  const stopped = atOnce.stop().then(() => {
    isOver = true;
  });
  expect(atOnce.take(dispatch)).toBe(false);
  await turn();
  expect(isOver).toBe(false);
  ends[0]?.well();
  await stopped;
});
