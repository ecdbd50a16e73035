import { type AuditRecord, canonicalEntry } from "./canonical-entry.ts";

/** SHA-256 of a text in hexadecimal, passed in because this folder is pure. */
export type Hash = (content: string) => string;

/** The end of the chain: the newest link's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** One link. `seq` counts from 1 without gaps; `prev` is the hash of the link before. */
export interface ChainLink extends ChainHead {
  readonly entryId: string;
  readonly prev: string;
}

/** What the first link stands on. */
export const chainStart: ChainHead = { seq: 0, hash: "0".repeat(64) };

/** Hash of a link: SHA-256(hash of the link before ‖ canonical entry). */
export function linkHash(hash: Hash, prev: string, canonical: string): string {
  return hash(prev + canonical);
}

/** Links `entries`, in the order given, to the end of the chain. */
export function sealEntries(
  hash: Hash,
  head: ChainHead,
  entries: readonly AuditRecord[],
): ChainLink[] {
  let { seq, hash: prev } = head;
  return entries.map((entry) => {
    seq += 1;
    const link = {
      seq,
      entryId: entry.id,
      prev,
      hash: linkHash(hash, prev, canonicalEntry(entry)),
    };
    prev = link.hash;
    return link;
  });
}

/**
 * Says what is wrong with the link that should follow `before`, or null when it holds.
 *
 * @param canonical the entry it names, null when that entry is gone
 */
export function findLinkFault(
  hash: Hash,
  before: ChainHead,
  link: Omit<ChainLink, "entryId">,
  canonical: string | null,
): string | null {
  if (link.seq !== before.seq + 1) return "the link is missing";
  if (link.prev !== before.hash) return "the link does not continue the one before it";
  if (canonical === null) return "the entry is missing";
  if (linkHash(hash, link.prev, canonical) !== link.hash) return "the entry was changed";
  return null;
}

/** A line of a batch file in git: the entry with its link, in canonical JSON. */
export function ledgerLine(link: Omit<ChainLink, "entryId">, canonical: string): string {
  return `{"entry":${canonical},"hash":"${link.hash}","prev":"${link.prev}","seq":${link.seq}}`;
}
