import type { TreeFile } from "#server/ansible/tree.ts";
import type { CatalogScan, ScannedEntry } from "./domain/scan-types.ts";

/** A file that is there now, or null for one that is missing. */
export type FileChange = readonly [path: string, file: TreeFile | null];

/** What the scanning thread is told. */
export type ScanOrder =
  | {
      readonly kind: "scan";
      /** Names what the thread keeps of this repository between scans. */
      readonly key: string;
      readonly repositoryName: string;
      /** True: changes since the last scan of this key. False: all files, whatever the thread kept. */
      readonly incremental: boolean;
      readonly changes: readonly FileChange[];
      /** Blobs that took too long to read before. */
      readonly tooSlow: readonly string[];
      /** Fingerprints of entries that the asker has, by entry key: only others are sent. */
      readonly known: ReadonlyMap<string, string>;
    }
  | { readonly kind: "texts"; readonly texts: ReadonlyMap<string, string> };

/** An entry of a scan; null where the asker has it already. */
export interface FingerprintedEntry {
  readonly key: string;
  readonly fingerprint: string;
  readonly entry: ScannedEntry | null;
}

/** A scan whose entries are sent only where they are news. */
export interface ScanOutcome extends Omit<CatalogScan, "entries"> {
  readonly entries: readonly FingerprintedEntry[];
  /** How many files differ from the scan before; null when that one is not remembered. */
  readonly changedFiles: number | null;
}

/** What the scanning thread answers. */
export type ScanAnswer =
  | { readonly kind: "need"; readonly blobs: readonly string[] }
  | {
      readonly kind: "done";
      readonly outcome: Omit<ScanOutcome, "changedFiles">;
      /** Keys that an incremental scan may name. */
      readonly kept: readonly string[];
    }
  | { readonly kind: "failed"; readonly message: string };

/** What identifies an entry across scans. */
export function entryKey(entry: Pick<ScannedEntry, "kind" | "path" | "name">): string {
  return `${entry.kind}\0${entry.path}\0${entry.name}`;
}
