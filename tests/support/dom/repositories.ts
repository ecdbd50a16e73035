import type { Repository } from "#server/contracts/playbook.ts";

/** A repository as its last scan left it. */
export function makeRepository(change: Partial<Repository> = {}): Repository {
  return {
    id: "00000000-0000-4000-8000-000000000021",
    name: "homelab",
    location: "/srv/homelab",
    branch: "main",
    builtin: false,
    kind: "git",
    copiedFrom: null,
    listedFrom: null,
    neverSend: false,
    previewWhen: "asked",
    inventoryPath: "hosts.yml",
    ansible: null,
    addedAt: "2026-11-20T10:00:00.000Z",
    commit: "c".repeat(40),
    treeId: "d".repeat(40),
    scannedAt: "2026-11-21T10:00:00.000Z",
    error: null,
    entryCount: 3,
    warnings: [],
    hasToken: false,
    skipped: [],
    skippedCount: 0,
    ignoredSettings: [],
    offers: [],
    ...change,
  };
}
