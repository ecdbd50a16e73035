import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pace } from "./pace.ts";

const rhythm = { busyMs: 1_000, quietMs: 10_000, quietAfterMs: 5_000 };
let done = 0;
let isOpen = false;
let pace: Pace;

beforeEach(() => {
  vi.useFakeTimers();
  done = 0;
  isOpen = false;
  pace = new Pace(rhythm, async () => {
    done += 1;
    return isOpen;
  });
});
afterEach(() => {
  pace.stop();
  vi.useRealTimers();
});

it("slows down when nothing was open for a while", async () => {
  await pace.start();
  await vi.advanceTimersByTimeAsync(6_000);
  const whileBusy = done;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(whileBusy).toBe(7);
  expect(done - whileBusy).toBe(6);
});

it("keeps its quick rhythm while anything is open", async () => {
  isOpen = true;
  await pace.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toBe(61);
});

it("comes soon after a sign of life, however quiet it was", async () => {
  await pace.start();
  await vi.advanceTimersByTimeAsync(30_000);
  const before = done;
  pace.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toBe(before + 1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(done).toBe(before + 5);
});

it("never does it twice at a time", async () => {
  let atOnce = 0;
  let most = 0;
  const slow = new Pace(rhythm, async () => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    atOnce -= 1;
    return true;
  });
  void slow.start();
  void slow.now();
  slow.wake();
  await vi.advanceTimersByTimeAsync(20_000);
  slow.stop();
  expect(most).toBe(1);
});

it("begins nothing more once it was stopped, and ends what is under way", async () => {
  await pace.start();
  pace.stop();
  pace.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toBe(1);
});
