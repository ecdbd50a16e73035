import { cp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type {
  InstallProblem,
  InstallProgress,
  LockItem,
  Requirement,
} from "#server/contracts/dependency.ts";
import { contentItemPath } from "#server/lib/installed-path.ts";
import { sizeOf } from "#server/platform/fenced-program.ts";
import { describeTrouble, type GalaxyFailure, labelOf } from "../domain/galaxy-trouble.ts";
import type { InstallOrder } from "../domain/install-order.ts";
import { lockItemsOf, lockSource, machineSource } from "../domain/requirement-state.ts";
import type { UnhashedItem } from "./dependency-store.ts";
import { collectionVersion, type MachineItem, roleVersion } from "./machine-content.ts";
import { type GalaxyPlace, type GalaxySetting, preparePlace, runGalaxy } from "./run-galaxy.ts";

/** What fetching needs to know and tell. */
export interface FetchContext {
  readonly setting: GalaxySetting;
  /** Folder of this attempt. */
  readonly work: string;
  /** Folder of the lock in use, and its items; null when there is none. */
  readonly current: { readonly folder: string; readonly items: readonly LockItem[] } | null;
  /** The repository's tree, extracted; for requirements that lie in it. */
  readonly treePath: string;
  readonly onOutput: (chunk: Buffer) => void;
  readonly onProgress: (progress: InstallProgress) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What came of it: a folder with `roles/` and `collections/`, what is in it, and what could not be had. */
export interface FetchedContent {
  readonly content: string;
  readonly items: readonly UnhashedItem[];
  readonly problems: readonly InstallProblem[];
  /** How many requirements were fetched or copied. */
  readonly succeeded: number;
}

/** Carries out an install's order in a folder of its own. Nothing outside that folder changes. */
export async function fetchContent(
  order: InstallOrder<MachineItem>,
  context: FetchContext,
): Promise<FetchedContent> {
  const place = await preparePlace(context.work);
  const fetching = new Fetching(place, context, order);
  await fetching.run();
  return fetching.result();
}

class Fetching {
  private readonly place: GalaxyPlace;
  private readonly context: FetchContext;
  private readonly order: InstallOrder<MachineItem>;
  /** Items by their place; what a call brings along besides is a dependency of what was asked for. */
  private readonly items = new Map<string, UnhashedItem>();
  private readonly problems: InstallProblem[];
  /** Servers that said nothing until time was up: nobody waits for them twice. */
  private readonly silent = new Map<string, GalaxyFailure>();
  private succeeded = 0;
  private done = 0;

  constructor(place: GalaxyPlace, context: FetchContext, order: InstallOrder<MachineItem>) {
    this.place = place;
    this.context = context;
    this.order = order;
    this.problems = [...order.refused];
  }

  async run(): Promise<void> {
    const { keep, copy, fetch } = this.order;
    for (const item of keep) await this.reuse(item);
    for (const found of copy) {
      await this.progress(`${found.kind} ${found.name}`);
      await this.copy(found);
    }
    for (const role of fetch.filter(({ kind }) => kind === "role")) {
      await this.progress(labelOf(role));
      await this.fetch([role]);
    }
    const collections = fetch.filter(({ kind }) => kind === "collection");
    const named = collections.filter(({ type }) => type === "galaxy");
    if (named.length > 0) {
      await this.progress(named.length === 1 ? `collection ${named[0]?.name}` : "collections");
      await this.fetchTogether(named);
    }
    for (const collection of collections.filter(({ type }) => type !== "galaxy")) {
      await this.progress(labelOf(collection));
      await this.fetch([collection]);
    }
    await this.progress(null);
  }

  result(): FetchedContent {
    return {
      content: this.place.content,
      items: [...this.items.values()],
      problems: this.problems,
      succeeded: this.succeeded,
    };
  }

  private async progress(current: string | null): Promise<void> {
    this.context.signal.throwIfAborted();
    const { copy, fetch } = this.order;
    const total = copy.length + fetch.length;
    await this.context.onProgress({ done: Math.min(this.done, total), total, current });
  }

  private say(line: string): void {
    this.context.onOutput(Buffer.from(`${line}\n`));
  }

  /** Takes an item of the lock in use over as it is. */
  private async reuse({ treeHash: _treeHash, ...item }: LockItem): Promise<void> {
    const { current } = this.context;
    const key = contentItemPath(item);
    if (current === null || this.items.has(key)) return;
    const target = path.join(this.place.content, key);
    await cp(path.join(current.folder, key), target, { recursive: true, verbatimSymlinks: true });
    this.items.set(key, item);
  }

  private async copy({ kind, name, version, folder }: MachineItem): Promise<void> {
    this.done += 1;
    const { maxMib } = this.context.setting.limits;
    const label = `${kind} ${name}`;
    try {
      if ((await sizeOf(folder)) > maxMib * 1024 * 1024) {
        this.fail(label, { cause: "too_large", said: "", timeoutSeconds: 0, maxMib });
        return;
      }
      const key = contentItemPath({ kind, name });
      const target = path.join(this.place.content, key);
      await cp(folder, target, { recursive: true, verbatimSymlinks: true });
      await forgetDates(target);
      this.items.set(key, { kind, name, version: version ?? "", source: machineSource });
      this.say(`- ${label}: copied from ${folder}`);
      this.succeeded += 1;
    } catch {
      const fix = `Check that ${folder} can be read, then press Install again.`;
      this.problems.push({ requirement: label, message: "It could not be copied.", fix });
    }
  }

  /** All at once, so that versions are chosen to fit each other; one by one only to tell which is at fault. */
  private async fetchTogether(requirements: readonly Requirement[]): Promise<void> {
    const isHopeless = requirements.every((one) => this.silent.has(serverOf(one)));
    if (requirements.length === 1 || isHopeless) return this.fetch(requirements);
    this.done += requirements.length - 1;
    if ((await this.call(requirements)) === null) {
      this.done += 1;
      this.succeeded += requirements.length;
      await this.take(requirements);
      return;
    }
    this.done -= requirements.length - 1;
    this.say("- that failed; trying them one by one");
    await rm(path.join(this.place.content, "collections"), { recursive: true, force: true });
    for (const [key, item] of this.items) if (item.kind === "collection") this.items.delete(key);
    for (const item of this.order.keep) await this.reuse(item);
    for (const requirement of requirements) {
      await this.progress(labelOf(requirement));
      await this.fetch([requirement]);
    }
  }

  private async fetch(requirements: readonly Requirement[]): Promise<void> {
    const server = serverOf(requirements[0]);
    const failure = this.silent.get(server) ?? (await this.call(requirements));
    if (failure?.cause === "timeout") this.silent.set(server, failure);
    this.done += requirements.length;
    await this.take(requirements);
    if (failure === null) {
      this.succeeded += requirements.length;
      return;
    }
    for (const requirement of requirements) {
      this.fail(labelOf(requirement), failure);
      // What is in use stays in use: a server that is away takes nothing from anybody.
      for (const item of lockItemsOf(requirement, this.context.current?.items ?? []))
        await this.reuse(item);
    }
  }

  private call(requirements: readonly Requirement[]): Promise<GalaxyFailure | null> {
    const [first] = requirements;
    const kind = first?.kind ?? "role";
    const { treePath, onOutput, signal, setting } = this.context;
    const listed = requirements.map((requirement) => asGalaxyReads(requirement, treePath));
    const isLocal = requirements.some(({ type }) => ["file", "dir", "subdirs"].includes(type));
    for (const requirement of requirements) this.say(`\u001b[1m${labelOf(requirement)}\u001b[0m`);
    return runGalaxy(
      this.place,
      {
        kind,
        requirements: kind === "role" ? listed : { collections: listed },
        readable: isLocal ? [treePath] : [],
        onOutput,
        signal,
      },
      setting,
    );
  }

  private fail(label: string, failure: GalaxyFailure): void {
    const { message, fix } = describeTrouble(failure);
    this.problems.push({ requirement: label, message: message.slice(0, 500), fix });
    this.say(`\u001b[31m${label}: ${message}\u001b[0m ${fix}`);
  }

  /** Notes what lies there that did not before, and removes what tells the date instead of the content. */
  private async take(requirements: readonly Requirement[]): Promise<void> {
    for (const { kind, name } of await present(this.place.content)) {
      const key = contentItemPath({ kind, name });
      if (this.items.has(key)) continue;
      const folder = path.join(this.place.content, key);
      const version = kind === "role" ? await roleVersion(folder) : await collectionVersion(folder);
      await forgetDates(folder);
      const source = sourceOf(kind, name, requirements);
      this.items.set(key, { kind, name, version: version ?? "", source });
    }
    await forgetNotes(path.join(this.place.content, "collections/ansible_collections"));
  }
}

function sourceOf(
  kind: Requirement["kind"],
  name: string,
  requirements: readonly Requirement[],
): string {
  const named = requirements.find((one) => one.kind === kind && one.name === name);
  if (named !== undefined) return lockSource(named);
  const [first] = requirements;
  // A collection from an address says its own name only once it is there.
  if (first !== undefined && first.kind === "collection" && first.type !== "galaxy")
    return lockSource(first);
  return requirements.length === 1 && first !== undefined
    ? `dependency of ${first.name}`
    : "dependency";
}

/** Which server is asked for a requirement. */
function serverOf(requirement: Requirement | undefined): string {
  if (requirement === undefined) return "";
  const { type, source, server } = requirement;
  if (type === "galaxy") return server ?? "galaxy";
  return URL.canParse(source) ? new URL(source).host : source;
}

/** A requirement in the words of a requirements file. */
function asGalaxyReads(requirement: Requirement, treePath: string): Record<string, string> {
  const { kind, name, type, source, server, version } = requirement;
  const isLocal = type === "file" || type === "dir" || type === "subdirs";
  const place = isLocal ? path.join(treePath, source) : source;
  const wanted: Record<string, string> = version === null ? {} : { version };
  if (kind === "role")
    return { src: place, name, ...(type === "git" ? { scm: "git" } : {}), ...wanted };
  if (type === "galaxy")
    return { name, type, ...(server === null ? {} : { source: server }), ...wanted };
  return { name: place, type, ...wanted };
}

async function folders(at: string): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Real folders only: a link that an archive brought is nothing to follow. */
async function present(content: string): Promise<{ kind: Requirement["kind"]; name: string }[]> {
  const roles = (await folders(path.join(content, "roles"))).map((name) => ({
    kind: "role" as const,
    name,
  }));
  const base = path.join(content, "collections/ansible_collections");
  const collections = await Promise.all(
    (await folders(base)).map(async (namespace) =>
      (await folders(path.join(base, namespace)))
        .filter((name) => /^\w+$/.test(namespace) && /^\w+$/.test(name))
        .map((name) => ({ kind: "collection" as const, name: `${namespace}.${name}` })),
    ),
  );
  return [...roles, ...collections.flat()];
}

async function forgetDates(folder: string): Promise<void> {
  await rm(path.join(folder, "meta/.galaxy_install_info"), { force: true });
}

/** Beside collections ansible-galaxy notes which server they came from; the lock says it. */
async function forgetNotes(base: string): Promise<void> {
  for (const name of await folders(base))
    if (name.endsWith(".info")) await rm(path.join(base, name), { recursive: true, force: true });
}
