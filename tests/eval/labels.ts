import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a request is an example of. */
export type LabelKind = "exact" | "misspelt" | "action" | "description" | "refuse";

/** The tuning part is for finding mistakes; the held-out part is only for measuring. */
export type LabelPart = "tune" | "held";

/** One request with what may answer it: paths, `*` for anything; none where nothing in the repository does. */
export interface Label {
  readonly kind: LabelKind;
  readonly request: string;
  readonly paths: readonly string[];
}

/** The labelled requests of one repository. `name` is owner+name, or "homelab" for the example. */
export interface LabelledRepository {
  readonly name: string;
  /** Address and commit the labels were written for. */
  readonly source: string;
  readonly part: LabelPart;
  readonly labels: readonly Label[];
}

const folder = path.resolve(import.meta.dirname, "requests");
const kinds: readonly LabelKind[] = ["exact", "misspelt", "action", "description", "refuse"];

/** Reads all labels, in order of file name. @throws where a line has no known form */
export function readLabels(): LabelledRepository[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  return files.sort().map((file) => readFile(file));
}

function readFile(file: string): LabelledRepository {
  const lines = readFileSync(path.join(folder, file), "utf8").split("\n").filter(Boolean);
  const [source = "", part = ""] = lines.map((line) => line.replace(/^#\s*(?:part:\s*)?/, ""));
  if (part !== "tune" && part !== "held") throw new Error(`${file}: unknown part "${part}"`);
  const labels = lines.filter((line) => !line.startsWith("#")).map((line) => readLine(file, line));
  return { name: file.replace(/\.txt$/, ""), source, part, labels };
}

function readLine(file: string, line: string): Label {
  const [kindName = "", request = "", paths = ""] = line.split("|").map((part) => part.trim());
  const kind = kinds.find((known) => known === kindName);
  if (kind === undefined || request === "" || (kind === "refuse") !== (paths === "")) {
    throw new Error(`${file}: cannot read "${line}"`);
  }
  return { kind, request, paths: paths.split(/\s+/).filter(Boolean) };
}

/** True when a path is one of those a label names. */
export function isExpected(label: Label, found: string): boolean {
  return label.paths.some((wanted) => {
    const parts = wanted.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(found);
  });
}
