import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TreeFile } from "#server/ansible/tree.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./domain/catalog-builder.ts";
import type { FileChange } from "./scan-messages.ts";
import { ScannedRepository } from "./scanned-repository.ts";

type Files = Readonly<Record<string, string>>;

const plays = [
  "- hosts: all\n  roles: [web]\n",
  "- hosts: all\n  roles: [web, db, cache, {role: extra, tags: extra}]\n",
  "- hosts: all\n  vars_files: [vars/ports.yml]\n  tasks:\n    - import_tasks: tasks/more.yml\n",
  "- import_playbook: b.yml\n",
  "- hosts: all\n  tasks:\n    - debug: msg=\"{{ lookup('file', 'motd.txt') }}\"\n",
  "- hosts: [a\n",
];
const tasks = ["- ping:\n", "- name: Copy\n  copy: {src: logo.svg, dest: /x}\n", "- meta: flush\n"];
const pool: Readonly<Record<string, readonly string[]>> = {
  "a.yml": plays,
  "b.yml": [...plays, "->a.yml", "->nowhere.yml"],
  "site/jellyfin.yml": plays,
  "tasks/more.yml": tasks,
  "vars/ports.yml": ["# Port.\nport: 1\n", "other: 2\n"],
  "site/files/motd.txt": ["x", "y"],
  "library/mine.py": ["x"],
  "group_vars/all.yml": ["a: 1\n", "a: 2\n"],
  "ansible.cfg": ["[defaults]\nroles_path = other\n", "[defaults]\nroles_path = roles\n"],
  "inventory/hosts.yml": ["all:\n  hosts: {h1: }\n", "all:\n  hosts: {h2: }\n", "plugin: x\n"],
  "docs/services/jellyfin.md": ["# Jellyfin\n\nFilms.\n"],
  "roles/web/tasks/main.yml": tasks,
  "roles/web/defaults/main.yml": ["web_port: 80\n", "# Port\nweb_port: 81\n"],
  "roles/web/files/logo.svg": ["1", "2"],
  "roles/web/README.md": ["# Web\n\nServes pages.\n"],
  "roles/web/meta/main.yml": ["dependencies: [db]\n", "dependencies: []\n"],
  "roles/db/tasks/main.yml": tasks,
  "roles/cache/tasks/main.yml": tasks,
  "roles/extra/tasks/main.yml": [...tasks, "->../../db/tasks/main.yml"],
  "other/web/tasks/main.yml": tasks,
  "other/web/meta/main.yml": ["galaxy_info: {description: Another}\n"],
};

const edit = fc
  .constantFrom(...Object.keys(pool))
  .chain((path) => fc.tuple(fc.constant(path), fc.option(fc.constantFrom(...(pool[path] ?? [])))));
const commits = fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
const start = fc.array(edit, { minLength: 10, maxLength: 40 }).map((edits) => apply({}, edits));

function apply(files: Files, edits: readonly (readonly [string, string | null])[]): Files {
  const next = new Map(Object.entries(files));
  for (const [path, content] of edits) {
    if (content === null) next.delete(path);
    else next.set(path, content);
  }
  return Object.fromEntries(next);
}

function fileOf(path: string, content: string): { file: TreeFile; text: string } {
  const isLink = content.startsWith("->");
  const text = isLink ? content.slice(2) : content;
  const blob = createHash("sha1").update(text).digest("hex");
  return { file: { path, kind: isLink ? "symlink" : "file", blob, size: text.length }, text };
}

/** A repository as git would report it: only differences to the commit before. */
class Commits {
  readonly repository = new ScannedRepository("repo");
  private files: Files = {};

  to(next: Files, parsed: string[] = []) {
    const changes: FileChange[] = [];
    const texts = new Map<string, string>();
    for (const path of new Set([...Object.keys(this.files), ...Object.keys(next)])) {
      if (this.files[path] === next[path]) continue;
      const content = next[path];
      if (content === undefined) changes.push([path, null]);
      else {
        const { file, text } = fileOf(path, content);
        changes.push([path, file]);
        texts.set(file.blob, text);
      }
    }
    this.files = next;
    const needed = this.repository.apply(changes, new Set());
    const given = new Map([...texts].filter(([blob]) => needed.has(blob)));
    return this.repository.scan(given, new Map(), (blob) => {
      if (blob !== null) parsed.push(blob);
    });
  }
}

describe("a scan after commits", () => {
  it("finds exactly what a first scan of the same tree finds", () => {
    fc.assert(
      fc.property(start, commits, (first, edits) => {
        const history = new Commits();
        history.to(first);
        let files = first;
        for (const commit of edits) {
          files = apply(files, commit);
          const { entries, ...rest } = history.to(files);
          const { entries: fresh, ...freshRest } = buildCatalog(treeOf(files), "repo");
          const byKey = (a: { path: string; kind: string; name: string }) =>
            `${a.path} ${a.kind} ${a.name}`;
          const sorted = <T extends { path: string; kind: string; name: string }>(list: T[]) =>
            list.sort((a, b) => (byKey(a) < byKey(b) ? -1 : 1));
          expect(sorted(entries.flatMap(({ entry }) => entry ?? []))).toEqual(sorted([...fresh]));
          const plain = ({ warnings, ...other }: typeof freshRest) => ({
            ...other,
            warnings: warnings.map((warning) => JSON.stringify(warning)).sort(),
          });
          expect(plain(rest)).toEqual(plain(freshRest));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("parses the changed file only and sends the changed entry only", () => {
    const history = new Commits();
    const many: Files = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [
        [`play-${at}.yml`, `- name: Play ${at}\n  hosts: all\n  roles: [r${at}]\n`],
        [`roles/r${at}/tasks/main.yml`, `- name: Task ${at}\n  ping:\n`],
      ]).flat(),
    );
    const first = history.to(many);
    const known = new Map(first.entries.map(({ key, fingerprint }) => [key, fingerprint]));
    const parsed: string[] = [];
    const changed = { ...many, "roles/r7/tasks/main.yml": "- name: Other\n  ping:\n" };
    const second = history.to(changed, parsed);
    expect(parsed).toHaveLength(1);
    const news = second.entries.filter(({ key, fingerprint }) => known.get(key) !== fingerprint);
    expect(news.map(({ entry }) => entry?.path)).toEqual(["play-7.yml"]);
  });
});
