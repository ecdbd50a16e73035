import { expect, it } from "vitest";
import { formatAnnouncement, parseAnnouncement } from "./session-announcement.ts";

it("reads back what it says", () => {
  for (const announcement of [
    { kind: "session", sessionId: "a" },
    { kind: "person", personId: "b" },
  ] as const) {
    expect(parseAnnouncement(formatAnnouncement(announcement))).toEqual(announcement);
  }
});

it.each(["", "session", "session ", "everyone x", "person a b"])(
  "takes %j for nothing",
  (payload) => expect(parseAnnouncement(payload)).toBeNull(),
);
