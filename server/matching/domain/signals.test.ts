import { describe, expect, it } from "vitest";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildMatchIndex } from "./match-index.ts";
import { readRequest } from "./matcher.ts";
import { model } from "./model.ts";
import { readEvidence } from "./rank.ts";
import { readIntent } from "./read-intent.ts";
import { type RefusalSignalName, refusalSignalNames } from "./refusal-signals.ts";
import { readSegment } from "./segment.ts";
import { type SignalName, signalNames } from "./signals.ts";
import { readTrust, trustSignNames } from "./trust.ts";

const play = (title: string, extra = "") =>
  `${extra}- name: ${title}\n  hosts: all\n  tasks:\n    - ansible.builtin.apt: {name: x}\n`;
const files: Record<string, string> = {
  "jellyfin/deploy.yml": play("Deploy Jellyfin", "# Streams films to the telly.\n---\n"),
  "jellyfin/remove.yml": play("Remove Jellyfin"),
  "fail2ban.yml": play("Install fail2ban"),
  "grafana.yml": play("Deploy Grafana"),
  "backup.yml": play("Back up the volumes", "# Copies photos and films elsewhere.\n---\n"),
  "restart-service.yml": play("Restart a service"),
  "reboot.yml": play("Reboot hosts"),
  "disk-usage.yml": play("Check disk usage"),
  "examples/proxy.yml": play("Install Traefik in front of Immich"),
  "mirror.yml": `- name: Mirror\n  hosts: all\n  tasks:\n    - ansible.builtin.apt: {name: y}\n      tags: [update]\n`,
  "pool.yml": play("Pool", "# Prunes what nobody asked for.\n---\n"),
  "site.yml": "- name: Set up everything\n  hosts: all\n  roles: [chrony, swap]\n",
  "mesh.yml": play("Install Tailscale and Netdata"),
  "stack.yml": `- name: The stack\n  hosts: all\n  roles:\n${Array.from({ length: 14 }, (_, at) => `    - { role: r${at}, tags: [part${at}] }\n`).join("")}`,
  "roles/chrony/tasks/main.yml": "- ansible.builtin.apt: {name: chrony}\n  tags: [clock]\n",
  "roles/swap/tasks/main.yml": "- ansible.builtin.command: mkswap /swapfile\n",
  ...Object.fromEntries(
    Array.from({ length: 14 }, (_, at) => [
      `roles/r${at}/tasks/main.yml`,
      `- ansible.builtin.command: x${at}\n`,
    ]),
  ),
};
const { entries } = buildCatalog(treeOf(files), "repo");
const index = buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));

function evidenceOf(request: string) {
  const { whole } = readRequest(index, request);
  const segment = readSegment(index, readIntent(index, whole, model.rarity), null);
  return { segment, evidence: readEvidence(segment) };
}

/** What an entry has of a signal for a request; null where nothing points at the entry. */
function signalOf(name: SignalName, request: string, path: string): number | null {
  const { segment, evidence } = evidenceOf(request);
  const at = segment.pool.findIndex((number) => placeOf(number) === path);
  return evidence.rows[at]?.[signalNames.indexOf(name)] ?? null;
}

/** Where it lies; a tag by its name. */
function placeOf(number: number): string | undefined {
  const entry = index.entries[number]?.entry;
  return entry?.kind === "tag" ? `tag:${entry.name}` : entry?.path;
}

function refusalOf(name: RefusalSignalName, request: string): number {
  return evidenceOf(request).evidence.none[refusalSignalNames.indexOf(name)] ?? 0;
}

type Case = readonly [request: string, path: string];

