import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NotificationScope,
  notificationFactsSchema,
  notificationKindSchema,
} from "#server/contracts/notification.ts";
import type { Role } from "#server/contracts/people.ts";
import { hears, scopesFor, scopesOf } from "./audience.ts";
import { safeFacts } from "./notification-facts.ts";
import { notificationWords, priorityOf, tagsOf } from "./notification-words.ts";

const asIs = (text: string) => text;

describe("who hears of something", () => {
  const listener = (role: Role, scope?: NotificationScope) => ({
    ...{ personId: "me", role, mayDecide: role === "approver" || role === "admin" },
    chosen: scope === undefined ? {} : { approval_waiting: scope },
  });

  it.each<[string, Role, NotificationScope | undefined, string, boolean]>([
    ["an approver usually hears of others' plans", "approver", undefined, "other", true],
    ["an operator usually hears of their own", "operator", undefined, "me", true],
    ["and of nobody else's", "operator", undefined, "other", false],
    ["whoever chose their own hears no others'", "admin", "mine", "other", false],
    ["whoever chose all hears all", "viewer", "all", "other", true],
    ["whoever chose nothing hears nothing, not even their own", "admin", "off", "me", false],
  ])("%s", (_what, role, scope, ownerId, isHeard) => {
    expect(hears(listener(role, scope), "approval_waiting", ownerId)).toBe(isHeard);
  });

  it("machines are told of to admins, and of nobody's own", () => {
    expect(hears(listener("admin"), "machine_offline", null)).toBe(true);
    expect(hears(listener("approver"), "machine_offline", null)).toBe(false);
    expect(scopesOf("machine_offline")).toEqual(["off", "all"]);
  });

  it("what is usual can be chosen", () => {
    for (const role of ["viewer", "operator", "approver", "admin"] as const)
      for (const kind of notificationKindSchema.options)
        expect(scopesOf(kind)).toContain(scopesFor({ role, chosen: {} })[kind]);
  });
});

describe("what may leave", () => {
  it("fits its schema and stands on one line, whatever was written", () => {
    const text = fc.string({ unit: "binary", maxLength: 1_200 });
    const raw = fc.record({ action: text, asker: text, reason: text, hosts: fc.array(text) });
    fc.assert(
      fc.property(raw, (given) => {
        const facts = notificationFactsSchema.parse(safeFacts(given, asIs));
        const { title, lines } = notificationWords("run_finished", facts);
        for (const line of [title, ...lines])
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202e\u200f]/u);
      }),
    );
  });

  it("loses its secret before it is cut, so that no half of one is left", () => {
    const secret = "s3cr3t-of-some-length";
    const redact = (text: string) => text.replaceAll(secret, "[redacted]");
    const { action, reason } = safeFacts(
      { action: `${"x".repeat(190)}${secret}`, reason: `line\n${secret}\u202e` },
      redact,
    );
    expect(action).not.toContain("s3cr3t");
    expect(reason).toBe("line [redacted]");
  });

  it("names ten hosts once each and counts the others", () => {
    const hosts = Array.from({ length: 14 }, (_, at) => `web${at}`);
    const facts = safeFacts({ action: "Update", hosts: [...hosts, "web0"] }, asIs);
    expect(notificationWords("run_finished", facts).lines[0]).toMatch(/^Hosts: .*web9 and 4 more$/);
  });

  it("says what failed louder than what went well", () => {
    const facts = safeFacts({ action: "Update", outcome: "failed" }, asIs);
    expect(priorityOf("run_finished", facts)).toBeGreaterThan(
      priorityOf("run_finished", { ...facts, outcome: "done" }),
    );
    expect(notificationWords("run_finished", facts).title).toBe("Failed: Update");
    for (const kind of notificationKindSchema.options) {
      expect(tagsOf(kind, facts)).toHaveLength(1);
      expect(notificationWords(kind, facts).title).toContain("Update");
    }
  });
});
