import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveEvent } from "#server/contracts/events.ts";
import { type Follower, TopicFeed } from "./topic-feed.ts";

const event = (seq: number): LiveEvent => ({
  topic: "fleet",
  seq,
  at: "2026-01-01T00:00:00.000Z",
  body: { type: "agent.changed", agentId: "00000000-0000-4000-8000-000000000000" },
});

/** A topic in memory with the one property that Postgres gives: contiguous, committed in order. */
function topic(schedule: (label: string) => Promise<void>) {
  let last = 0;
  let pruned = 0;
  const inside: Follower[] = [];
  const feed = new TopicFeed({
    lastSeq: async () => {
      await schedule("lastSeq");
      return last;
    },
    readEvents: async (afterSeq, limit) => {
      await schedule("readEvents");
      const from = Math.max(afterSeq, pruned) + 1;
      return Array.from({ length: Math.min(limit, Math.max(0, last - from + 1)) }, (_, at) =>
        event(from + at),
      );
    },
    broadcast: (sent) => {
      for (const follower of inside) follower.send(sent);
    },
  });
  return {
    feed,
    append: (count = 1) => {
      last += count;
      return last;
    },
    pruneTo: (seq: number) => {
      pruned = seq;
    },
    restoreTo: (seq: number) => {
      last = seq;
    },
    follower() {
      const seqs: number[] = [];
      const follower: Follower = {
        send: ({ seq }) => seqs.push(seq),
        enter: () => inside.push(follower),
      };
      return { seqs, follower };
    },
  };
}

const atOnce = (): Promise<void> => Promise.resolve();
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

describe("feed", () => {
  it("sends each event once and in order to everyone, whatever the timing of joins and notifications", async () => {
    const commands = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("append" as const), count: fc.integer({ min: 1, max: 4 }) }),
        fc.record({ kind: fc.constant("announce" as const) }),
        fc.record({ kind: fc.constant("join" as const), behind: fc.integer({ min: 0, max: 8 }) }),
      ),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commands, async (scheduler, steps) => {
        const { feed, append, follower } = topic((label) =>
          scheduler.schedule(Promise.resolve(), label),
        );
        const joined: { afterSeq: number; seqs: number[] }[] = [];
        const work: Promise<unknown>[] = [];
        let newest = append(5);
        for (const step of steps) {
          if (step.kind === "append") newest = append(step.count);
          else if (step.kind === "announce") work.push(feed.announce(newest));
          else {
            const afterSeq = Math.max(0, newest - step.behind);
            const client = follower();
            joined.push({ afterSeq, seqs: client.seqs });
            work.push(feed.join(client.follower, afterSeq));
          }
          await scheduler.waitNext(Math.min(scheduler.count(), 1));
        }
        await scheduler.waitIdle();
        work.push(feed.announce(newest));
        await scheduler.waitIdle();
        await Promise.all(work);
        for (const { afterSeq, seqs } of joined) expect(seqs).toEqual(range(afterSeq + 1, newest));
      }),
      { numRuns: 300 },
    );
  });

  it("sends only what is new to a client that asks for nothing old", async () => {
    const { feed, append, follower } = topic(atOnce);
    append(3);
    const { follower: client, seqs } = follower();
    expect(await feed.join(client, null)).toEqual({ seq: 3, reset: false });
    await feed.announce(append());
    expect(seqs).toEqual([4]);
  });

  it("tells a client to read afresh when it is too far behind, ahead of us, or behind what was pruned", async () => {
    const { feed, append, follower, pruneTo } = topic(atOnce);
    append(2_001);
    const far = follower();
    expect(await feed.join(far.follower, 0)).toEqual({ seq: 2_001, reset: true });
    expect(far.seqs).toEqual([]);
    const near = follower();
    expect(await feed.join(near.follower, 1)).toEqual({ seq: 2_001, reset: false });
    expect(near.seqs).toEqual(range(2, 2_001));
    const ahead = follower();
    expect((await feed.join(ahead.follower, 5_000)).reset).toBe(true);
    pruneTo(500);
    const pruned = follower();
    expect((await feed.join(pruned.follower, 400)).reset).toBe(true);
    await feed.announce(append());
    expect(pruned.seqs).toEqual([2_002]);
  });

  it("goes on after the database was away", async () => {
    let isAway = false;
    const { feed, append, follower } = topic(() =>
      isAway ? Promise.reject(new Error("away")) : Promise.resolve(),
    );
    const { follower: client, seqs } = follower();
    await feed.join(client, null);
    isAway = true;
    await expect(feed.announce(append())).rejects.toThrow("away");
    isAway = false;
    await feed.announce(append());
    expect(seqs).toEqual([1, 2]);
  });

  it("says nothing more once it is closed, not even what it was reading at that moment", async () => {
    let release: () => void = () => undefined;
    let isHeld = false;
    const { feed, append, follower } = topic(() =>
      isHeld
        ? new Promise((resolve) => {
            release = resolve;
          })
        : Promise.resolve(),
    );
    const { follower: client, seqs } = follower();
    await feed.join(client, null);
    isHeld = true;
    const announced = feed.announce(append());
    await Promise.resolve();
    feed.close();
    isHeld = false;
    release();
    await announced;
    // The feed that replaces it replays this one to whoever joins.
    expect(seqs).toEqual([]);
  });
});
