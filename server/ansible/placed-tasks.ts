import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { type ModuleCall, moduleOf } from "./ansible-tasks.ts";
import { isMapping, type Mapping } from "./values.ts";
import { parseDocuments, refuseText } from "./yaml-file.ts";

/** A piece of a text: offsets, `end` behind its last character, and its lines from 1. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly endLine: number;
}

/** A scalar where it stands. */
export interface PlacedScalar extends Place {
  readonly value: unknown;
  readonly style: "plain" | "single" | "double" | "block";
  readonly isKey: boolean;
}

/** A key of a mapping and its value. */
export interface PlacedEntry {
  readonly key: PlacedScalar;
  /** Null for no value at all, and for what an alias brings. */
  readonly value: Place | null;
  /** The value where it is a scalar. */
  readonly scalar: PlacedScalar | null;
}

interface PlacedMapping extends Place {
  readonly values: Mapping;
  readonly entries: ReadonlyMap<string, PlacedEntry>;
}

/** An ansibleTask or a block where it stands. */
export interface PlacedTask extends PlacedMapping {
  /** Null for a block. */
  readonly call: ModuleCall | null;
  /** The key that names its module; null for `action:` and its like. */
  readonly moduleEntry: PlacedEntry | null;
  readonly isHandler: boolean;
  /** Which play it stands in; null in a file of ansibleTasks. */
  readonly playIndex: number | null;
  /** Keywords of the blocks around it, the nearest winning. */
  readonly inherited: Mapping;
}

/** A play where it stands. */
export interface PlacedPlay extends PlacedMapping {}

/** A YAML file with the places of its plays, ansibleTasks and scalars. */
export interface PlacedFile {
  /** What it is by its content. */
  readonly kind: "playbook" | "tasks" | "other";
  readonly plays: readonly PlacedPlay[];
  /** In order; a block before what is in it. */
  readonly tasks: readonly PlacedTask[];
  readonly scalars: readonly PlacedScalar[];
  /** The plain values of its documents. */
  readonly documents: readonly unknown[];
}

/** Why a text can't be placed, with the line where that is known. */
export interface PlacingRefusal {
  readonly refusal: string;
  readonly line: number | null;
}

const maxDepth = 20;
const taskLists = ["pre_tasks", "tasks", "post_tasks", "handlers"];
const blockParts = ["block", "rescue", "always"];

/**
 * Reads a playbook or a file of ansibleTasks with the place of everything in it, so that edits need touch nothing
 * else. Evaluates nothing; never throws.
 *
 * @param isHandlerFile all of its ansibleTasks are handlers
 */
export function placeTasks(text: string, isHandlerFile = false): PlacedFile | PlacingRefusal {
  const refusal = refuseText(text);
  if (refusal !== null) return { refusal, line: null };
  const lines = new LineCounter();
  try {
    const documents = parseDocuments(text, lines);
    const fault = documents.flatMap(({ errors }) => errors)[0];
    if (fault !== undefined) {
      const said = (fault.message.split("\n")[0] ?? "").replace(/ at line \d+.*$/, "");
      return { refusal: said.slice(0, 200), line: fault.linePos?.[0].line ?? null };
    }
    return new Placer(text, lines).place(documents, isHandlerFile);
  } catch {
    return { refusal: "Nested too deeply to be read.", line: null };
  }
}

class Placer {
  private readonly text: string;
  private readonly lines: LineCounter;
  private readonly tasks: PlacedTask[] = [];
  private readonly plays: PlacedPlay[] = [];
  private readonly scalars: PlacedScalar[] = [];

  constructor(text: string, lines: LineCounter) {
    this.text = text;
    this.lines = lines;
  }

  place(documents: readonly Document.Parsed[], isHandlerFile: boolean): PlacedFile {
    const values = documents.map((document): unknown => document.toJS({ maxAliasCount: 50 }));
    for (const document of documents) this.collectScalars(document.contents, false);
    const kind = kindOf(values[0]);
    const first = documents[0]?.contents;
    const items = isSeq(first) ? first.items : [];
    if (kind === "playbook") {
      for (const [index, item] of items.entries()) this.readPlay(item, listOf(values[0])[index]);
    } else if (kind === "tasks") {
      const scope = { isHandler: isHandlerFile, playIndex: null, inherited: {}, depth: 0 };
      this.readTasks(first, values[0], scope);
    }
    const { plays, tasks, scalars } = this;
    return { kind, plays, tasks, scalars, documents: values };
  }

