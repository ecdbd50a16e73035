import { describe, expect, test } from "vitest";
import { interactionToNextPaint, type Press } from "./presses.ts";

const press = (ms: number): Press => ({ ms, waitMs: 0, workMs: ms, what: "a press" });

describe("interaction to next paint", () => {
  test("is the longest of less than fifty", () => {
    expect(interactionToNextPaint({ slow: [press(90), press(40)], count: 49 })).toBe(90);
  });

  test("leaves out one for every fifty, also where most were too short to be told", () => {
    expect(interactionToNextPaint({ slow: [press(90), press(40), press(24)], count: 50 })).toBe(40);
    expect(interactionToNextPaint({ slow: [press(90), press(40), press(24)], count: 149 })).toBe(
      24,
    );
  });

  test("is the shortest that was told where more are left out, and nothing where nothing took a frame", () => {
    expect(interactionToNextPaint({ slow: [press(90)], count: 200 })).toBe(90);
    expect(interactionToNextPaint({ slow: [], count: 10 })).toBe(0);
  });
});