/** For each signal a request and an entry that have it, and a pair that has not. */
const cases: Readonly<Record<SignalName, { readonly has: Case; readonly lacks: Case }>> = {
  name_exact: { has: ["install grafana", "grafana.yml"], lacks: ["films", "jellyfin/deploy.yml"] },
  name_part: { has: ["install netdata", "mesh.yml"], lacks: ["install grafana", "grafana.yml"] },
  name_near: { has: ["grafna please", "grafana.yml"], lacks: ["install grafana", "grafana.yml"] },
  name_aside: {
    has: ["update jellyfin with grafana", "grafana.yml"],
    lacks: ["install grafana", "grafana.yml"],
  },
  name_served: {
    has: ["a web page for grafana", "grafana.yml"],
    lacks: ["install grafana", "grafana.yml"],
  },
  name_said: { has: ["swap memory", "roles/swap"], lacks: ["swap memory", "site.yml"] },
  name_whole: {
    has: ["swap memory", "roles/swap"],
    lacks: ["how full are the disks", "disk-usage.yml"],
  },
  name_spelt: { has: ["grafna please", "grafana.yml"], lacks: ["films", "jellyfin/deploy.yml"] },
  name_sounds: {
    has: ["jelifin for the kids", "jellyfin/deploy.yml"],
    lacks: ["films", "jellyfin/deploy.yml"],
  },
  file_named: { has: ["run site.yml", "site.yml"], lacks: ["set up everything", "site.yml"] },
  words_name: { has: ["swap memory", "roles/swap"], lacks: ["films", "backup.yml"] },
  words_description: { has: ["films", "backup.yml"], lacks: ["chrony", "roles/chrony"] },
  rare_description: { has: ["films", "backup.yml"], lacks: ["chrony", "roles/chrony"] },
  rare_known: { has: ["clock", "roles/chrony"], lacks: ["films", "backup.yml"] },
  rare_text: { has: ["films", "backup.yml"], lacks: ["films", "jellyfin/remove.yml"] },
  kindred: {
    has: ["subtitles", "jellyfin/deploy.yml"],
    lacks: ["install foobarix", "grafana.yml"],
  },
  words_known: { has: ["clock", "roles/chrony"], lacks: ["films", "backup.yml"] },
  words_any: { has: ["films", "backup.yml"], lacks: ["grafna please", "grafana.yml"] },
  words_strong: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  words_synonym_name: { has: ["reboot the servers", "reboot.yml"], lacks: ["films", "backup.yml"] },
  weight_strong: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  weight_text: { has: ["films", "backup.yml"], lacks: ["films", "jellyfin/remove.yml"] },
  weight_synonym: { has: ["reboot the servers", "reboot.yml"], lacks: ["films", "backup.yml"] },
  weight_rank: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  count_any: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  second_any: { has: ["swap memory", "roles/swap"], lacks: ["films", "backup.yml"] },
  verb_same: {
    has: ["deploy jellyfin", "jellyfin/deploy.yml"],
    lacks: ["films", "jellyfin/deploy.yml"],
  },
  verb_fit: { has: ["films", "backup.yml"], lacks: ["no such thing", "backup.yml"] },
  verb_against: {
    has: ["remove jellyfin", "jellyfin/deploy.yml"],
    lacks: ["remove jellyfin", "jellyfin/remove.yml"],
  },
  verb_lacks: {
    has: ["remove jellyfin", "jellyfin/deploy.yml"],
    lacks: ["remove jellyfin", "jellyfin/remove.yml"],
  },
  verb_name: {
    has: ["remove jellyfin", "jellyfin/remove.yml"],
    lacks: ["remove jellyfin", "jellyfin/deploy.yml"],
  },
  verb_any: {
    has: ["remove jellyfin", "jellyfin/remove.yml"],
    lacks: ["install grafana", "grafana.yml"],
  },
  verb_open: { has: ["films", "jellyfin/deploy.yml"], lacks: ["films", "jellyfin/remove.yml"] },
  exact_and_verb: {
    has: ["install grafana", "grafana.yml"],
    lacks: ["stop jellyfin", "jellyfin/deploy.yml"],
  },
  only_mentions: {
    has: ["install immich", "examples/proxy.yml"],
    lacks: ["films", "jellyfin/deploy.yml"],
  },
  exact_but_verb: {
    has: ["stop jellyfin", "jellyfin/deploy.yml"],
    lacks: ["deploy jellyfin", "jellyfin/deploy.yml"],
  },
  name_covers: { has: ["install grafana", "grafana.yml"], lacks: ["films", "jellyfin/deploy.yml"] },
  only_verb: { has: ["restart jellyfin", "restart-service.yml"], lacks: ["films", "backup.yml"] },
  exact_and_words: { has: ["install grafana", "grafana.yml"], lacks: ["films", "backup.yml"] },
  any_app: {
    has: ["restart jellyfin", "restart-service.yml"],
    lacks: ["reboot the servers", "restart-service.yml"],
  },
  all_fit: { has: ["reboot the servers", "reboot.yml"], lacks: ["films", "backup.yml"] },
  all_same: { has: ["reboot the servers", "reboot.yml"], lacks: ["films", "backup.yml"] },
  reports_asked: {
    has: ["how full are the disks", "disk-usage.yml"],
    lacks: ["check the disks", "disk-usage.yml"],
  },
  sets_up_all: { has: ["set up everything", "site.yml"], lacks: ["films", "jellyfin/deploy.yml"] },
  other_named: { has: ["chrony", "site.yml"], lacks: ["chrony", "roles/chrony"] },
  collection: { has: ["the stack", "stack.yml"], lacks: ["chrony", "roles/chrony"] },
  secondary: { has: ["install immich", "examples/proxy.yml"], lacks: ["films", "backup.yml"] },
  product: { has: ["install grafana", "grafana.yml"], lacks: ["films", "backup.yml"] },
  sole: {
    has: ["install grafana", "grafana.yml"],
    lacks: ["deploy jellyfin", "jellyfin/deploy.yml"],
  },
  about_best: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  about_name: { has: ["swap memory", "roles/swap"], lacks: ["films", "backup.yml"] },
  about_share: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  dense: { has: ["films", "backup.yml"], lacks: ["set up everything", "site.yml"] },
  sentence: {
    has: ["It is late. films, please", "backup.yml"],
    lacks: ["set up everything", "site.yml"],
  },
  size: { has: ["films", "backup.yml"], lacks: ["no such thing", "backup.yml"] },
  deed_said: {
    has: ["jellyfin should be removed", "jellyfin/remove.yml"],
    lacks: ["jellyfin should be removed", "jellyfin/deploy.yml"],
  },
  deed_lacks: {
    has: ["jellyfin should be removed", "jellyfin/deploy.yml"],
    lacks: ["jellyfin should be removed", "jellyfin/remove.yml"],
  },
  deed_unsaid: {
    has: ["install jellyfin", "jellyfin/remove.yml"],
    lacks: ["jellyfin should be removed", "jellyfin/remove.yml"],
  },
  deed_named: {
    has: ["jellyfin should be removed", "jellyfin/remove.yml"],
    lacks: ["jellyfin should be removed", "jellyfin/deploy.yml"],
  },
  deed_tagged: {
    has: ["the mirror has to be updated", "mirror.yml"],
    lacks: ["films", "backup.yml"],
  },
  deed_described: {
    has: ["the pool should be pruned", "pool.yml"],
    lacks: ["films", "backup.yml"],
  },
  deed_otherwise: {
    has: ["jellyfin should be restarted", "jellyfin/remove.yml"],
    lacks: ["jellyfin should be removed", "jellyfin/remove.yml"],
  },
  opposite: {
    has: ["remove jellyfin", "jellyfin/deploy.yml"],
    lacks: ["remove jellyfin", "jellyfin/remove.yml"],
  },
  kind_role: { has: ["chrony", "roles/chrony"], lacks: ["films", "backup.yml"] },
  kind_tag: { has: ["install part3", "tag:part3"], lacks: ["chrony", "roles/chrony"] },
};

