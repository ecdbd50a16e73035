import { describe, expect, it } from "vitest";
import { type AuditEntryView, auditTypeSchema } from "#server/contracts/audit.ts";
import { auditQueryOf, filtersHref, kindGroups, readFilters } from "./audit-filters.ts";
import { entryFacts, entryReason, entrySentence, wordsOf } from "./audit-words.ts";

const entry: AuditEntryView = {
  id: "1",
  seq: 7,
  type: "plan.approved",
  at: "2026-11-21T12:00:00Z",
  actor: { kind: "person", id: "p", name: "Kim" },
  requestId: null,
  planId: null,
  taskId: null,
  runId: null,
  service: "uptime-kuma",
  host: "nas",
  status: null,
  facts: { planVersion: 2, planDigest: "a".repeat(64) },
  text: null,
  hash: null,
};

describe("audit filters", () => {
  it("survive the way into the address and back", () => {
    const filters = readFilters(new URLSearchParams("kind=Failures&host=nas&text=a%26b"));
    expect(readFilters(new URLSearchParams(filtersHref(filters).split("?")[1]))).toEqual(filters);
  });

  it("ask only for what is given", () => {
    expect(auditQueryOf(readFilters(new URLSearchParams("service=dns")))).toEqual({
      service: "dns",
    });
  });

  it("understand the links of answers in the chat", () => {
    const search = new URLSearchParams("status=failed&days=7&service=dns");
    expect(auditQueryOf(readFilters(search))).toEqual({
      status: "failed",
      days: 7,
      service: "dns",
    });
  });

  it("take a risk, an agent and a cost, and no nonsense for them", () => {
    const query = (search: string) => auditQueryOf(readFilters(new URLSearchParams(search)));
    expect(query("risk=high&agent=attic&cost=0.05")).toEqual({
      ...{ risk: "high", agent: "attic", minCostUsd: 0.05 },
    });
    expect(query("risk=dire&cost=much")).toEqual({});
    expect(query("cost=0")).toEqual({ minCostUsd: 0 });
  });

  it("take a day from midnight to midnight of the reader", () => {
    const query = auditQueryOf(readFilters(new URLSearchParams("from=2026-11-21&to=2026-11-21")));
    const hours = (Date.parse(query.to ?? "") - Date.parse(query.from ?? "")) / 3_600_000;
    expect(hours).toBe(24);
  });

  it("ignore a day that is none", () => {
    expect(auditQueryOf(readFilters(new URLSearchParams("from=yesterday")))).toEqual({});
  });

  it("name only kinds that exist, and every kind has words", () => {
    for (const type of Object.values(kindGroups).flat())
      expect(auditTypeSchema.options).toContain(type);
    for (const type of auditTypeSchema.options) expect(wordsOf(type).text).not.toBe(type);
    expect(wordsOf("comet.seen").text).toBe("comet.seen");
  });
});

describe("audit entries", () => {
  it("are sentences that name every host", () => {
    expect(entrySentence(entry)).toBe("Kim approved (uptime-kuma) on nas.");
    const ran = { ...entry, type: "task.succeeded" as const, hosts: ["nas", "nas2", "pi"] };
    const agent = { kind: "agent" as const, id: "a", name: "here" };
    expect(entrySentence({ ...ran, actor: agent })).toBe(
      "Task succeeded (uptime-kuma) on nas, nas2 and pi, by here.",
    );
    const system = { kind: "system" as const, id: "system", name: "Chiffon" };
    const moved = { ...entry, service: null, host: null, actor: system };
    expect(
      entrySentence({
        ...moved,
        type: "request.phase_changed",
        facts: { from: "planning", to: "timed_out" },
      }),
    ).toBe("Request went from planning to timed out.");
  });

  it("keep digests, fences and verdicts for those who unfold them, hashes cut short", () => {
    expect(entryReason(entry)).toBe("");
    expect(entryReason({ ...entry, facts: { reason: "nas is busy", fence: 2 } })).toBe(
      "nas is busy",
    );
    expect(entryFacts(entry)).toBe("plan version 2, plan digest aaaaaaaaaaaa…");
  });
});
