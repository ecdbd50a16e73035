import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pacedFrames } from "./paced-frames.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("draws what comes after a pause with the next frame", () => {
  const drawn = vi.fn();
  const inFrame = pacedFrames();
  inFrame(drawn);
  expect(drawn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(drawn).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(500);
  inFrame(drawn);
  vi.advanceTimersByTime(20);
  expect(drawn).toHaveBeenCalledTimes(2);
});

it("draws what streams a dozen times a second, however often it is asked", () => {
  const drawn = vi.fn();
  const inFrame = pacedFrames();
  const again = () => {
    drawn();
    inFrame(again);
  };
  inFrame(again);
  vi.advanceTimersByTime(1000);
  expect(drawn.mock.calls.length).toBeGreaterThanOrEqual(8);
  expect(drawn.mock.calls.length).toBeLessThanOrEqual(13);
});

it("draws in a hidden tab too, where there are no frames", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const frames = vi.spyOn(window, "requestAnimationFrame").mockReturnValue(0);
  const drawn = vi.fn();
  pacedFrames()(drawn);
  vi.advanceTimersByTime(600);
  expect(drawn).toHaveBeenCalledTimes(1);
  hidden.mockRestore();
  frames.mockRestore();
});
