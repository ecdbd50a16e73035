import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { groupConversations } from "./conversation-groups.ts";

beforeEach(() => vi.stubEnv("TZ", "Europe/Berlin"));
afterEach(() => vi.unstubAllEnvs());

const used = (updatedAt: string, rest: object = {}) => ({
  ...{ id: updatedAt, title: updatedAt, createdAt: updatedAt, updatedAt, awaiting: 0, ...rest },
});
// A Thursday.
const now = Date.parse("2026-11-26T12:00:00Z");
const grouped = (conversations: ReturnType<typeof used>[], at = now) =>
  groupConversations(conversations, at).map(({ title, conversations: of }) => [
    title,
    ...of.map(({ id }) => id),
  ]);

it("groups by the reader's days, what is used last first (UI-01)", () => {
  const instants = [
    // Half past midnight in Berlin: the evening before by the clock of the server.
    "2026-11-25T23:30:00Z",
    "2026-11-25T22:30:00Z",
    "2026-11-22T23:30:00Z",
    "2026-11-22T12:00:00Z",
    "2026-10-02T12:00:00Z",
    "2025-11-24T12:00:00Z",
  ];
  expect(grouped(instants.map((instant) => used(instant)))).toEqual([
    ["Today", instants[0]],
    ["Yesterday", instants[1]],
    ["Earlier this week", instants[2]],
    ["November", instants[3]],
    ["October", instants[4]],
    ["November 2025", instants[5]],
  ]);
});

it("has what waits or runs at the top, however old (UI-01)", () => {
  const waiting = used("2026-10-01T12:00:00Z", { awaiting: 1 });
  const running = used("2026-10-02T12:00:00Z", { running: 1 });
  const today = used("2026-11-26T11:00:00Z");
  expect(grouped([today, running, waiting])).toEqual([
    ["Waiting and running", running.id, waiting.id],
    ["Today", today.id],
  ]);
});

it("has no days before the reader's clock is known, and no week before Monday", () => {
  const monday = Date.parse("2026-11-23T12:00:00Z");
  expect(grouped([used("2026-11-22T12:00:00Z"), used("2026-11-21T12:00:00Z")], monday)).toEqual([
    ["Yesterday", "2026-11-22T12:00:00Z"],
    ["November", "2026-11-21T12:00:00Z"],
  ]);
  expect(grouped([used("2026-11-26T11:00:00Z")], 0)).toEqual([["", "2026-11-26T11:00:00Z"]]);
});
