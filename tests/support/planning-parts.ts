import type { InventoryHost } from "#server/contracts/host.ts";
import type { CatalogEntry, PlaybookVariable } from "#server/contracts/playbook.ts";
import { readClause } from "#server/language/clause.ts";
import type { Intent } from "#server/planning/domain/intent.ts";
import type { ChosenEntry, PlanInput } from "#server/planning/domain/plan-input.ts";

/** An id whose last digits are a number: short to write, and a UUID. */
export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** A machine reached by ssh. */
export function makeHost(name: string, groups: string[] = []): InventoryHost {
  return { name, groups, connection: "ssh", address: null, port: null, user: null };
}

/** A text variable without a default. */
export function makeVariable(
  name: string,
  change: Partial<PlaybookVariable> = {},
): PlaybookVariable {
  return {
    name,
    type: "string",
    defaultValue: null,
    templated: false,
    description: null,
    required: false,
    choices: null,
    secret: false,
    ...change,
  };
}

/** A harmless playbook that deploys jellyfin everywhere. */
export function makeEntry(change: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id: idOf(1),
    repositoryId: idOf(100),
    kind: "playbook",
    path: "playbooks/jellyfin/deploy.yml",
    name: "Deploy Jellyfin",
    service: "jellyfin",
    verbs: ["deploy"],
    aliases: [],
    description: "",
    searchText: "",
    modules: ["ansible.builtin.stat"],
    images: [],
    tags: [],
    hostPatterns: ["all"],
    variables: [],
    checks: [],
    idempotent: true,
    usesBecome: false,
    needs: [],
    refusals: [],
    dynamicIncludes: false,
    note: null,
    highValue: false,
    estimatedSeconds: null,
    files: [],
    requiresAnsible: [],
    risk: "low",
    riskReasons: ["only reads: every step is a known reading module or command"],
    ...change,
  };
}

/** An entry that was chosen for an intent. */
export function makeChosen(change: Partial<ChosenEntry> = {}): ChosenEntry {
  const entry = change.entry ?? makeEntry();
  return {
    intentText: `deploy ${entry.service}`,
    app: null,
    verb: entry.verbs[0] ?? "run",
    service: entry.service,
    confidence: 1,
    reason: "named",
    entry,
    playHosts: null,
    files: [],
    given: null,
    ...change,
  };
}

/** Everything a plan follows from, for one entry on two machines. */
export function makePlanInput(
  change: Partial<PlanInput> & { inventory?: readonly InventoryHost[] } = {},
): PlanInput {
  const { inventory, ...input } = change;
  const chosen = input.chosen ?? [makeChosen()];
  return {
    requestText: chosen.map(({ intentText }) => intentText).join(" and "),
    answers: {},
    rejection: null,
    changeNote: null,
    chosen,
    source: {
      repositoryId: idOf(100),
      repositoryName: "Homelab",
      branch: "main",
      commit: "c".repeat(40),
      treeId: "d".repeat(40),
      inventoryPath: "inventory/hosts.yml",
      requirementsLock: null,
      inventorySource: null,
      inventoryHash: "e".repeat(64),
      inventoryChoices: [],
      ownInventories: [],
      inventoryLack: null,
      inventory: inventory ?? [makeHost("nas1", ["storage"]), makeHost("pi")],
      ansible: null,
    },
    outOfScope: [],
    context: [],
    taskTimeoutSeconds: 1800,
    recentRuns: new Map(),
    reservations: new Map(),
    ...input,
  };
}

/** An intent as the matcher gives it, with one candidate. */
export function makeIntent(text: string, change: Partial<Intent> = {}): Intent {
  return {
    text,
    clause: readClause(text),
    verb: "deploy",
    service: null,
    confidence: 0.9,
    decision: "match",
    candidates: [
      {
        entryId: idOf(1),
        path: "playbooks/jellyfin/deploy.yml",
        name: "Deploy Jellyfin",
        confidence: 0.9,
        share: 0.9,
        reason: "named",
      },
    ],
    nearest: [idOf(1)],
    ...change,
  };
}
