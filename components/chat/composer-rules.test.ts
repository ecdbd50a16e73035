import { describe, expect, it } from "vitest";
import { messageMaxLength } from "#server/contracts/chat.ts";
import { composerIntent, lengthNote, maxMessageLength } from "./composer-rules.ts";

const press = (key: string, change = {}) =>
  composerIntent({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    isRecallable: true,
    ...change,
  });

describe("composer keys", () => {
  it("sends on Enter and breaks the line on Shift+Enter", () => {
    expect(press("Enter")).toBe("send");
    expect(press("Enter", { shiftKey: true })).toBeNull();
  });

  it("never sends while an input method is composing", () => {
    expect(press("Enter", { isComposing: true })).toBeNull();
  });

  it("recalls only in an empty or recalled box, so that ↑ still moves the cursor", () => {
    expect(press("ArrowUp")).toBe("recall-older");
    expect(press("ArrowDown")).toBe("recall-newer");
    expect(press("ArrowUp", { isRecallable: false })).toBeNull();
  });
});

describe("message length", () => {
  it("has the limit of the server", () => expect(maxMessageLength).toBe(messageMaxLength));

  it("counts down near the end and says how much is too much", () => {
    expect(lengthNote(100)).toBeNull();
    expect(lengthNote(3990)).toEqual({ text: "10 characters left", isOver: false });
    expect(lengthNote(4001)).toMatchObject({ isOver: true });
  });
});
