import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import { type AuditRecord, canonicalEntry } from "./canonical-entry.ts";
import {
  type ChainHead,
  type ChainLink,
  chainStart,
  findLinkFault,
  ledgerLine,
  linkHash,
  sealEntries,
} from "./chain.ts";
import { type CheckedLink, findBatchFault } from "./compare-batch.ts";

const hash = (content: string) => createHash("sha256").update(content).digest("hex");

const name = fc.option(fc.string({ unit: "binary", maxLength: 20 }), { nil: null });
const id = fc.option(fc.uuid(), { nil: null });
const entries: fc.Arbitrary<AuditRecord> = fc.record({
  id: fc.uuid(),
  ordinal: fc.nat(),
  type: fc.constantFrom("plan.approved", "task.succeeded", "run.claimed"),
  at: fc
    .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  actor: fc.record({
    kind: fc.constantFrom("person", "system"),
    id: fc.string(),
    name: fc.string({ unit: "binary" }),
  }),
  requestId: id,
  planId: id,
  taskId: id,
  runId: id,
  agentId: id,
  service: name,
  host: name,
  status: name,
  facts: fc.dictionary(
    fc.string({ maxLength: 8 }).filter((key) => key !== "__proto__"),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  ),
  payloadHash: fc.option(fc.string(), { nil: null }),
});
const chains = fc.array(entries, { minLength: 1, maxLength: 8 });

interface Stored {
  readonly link: ChainLink;
  readonly entry: AuditRecord | null;
}

function stored(records: readonly AuditRecord[]): Stored[] {
  const links = sealEntries(hash, chainStart, records);
  return links.map((link, at) => ({ link, entry: records[at] ?? null }));
}

/** The number of the first link that does not hold, null when all do. */
function firstFault(chain: readonly Stored[]): number | null {
  let before: ChainHead = chainStart;
  for (const { link, entry } of chain) {
    const canonical = entry === null ? null : canonicalEntry(entry);
    if (findLinkFault(hash, before, link, canonical) !== null) return before.seq + 1;
    before = link;
  }
  return null;
}

describe("canonicalEntry", () => {
  it("is the canonical JSON of the entry", () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(canonicalEntry(entry)).toBe(canonicalJson(entry));
      }),
    );
  });

  it("is the same after a round trip through JSON, as a reader of git has it", () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(canonicalJson(JSON.parse(canonicalEntry(entry)))).toBe(canonicalEntry(entry));
      }),
    );
  });
});

describe("the chain", () => {
  it("holds as sealed, whether in one batch or in several", () => {
    fc.assert(
      fc.property(chains, fc.nat(), (records, cut) => {
        const whole = sealEntries(hash, chainStart, records);
        const first = sealEntries(hash, chainStart, records.slice(0, cut % records.length));
        const rest = sealEntries(hash, first.at(-1) ?? chainStart, records.slice(first.length));
        expect([...first, ...rest]).toEqual(whole);
        expect(firstFault(stored(records))).toBeNull();
      }),
    );
  });

  it("names the first entry that was changed, removed, put in or swapped", () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), entries, (records, a, b, other) => {
        const chain = stored(records);
        const at = a % chain.length;
        const second = b % chain.length;
        const replaced = chain.map((item, n) => (n === at ? { ...item, entry: other } : item));
        const isSame = canonicalEntry(other) === canonicalEntry(records[at] ?? other);
        expect(firstFault(replaced)).toBe(isSame ? null : at + 1);
        const emptied = chain.map((item, n) => (n === at ? { ...item, entry: null } : item));
        expect(firstFault(emptied)).toBe(at + 1);
        const removed = chain.filter((_, n) => n !== at);
        expect(firstFault(removed)).toBe(at === chain.length - 1 ? null : at + 1);
        const swapped = chain.map((item, n) => {
          const from = n === at ? second : n === second ? at : n;
          return { link: item.link, entry: chain[from]?.entry ?? null };
        });
        expect(firstFault(swapped)).toBe(at === second ? null : Math.min(at, second) + 1);
      }),
    );
  });

  it("names an entry whose own hash was computed anew, at the next link", () => {
    fc.assert(
      fc.property(chains, fc.nat(), (records, a) => {
        const chain = stored([...records, ...records]);
        const at = a % records.length;
        const forged = chain.map(({ link, entry }, n) => {
          if (n !== at || entry === null) return { link, entry };
          const changed = { ...entry, ordinal: entry.ordinal + 1 };
          return {
            link: { ...link, hash: linkHash(hash, link.prev, canonicalEntry(changed)) },
            entry: changed,
          };
        });
        expect(firstFault(forged)).toBe(at + 2);
      }),
    );
  });
});

describe("findBatchFault", () => {
  const checked = (chain: readonly Stored[]): CheckedLink[] => {
    let before: ChainHead = chainStart;
    return chain.map(({ link, entry }) => {
      const canonical = entry === null ? null : canonicalEntry(entry);
      const problem = findLinkFault(hash, before, link, canonical);
      before = link;
      return { ...link, line: ledgerLine(link, canonical ?? "null"), problem };
    });
  };
  const linesOf = (chain: readonly Stored[]) => checked(chain).map(({ line }) => line);
  const compare = (database: readonly Stored[], lines: readonly string[] | null) =>
    findBatchFault(hash, chainStart, checked(database), lines, "commit as recorded");

  it("finds nothing when both stores hold the chain, or git does not have it yet", () => {
    fc.assert(
      fc.property(chains, (records) => {
        const chain = stored(records);
        expect(compare(chain, linesOf(chain))).toBeNull();
        expect(compare(chain, null)).toBeNull();
      }),
    );
  });

  it("blames the store whose entry no longer hashes to the chain", () => {
    fc.assert(
      fc.property(chains, fc.nat(), (records, a) => {
        const chain = stored(records);
        const at = a % chain.length;
        const changed = chain.map((item, n) =>
          n === at && item.entry ? { ...item, entry: { ...item.entry, ordinal: -1 } } : item,
        );
        const where = (fault: ReturnType<typeof compare>) => [fault?.seq, fault?.where];
        expect(where(compare(changed, linesOf(chain)))).toEqual([at + 1, "database"]);
        expect(where(compare(chain, linesOf(changed)))).toEqual([at + 1, "git"]);
        expect(where(compare(changed, linesOf(changed)))).toEqual([at + 1, "both"]);
        expect(where(compare(chain, linesOf(chain).slice(0, at)))).toEqual([at + 1, "git"]);
        expect(where(compare(chain.slice(0, at), linesOf(chain)))).toEqual([at + 1, "database"]);
      }),
    );
  });
});