/** For each sign that nothing is meant, a request that has it and one that has not. */
const refusals: Readonly<Record<RefusalSignalName, readonly [has: string, lacks: string]>> = {
  always: ["films", ""],
  best_exact: ["install grafana", "films"],
  best_near: ["grafna please", "install grafana"],
  best_words: ["films", "restart jellyfin"],
  best_known: ["clock", "install grafana"],
  only_asks: ["is the disk full?", "check the disk"],
  asks: ["is the disk full? clean it please", "check the disk"],
  asks_to_report: ["how full are the disks", "is grafana pretty"],
  errand: ["order a pizza", "install grafana"],
  dangerous: ["wipe all disks", "install grafana"],
  chatting: ["good night", "install grafana"],
  chatting_short: ["thanks a lot", "install grafana"],
  misses: ["install nextcloud", "install grafana"],
  unheard_of: ["install nextcloud", "install immich"],
  misses_first: ["install nextcloud", "install grafana"],
  misses_lead: ["install nextcloud", "install grafana"],
  misses_only: ["install nextcloud", "nextcloud beside grafana"],
  misses_wanted: ["install nextcloud", "restart nextcloud"],
  misses_done: ["restart nextcloud", "install nextcloud"],
  misses_unsaid: ["install nextcloud", "install grafana"],
  ordered: ["first grafana, then swap", "install grafana"],
  joined: ["grafana and swap", "install grafana"],
  sentences: ["It is late. Install grafana", "install grafana"],
  replaces: ["grafana instead of netdata", "install grafana"],
  moves: ["migrate grafana", "install grafana"],
  verb_absent: ["stop chrony", "remove jellyfin"],
  deed_absent: ["chrony has to be restored", "jellyfin should be removed"],
  best_about: ["films", "install foobarix"],
  best_sentence: ["films", "install foobarix"],
  best_strong: ["films", "install foobarix"],
  best_whole: ["swap memory", "install foobarix"],
  best_said: ["swap memory", "install foobarix"],
  best_spelt: ["grafna please", "films"],
  best_rare_description: ["films", "install foobarix"],
  best_rare_known: ["clock", "install foobarix"],
  best_rare_text: ["films", "install foobarix"],
  best_kindred: ["films", "install foobarix"],
  best_covers: ["install grafana", "films"],
  best_exact_and_verb: ["install grafana", "films"],
  unknown: ["install foobarix", "install grafana"],
  all_unknown: ["install foobarix", "install grafana"],
  no_verb: ["films", "install grafana"],
  loose_verb: ["add grafana", "remove jellyfin"],
  imperative: ["install grafana", "films"],
  length: ["films", ""],
  short: ["films", "could somebody have a look at the films that do not play"],
  few_terms: ["films", "photos copied elsewhere"],
};

