import { expect, it } from "vitest";
import type { InboxItem } from "#server/contracts/api.ts";
import { filterChoices, filterInbox, inboxHref, readInboxFilters } from "./inbox-filters.ts";

const item = (requestId: string, change: Partial<InboxItem> = {}): InboxItem => ({
  ...{ requestId, conversationId: "c", planId: "p", version: 1, digest: "d", summary: "Deploy" },
  ...{ risk: "low", hosts: ["nas"], playbooks: ["kuma.yml"], submittedBy: "Otto" },
  ...{ createdAt: "2026-11-21T10:00:00Z", expiresAt: "2026-11-22T10:00:00Z" },
  ...change,
});
const items = [
  item("1"),
  item("2", { risk: "high", hosts: ["nas", "pi"] }),
  item("3", { submittedBy: "Ada & Co", playbooks: ["dns.yml", "kuma.yml"] }),
];
const shown = (search: string) =>
  filterInbox(items, readInboxFilters(new URLSearchParams(search))).map(
    ({ requestId }) => requestId,
  );

it("lets through what fits every filter of the address", () => {
  expect(shown("")).toEqual(["1", "2", "3"]);
  expect(shown("host=pi")).toEqual(["2"]);
  expect(shown("playbook=dns.yml")).toEqual(["3"]);
  expect(shown("host=nas&risk=low")).toEqual(["1", "3"]);
  expect(shown("person=Nobody")).toEqual([]);
});

it("survives the way into the address and back", () => {
  const filters = readInboxFilters(new URLSearchParams("person=Ada+%26+Co&risk=low"));
  expect(filters.person).toBe("Ada & Co");
  expect(readInboxFilters(new URLSearchParams(inboxHref(filters).split("?")[1]))).toEqual(filters);
  expect(inboxHref(readInboxFilters(new URLSearchParams()))).toBe("/approvals");
});

it("offers what the waiting plans have, and what is chosen", () => {
  expect(filterChoices(items, "host", "")).toEqual(["nas", "pi"]);
  expect(filterChoices(items, "person", "Gone")).toEqual(["Ada & Co", "Gone", "Otto"]);
});
