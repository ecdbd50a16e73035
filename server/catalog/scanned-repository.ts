import type { TreeFile } from "#server/ansible/tree.ts";
import { buildTree, shapeOf, type TreeShape } from "#server/ansible/tree.ts";
import { readYaml, type YamlFile } from "#server/ansible/yaml-file.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import { CatalogBuilder } from "./domain/catalog-builder.ts";
import type { ScannedEntry, SkippedFile } from "./domain/scan-types.ts";
import { isWanted, unreadReason } from "./domain/wanted-file.ts";
import { entryKey, type FileChange, type ScanOutcome } from "./scan-messages.ts";

const tooSlowReason = "Takes longer than 2 s to read.";
const missingReason = "Git does not hold its content.";

/**
 * One repository as the scanning thread keeps it between scans: its files, what was read and parsed of them, and the
 * entries built. A scan after a commit reads, parses and builds only what the commit touched.
 */
export class ScannedRepository {
  private readonly builder: CatalogBuilder;
  private readonly files = new Map<string, TreeFile>();
  private readonly unread = new Map<string, SkippedFile>();
  private readonly texts = new Map<string, string>();
  private readonly parsed = new Map<string, { readonly blob: string; readonly yaml: YamlFile }>();
  private readonly fingerprints = new WeakMap<ScannedEntry, string>();
  private shape: TreeShape | null = null;
  /** Files with another content since the last scan; null when more than contents changed. */
  private changedPaths: Set<string> | null = null;
  private awaited: TreeFile[] = [];

  constructor(repositoryName: string) {
    this.builder = new CatalogBuilder(repositoryName);
  }

  /** Length of all texts that are kept, in characters. */
  textLength = 0;

  /** Takes over what changed. Returns the blobs whose content is needed. */
  apply(changes: readonly FileChange[], tooSlow: ReadonlySet<string>): Set<string> {
    this.changedPaths = this.shape === null ? null : new Set();
    this.awaited = [];
    for (const [path, file] of changes) {
      this.noteChange(path, file);
      this.unread.delete(path);
      this.parsed.delete(path);
      if (file === null) this.files.delete(path);
      else this.files.set(path, file);
      if (file !== null && this.shouldRead(file, tooSlow) && !this.texts.has(file.blob)) {
        this.awaited.push(file);
      }
    }
    this.forgetOldTexts();
    return new Set(this.awaited.map((file) => file.blob));
  }

  private noteChange(path: string, file: TreeFile | null): void {
    const before = this.files.get(path);
    if (before === undefined || file === null) this.shape = null;
    const onlyContent = before?.kind === file?.kind && file?.kind !== "symlink";
    if (this.shape === null || !onlyContent) this.changedPaths = null;
    this.changedPaths?.add(path);
  }

  private shouldRead(file: TreeFile, tooSlow: ReadonlySet<string>): boolean {
    if (!isWanted(file)) return false;
    const reason = tooSlow.has(file.blob) ? tooSlowReason : unreadReason(file);
    if (reason !== null) this.unread.set(file.path, { path: file.path, reason });
    return reason === null;
  }

  /** Texts of blobs that no file has any more are dropped once they are many. */
  private forgetOldTexts(): void {
    if (this.texts.size < 1_000 || this.texts.size < 2 * this.files.size) return;
    const used = new Set([...this.files.values()].map((file) => file.blob));
    for (const [blob, text] of this.texts) {
      if (used.has(blob)) continue;
      this.texts.delete(blob);
      this.textLength -= text.length;
    }
  }

  private take(texts: ReadonlyMap<string, string>): void {
    for (const [blob, text] of texts) {
      this.texts.set(blob, text);
      this.textLength += text.length;
    }
    for (const { path, blob } of this.awaited) {
      if (!this.texts.has(blob)) this.unread.set(path, { path, reason: missingReason });
    }
  }

  /**
   * Builds the catalog.
   *
   * @param texts contents that were asked for
   * @param known fingerprints of entries that need not be sent
   * @param onParse is told the blob before each file that is parsed, and null after it
   */
  scan(
    texts: ReadonlyMap<string, string>,
    known: ReadonlyMap<string, string>,
    onParse: (blob: string | null) => void,
  ): Omit<ScanOutcome, "changedFiles"> {
    this.take(texts);
    this.shape ??= shapeOf(this.files);
    const tree = buildTree(
      this.files,
      {
        text: (file) => (this.unread.has(file.path) ? undefined : this.texts.get(file.blob)),
        parse: (file, text) => this.parse(file, text, onParse),
      },
      this.shape,
    );
    const { entries, ...rest } = this.builder.build(tree, this.changedPaths, [
      ...this.unread.values(),
    ]);
    return {
      ...rest,
      entries: entries.map((entry) => {
        const key = entryKey(entry);
        const fingerprint = this.fingerprintOf(entry);
        return { key, fingerprint, entry: known.get(key) === fingerprint ? null : entry };
      }),
    };
  }

  private parse(file: TreeFile, text: string, onParse: (blob: string | null) => void): YamlFile {
    const known = this.parsed.get(file.path);
    if (known?.blob === file.blob) return known.yaml;
    onParse(file.blob);
    const yaml = readYaml(file.path, text);
    onParse(null);
    this.parsed.set(file.path, { blob: file.blob, yaml });
    return yaml;
  }

  private fingerprintOf(entry: ScannedEntry): string {
    const known = this.fingerprints.get(entry);
    if (known !== undefined) return known;
    const made = sha256OfJson(entry);
    this.fingerprints.set(entry, made);
    return made;
  }
}
