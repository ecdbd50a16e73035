import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventWatch } from "./event-watch.ts";

const topic = "conversation:1";
const never = new AbortController().signal;

describe("waiting for an event", () => {
  // Time stands still: only what a test announces, aborts or advances can end a wait.
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Looks that find nothing until `found`, with how many there were. */
  function looks() {
    const state = { found: false, count: 0 };
    const isThere = async () => {
      state.count += 1;
      return state.found;
    };
    return { state, isThere };
  }

  const settle = () => vi.advanceTimersByTimeAsync(0);

  it("needs no event for what is there already", async () => {
    expect(await new EventWatch().until(topic, async () => true, never)).toBe(true);
  });

  it("ends with the event that brings it, and with no other topic's", async () => {
    const watch = new EventWatch();
    const { state, isThere } = looks();
    const waiting = watch.until(topic, isThere, never);
    await settle();
    watch.announced("conversation:2");
    await settle();
    expect(state.count).toBe(1);
    state.found = true;
    watch.announced(topic);
    expect(await waiting).toBe(true);
  });

  it("misses nothing that is announced while it looks", async () => {
    const watch = new EventWatch();
    let found = false;
    const look = async () => {
      const seen = found;
      found = true;
      watch.announced(topic); // committed after this look had read
      return seen;
    };
    expect(await watch.until(topic, look, never)).toBe(true);
  });

  it("looks again after a second where an announcement was lost, and at once when told", async () => {
    const watch = new EventWatch();
    const { state, isThere } = looks();
    const waiting = watch.until(topic, isThere, never);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.count).toBe(2);
    state.found = true;
    watch.lookAgain();
    expect(await waiting).toBe(true);
  });

  it("gives up when its signal says so, and leaves nothing behind", async () => {
    const watch = new EventWatch();
    const { state, isThere } = looks();
    const limit = new AbortController();
    const waiting = watch.until(topic, isThere, limit.signal);
    await settle();
    limit.abort();
    expect(await waiting).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    watch.announced(topic);
    await settle();
    expect(state.count).toBe(1);
    expect(await watch.until(topic, isThere, limit.signal)).toBe(false);
  });
});
