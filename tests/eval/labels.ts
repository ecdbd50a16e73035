import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What a request is an example of. The last five are to be answered by nothing of the repository. */
export const labelKinds = [
  ...(["exact", "misspelt", "action", "description", "parameter", "several", "ambiguous"] as const),
  ...(["refuse", "near_miss", "question", "danger", "chat"] as const),
] as const;
export type LabelKind = (typeof labelKinds)[number];

/**
 * *tune* and *train* are for finding mistakes and for learning; *held* was written before any tuning and partly read
 * since; nobody has read *unread*.
 */
export const labelParts = ["tune", "train", "held", "unread"] as const;
export type LabelPart = (typeof labelParts)[number];

/** One request with what may answer it; nothing where nothing in the repository does. */
export interface Label {
  readonly kind: LabelKind;
  readonly request: string;
  /** Paths, `*` for anything. Each group is one intent: any of it answers that intent, all intents have to be answered. */
  readonly intents: readonly (readonly string[])[];
}

/** The labelled requests of one repository. `name` is owner+name, or "homelab" for the example. */
export interface LabelledRepository {
  readonly name: string;
  readonly part: LabelPart;
  /** Who wrote them: a letter, or "own" for the project itself. */
  readonly author: string;
  readonly labels: readonly Label[];
}

const folder = path.resolve(import.meta.dirname, "requests");

/** Reads all labels, in order of file name. @throws where a line has no known form */
export function readLabels(): LabelledRepository[] {
  const own = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  return [
    ...own.sort().map((file) => readFile(file)),
    ...(["train", "unread"] as const).flatMap((part) => readAuthors(part)),
  ];
}

function readFile(file: string): LabelledRepository {
  const lines = readFileSync(path.join(folder, file), "utf8").split("\n").filter(Boolean);
  const part = z.enum(labelParts).parse(/^#\s*part:\s*(\w+)/.exec(lines[1] ?? "")?.[1]);
  const labels = lines.filter((line) => !line.startsWith("#")).map((line) => readLine(file, line));
  return { name: file.replace(/\.txt$/, ""), part, author: "own", labels };
}

function readLine(file: string, line: string): Label {
  const [kindName = "", request = "", paths = ""] = line.split("|").map((part) => part.trim());
  const kind = labelKinds.find((known) => known === kindName);
  if (kind === undefined || request === "" || (kind === "refuse") !== (paths === "")) {
    throw new Error(`${file}: cannot read "${line}"`);
  }
  return { kind, request, intents: paths === "" ? [] : [paths.split(/\s+/).filter(Boolean)] };
}

const rowSchema = z.object({
  repo: z.string(),
  request: z.string().min(1),
  gold: z.array(z.string()),
  kind: z.string(),
  mode: z.enum(["any", "all", "none"]),
  /** Paths that do the same work as a gold. */
  equiv: z.record(z.string(), z.array(z.string())).default({}),
});
type Row = z.infer<typeof rowSchema>;

/** Rows by authors outside of the project, one file each. */
function readAuthors(part: "train" | "unread"): LabelledRepository[] {
  const files = readdirSync(path.join(folder, part)).filter((name) => name.endsWith(".jsonl"));
  return files.sort().flatMap((file) => {
    const lines = readFileSync(path.join(folder, part, file), "utf8")
      .split("\n")
      .filter(Boolean);
    const rows = lines.map((line) => rowSchema.parse(JSON.parse(line)));
    const author = file.replace(/\.jsonl$/, "");
    return [...new Set(rows.map(({ repo }) => repo))].map((repo) => ({
      ...{ name: repo.replace("/", "+"), part, author },
      labels: rows.filter((row) => row.repo === repo).map(labelOf),
    }));
  });
}

function labelOf({ request, gold, kind, mode, equiv }: Row): Label {
  const groups = gold.map((one) => [one, ...(equiv[one] ?? [])]);
  const intents = mode === "none" ? [] : mode === "all" ? groups : [groups.flat()];
  return { kind: kindOf(kind), request, intents };
}

/** Authors shorten some kinds. */
const shortKinds: Readonly<Record<string, LabelKind>> = {
  ...{ descriptive: "description", param: "parameter", multi: "several" },
  ...{ "near miss": "near_miss", nearmiss: "near_miss" },
};

function kindOf(said: string): LabelKind {
  const plain = said.replace(/^none-/, "");
  return z.enum(labelKinds).parse(shortKinds[plain] ?? plain);
}

/** True when a path is one of those that answer an intent. */
export function isExpected(intent: readonly string[], found: string): boolean {
  return intent.some((wanted) => {
    const parts = wanted.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(found);
  });
}
