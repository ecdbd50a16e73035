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
}

const maxBytes = 1_000_000;
const atOnce = 32;
const maxKnown = 100_000;
/** Whole files in the clear never hold more than their first line of vault; YAML may hold single values. */
const headerBytes = 120;

/** Vault ids by blob: a blob never changes, so each is read once. */
const known = new Map<string, readonly string[]>();

/** Looks through files of an extracted tree. Files that are not there or are no plain files tell nothing. */
export async function findSecretSigns(
  treePath: string,
  files: readonly BlobRef[],
): Promise<SecretSigns> {
  if (known.size > maxKnown) known.clear();
  const vaultFiles: VaultFile[] = [];
  for (let at = 0; at < files.length; at += atOnce) {
    const batch = files.slice(at, at + atOnce);
    const ids = await Promise.all(batch.map((file) => vaultIds(treePath, file)));
    vaultFiles.push(
      ...batch.flatMap((file, index) => {
        const own = ids[index] ?? [];
        return own.length > 0 ? [{ path: file.path, ids: own }] : [];
      }),
    );
  }
  return { vaultFiles, becomes: await configBecomes(treePath, files) };
}

async function vaultIds(treePath: string, file: BlobRef): Promise<readonly string[]> {
  const cached = known.get(file.blob);
  if (cached !== undefined) return cached;
  const text = await readStart(path.join(treePath, file.path), mayHoldValues(file.path));
  if (text === null) return [];
  const ids = vaultIdsIn(text);
  known.set(file.blob, ids);
  return ids;
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
