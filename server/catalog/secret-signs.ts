import { lstat, open, readFile } from "node:fs/promises";
import path from "node:path";
import { vaultIdsIn } from "#server/ansible/vault-ids.ts";
import type { BlobRef } from "#server/contracts/playbook.ts";
import { readAnsibleSettings } from "#server/lib/ansible-settings.ts";

/** A file with content that ansible-vault encrypted, and the ids it was encrypted for; `default` where it names none. */
export interface VaultFile {
  readonly path: string;
  readonly ids: readonly string[];
}

/** What of the files that a plan uses tells which secrets its run will need. */
export interface SecretSigns {
  readonly vaultFiles: readonly VaultFile[];
  /** The ansible.cfg turns become on for every task. */
  readonly becomes: boolean;
  /** Hosts that steps are delegated to by their plain names. */
  readonly delegates: readonly string[];
}

/** What one file tells. */
interface FileSigns {
  readonly vaultIds: readonly string[];
  readonly delegates: readonly string[];
}

const maxBytes = 1_000_000;
const atOnce = 32;
const maxKnown = 100_000;
/** Whole files in the clear never hold more than their first line of vault; YAML may hold single values. */
const headerBytes = 120;

/** A plain name, as a step of any nesting has it. */
const delegation =
  /^[ \t-]*delegate_to:[ \t]*["']?([A-Za-z0-9_][A-Za-z0-9_.-]{0,254})["']?[ \t]*(?:#.*)?$/gm;

const nothing: FileSigns = { vaultIds: [], delegates: [] };
/** By blob: a blob never changes, so each is read once. */
const known = new Map<string, FileSigns>();

/** Looks through files of an extracted tree. Files that are not there or are no plain files tell nothing. */
export async function findSecretSigns(
  treePath: string,
  files: readonly BlobRef[],
): Promise<SecretSigns> {
  if (known.size > maxKnown) known.clear();
  const vaultFiles: VaultFile[] = [];
  const delegates = new Set<string>();
  for (let at = 0; at < files.length; at += atOnce) {
    const batch = files.slice(at, at + atOnce);
    const found = await Promise.all(batch.map((file) => signsOf(treePath, file)));
    for (const [index, { path: file }] of batch.entries()) {
      const { vaultIds: ids, delegates: names } = found[index] ?? nothing;
      if (ids.length > 0) vaultFiles.push({ path: file, ids });
      for (const name of names) delegates.add(name);
    }
  }
  const becomes = await configBecomes(treePath, files);
  return { vaultFiles, becomes, delegates: [...delegates] };
}

async function signsOf(treePath: string, file: BlobRef): Promise<FileSigns> {
  const cached = known.get(file.blob);
  if (cached !== undefined) return cached;
  const text = await readStart(path.join(treePath, file.path), mayHoldValues(file.path));
  if (text === null) return nothing;
  const delegates = [...text.matchAll(delegation)].map(([, name = ""]) => name);
  const signs = { vaultIds: vaultIdsIn(text), delegates: [...new Set(delegates)] };
  known.set(file.blob, signs);
  return signs;
}

/** YAML by its ending, or a variables file without one. */
function mayHoldValues(file: string): boolean {
  return /\.(?:ya?ml|json)$|(?:^|\/)[^./]+$/i.test(file);
}

async function readStart(file: string, isWhole: boolean): Promise<string | null> {
  try {
    const stat = await lstat(file);
    if (!stat.isFile()) return null;
    const length = Math.min(stat.size, isWhole ? maxBytes : headerBytes);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
      return buffer.toString("latin1", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

async function configBecomes(treePath: string, files: readonly BlobRef[]): Promise<boolean> {
  if (!files.some((file) => file.path === "ansible.cfg")) return false;
  const text = await readFile(path.join(treePath, "ansible.cfg"), "utf8").catch(() => "");
  return readAnsibleSettings(text.slice(0, maxBytes), () => null).become === true;
}
