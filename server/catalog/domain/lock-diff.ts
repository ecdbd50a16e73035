import type { LockChange, LockItem } from "#server/contracts/dependency.ts";

/** What differs between two locks, by kind and name. */
export function diffLocks(before: readonly LockItem[], after: readonly LockItem[]): LockChange[] {
  const old = byKey(before);
  const next = byKey(after);
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.flatMap((key) => change(old.get(key), next.get(key)));
}

function byKey(items: readonly LockItem[]): Map<string, LockItem> {
  return new Map(items.map((item) => [`${item.kind} ${item.name}`, item]));
}

function change(old: LockItem | undefined, next: LockItem | undefined): LockChange[] {
  const either = next ?? old;
  if (either === undefined) return [];
  const { kind, name } = either;
  const versions = { from: old?.version ?? null, to: next?.version ?? null };
  if (old === undefined) return [{ kind, name, change: "added", ...versions }];
  if (next === undefined) return [{ kind, name, change: "removed", ...versions }];
  const isSame =
    old.treeHash === next.treeHash && old.version === next.version && old.source === next.source;
  return isSame ? [] : [{ kind, name, change: "changed", ...versions }];
}

const listed = 3;

/** A difference in words: "role acme.web changed (1.0.0 → 1.1.0)". */
export function describeChanges(changes: readonly LockChange[]): string {
  if (changes.length === 0) return "nothing changed";
  const more = changes.length > listed ? ` and ${changes.length - listed} more` : "";
  return `${changes.slice(0, listed).map(describeChange).join(", ")}${more}`;
}

function describeChange({ kind, name, change, from, to }: LockChange): string {
  switch (change) {
    case "added":
      return `${kind} ${name} was installed${to === null || to === "" ? "" : ` (${to})`}`;
    case "removed":
      return `${kind} ${name} was removed`;
    case "changed":
      return from === to
        ? `${kind} ${name} changed behind the same version${from ? ` (${from})` : ""}`
        : `${kind} ${name} changed (${from || "no version"} → ${to || "no version"})`;
  }
}