describe("signals", () => {
  it.each(signalNames)("%s is had by one and not by another", (name) => {
    const { has, lacks } = cases[name];
    expect(signalOf(name, ...has)).toBeGreaterThan(0);
    expect(signalOf(name, ...lacks) ?? 0).toBe(0);
  });
});

describe("signs that nothing is meant", () => {
  it.each(refusalSignalNames)("%s is had by one request and not by another", (name) => {
    const [has, lacks] = refusals[name];
    expect(refusalOf(name, has)).toBeGreaterThan(0);
    expect(lacks === "" ? 0 : refusalOf(name, lacks)).toBe(0);
  });
});

describe("signs of trust", () => {
  it("are those of the best candidate and of the message, and how far it leads", () => {
    const { evidence } = evidenceOf("install grafana");
    const [row = []] = evidence.rows;
    const read = (share: number, rival: number) =>
      readTrust({ row, none: evidence.none, share, rival, any: share + rival });
    const at = (name: (typeof trustSignNames)[number]) => trustSignNames.indexOf(name);
    expect(read(0.9, 0.05)[at("odds")]).toBeGreaterThan(read(0.5, 0.05)[at("odds")] ?? 0);
    expect(read(0.9, 0.05)[at("lead")]).toBeGreaterThan(read(0.9, 0.5)[at("lead")] ?? 0);
    expect(read(0.9, 0.05)[at("exact_and_verb")]).toBe(1);
    expect(read(0.9, 0.05)[at("dangerous")]).toBe(0);
  });
});