  private readPlay(node: unknown, value: unknown): void {
    if (!isMap(node) || !isMapping(value)) return;
    const playIndex = this.plays.length;
    this.plays.push(this.mapping(node, value));
    for (const part of taskLists) {
      const scope = { isHandler: part === "handlers", playIndex, inherited: {}, depth: 0 };
      this.readTasks(node.get(part, true), value[part], scope);
    }
  }

  private readTasks(node: unknown, value: unknown, scope: Scope): void {
    if (!isSeq(node) || scope.depth > maxDepth) return;
    for (const [index, item] of node.items.entries()) {
      const task = listOf(value)[index];
      if (isMap(item) && isMapping(task)) this.readTask(item, task, scope);
    }
  }

  private readTask(node: YAMLMap, task: Mapping, scope: Scope): void {
    const { isHandler, playIndex, inherited } = scope;
    const placed = this.mapping(node, task);
    const isBlock = task["block"] !== undefined;
    const call = isBlock ? null : moduleOf(task);
    const moduleEntry = call === null ? null : (placed.entries.get(call.module) ?? null);
    this.tasks.push({ ...placed, call, moduleEntry, isHandler, playIndex, inherited });
    if (!isBlock) return;
    const { block: _block, rescue: _rescue, always: _always, name: _name, ...own } = task;
    const inner = { ...scope, inherited: { ...inherited, ...own }, depth: scope.depth + 1 };
    for (const part of blockParts) this.readTasks(node.get(part, true), task[part], inner);
  }

  private mapping(node: YAMLMap, values: Mapping): PlacedMapping {
    const entries = new Map<string, PlacedEntry>();
    for (const pair of node.items) {
      const entry = this.entry(pair);
      if (entry !== null) entries.set(String(entry.key.value), entry);
    }
    return { ...this.placeOf(node), values, entries };
  }

  private entry(pair: Pair): PlacedEntry | null {
    if (!isScalar(pair.key)) return null;
    const key = this.scalar(pair.key, true);
    if (key === null) return null;
    const value = isNode(pair.value) && !isAlias(pair.value) ? pair.value : null;
    return {
      key,
      value: value?.range == null ? null : this.placeOf(value),
      scalar: isScalar(value) ? this.scalar(value, false) : null,
    };
  }

  private collectScalars(node: unknown, isKey: boolean): void {
    if (isScalar(node)) {
      const scalar = this.scalar(node, isKey);
      if (scalar !== null) this.scalars.push(scalar);
    } else if (isMap(node) || isSeq(node)) {
      for (const item of node.items) this.collectScalars(item, false);
    } else if (isPair(node)) {
      this.collectScalars(node.key, true);
      this.collectScalars(node.value, false);
    }
  }

  private scalar(node: Node, isKey: boolean): PlacedScalar | null {
    if (!isScalar(node) || node.range == null) return null;
    const styles = { PLAIN: "plain", QUOTE_SINGLE: "single", QUOTE_DOUBLE: "double" } as const;
    const named = styles[node.type as keyof typeof styles] as "plain" | undefined;
    return { ...this.placeOf(node), value: node.value, style: named ?? "block", isKey };
  }

  private placeOf(node: { range?: readonly [number, number, number] | null }): Place {
    const [start = 0, valueEnd = 0] = node.range ?? [];
    // The end of a collection takes blanks and line ends behind its last value with it.
    const end = start + this.text.slice(start, valueEnd).trimEnd().length;
    const lineOf = (offset: number) => this.lines.linePos(offset).line;
    return { start, end, line: lineOf(start), endLine: lineOf(Math.max(start, end - 1)) };
  }
}

interface Scope {
  readonly isHandler: boolean;
  readonly playIndex: number | null;
  readonly inherited: Mapping;
  readonly depth: number;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function kindOf(value: unknown): PlacedFile["kind"] {
  const items = listOf(value).filter(isMapping);
  if (items.length === 0) return "other";
  const isPlay = (item: Mapping) =>
    item["hosts"] !== undefined || Object.keys(item).some((key) => /import_playbook$/.test(key));
  if (items.some(isPlay)) return "playbook";
  return items.some((item) => item["block"] !== undefined || moduleOf(item) !== null)
    ? "tasks"
    : "other";
}
