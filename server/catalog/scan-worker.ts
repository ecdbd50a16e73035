import { parentPort, workerData } from "node:worker_threads";
import { buildCatalog } from "./domain/catalog-builder.ts";
import type { CatalogScan, TreeFile } from "./domain/scan-types.ts";
import { buildTree } from "./domain/tree.ts";
import { readYaml, type YamlFile } from "./domain/yaml-file.ts";

/** What the scanning thread is told. */
export type ScanOrder =
  | {
      readonly kind: "scan";
      readonly repositoryName: string;
      readonly files: readonly TreeFile[];
      /** Files whose content may be asked for. */
      readonly readable: readonly string[];
      readonly skipped: readonly { path: string; reason: string }[];
    }
  | { readonly kind: "texts"; readonly texts: ReadonlyMap<string, string> };

/** What the scanning thread answers. */
export type ScanAnswer =
  | { readonly kind: "need"; readonly blobs: readonly string[] }
  | { readonly kind: "done"; readonly scan: CatalogScan }
  | { readonly kind: "failed"; readonly message: string };

/** Contents and parsed files of the last scan, by blob: the next one only reads what changed. */
let texts = new Map<string, string>();
let parsed = new Map<string, YamlFile>();
let order: Extract<ScanOrder, { kind: "scan" }> | null = null;

const port = parentPort;
// Position of the file that is being parsed, from 1; 0 while none is. The other side ends a thread that stands still.
const progress = new Int32Array(
  workerData instanceof SharedArrayBuffer ? workerData : new SharedArrayBuffer(4),
);

port?.on("message", (message: ScanOrder) => {
  if (message.kind === "texts") {
    for (const [blob, text] of message.texts) texts.set(blob, text);
    finish();
    return;
  }
  order = message;
  const readable = new Set(message.readable);
  const blobs = new Set(
    message.files.flatMap((file) =>
      readable.has(file.path) && !texts.has(file.blob) ? [file.blob] : [],
    ),
  );
  answer({ kind: "need", blobs: [...blobs] });
});

function finish(): void {
  if (order === null) return;
  try {
    answer({ kind: "done", scan: scan(order) });
  } catch (error) {
    answer({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function scan({
  files,
  readable,
  repositoryName,
  skipped,
}: NonNullable<typeof order>): CatalogScan {
  const allowed = new Set(readable);
  const positions = new Map(files.map((file, index) => [file.path, index + 1]));
  const keptTexts = new Map<string, string>();
  const keptParsed = new Map<string, YamlFile>();
  const tree = buildTree(
    files,
    (file) => {
      const text = allowed.has(file.path) ? texts.get(file.blob) : undefined;
      if (text !== undefined) keptTexts.set(file.blob, text);
      return text;
    },
    (file, text) => {
      const known = parsed.get(file.blob);
      if (known !== undefined) {
        keptParsed.set(file.blob, known);
        return {
          ...known,
          warnings: known.warnings.map((warning) => ({ ...warning, path: file.path })),
        };
      }
      Atomics.store(progress, 0, positions.get(file.path) ?? 0);
      const made = readYaml(file.path, text);
      Atomics.store(progress, 0, 0);
      keptParsed.set(file.blob, made);
      return made;
    },
  );
  const result = buildCatalog(tree, repositoryName, skipped);
  texts = keptTexts;
  parsed = keptParsed;
  return result;
}

function answer(message: ScanAnswer): void {
  port?.postMessage(message);
}
