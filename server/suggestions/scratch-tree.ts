import {
  copyFile,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  symlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";

const maxFiles = 20_000;
const maxBytes = 200 * 1024 * 1024;
const largeFile = 2 * 1024 * 1024;
const vaultMark = "$ANSIBLE_VAULT;";
const leftOut = new Set([".git", "node_modules", ".venv", "venv", "__pycache__", ".tox"]);

/** A copy of a repository in which versions of a file can be tried. */
export interface ScratchTree {
  readonly root: string;
  /** Paths of the files in it. */
  readonly paths: readonly string[];
  /** The repository is larger than what is copied. */
  readonly isPartial: boolean;
}

/**
 * Copies a repository for checking. Encrypted files become empty mappings, large ones empty, and links that lead out
 * are left out, as are git's own data and installed packages.
 */
export async function copyTree(from: string, root: string): Promise<ScratchTree> {
  const paths: string[] = [];
  const folders = [""];
  let bytes = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const copied = await copyFolder(from, root, folder);
    folders.push(...copied.folders);
    paths.push(...copied.paths);
    bytes += copied.bytes;
    if (paths.length > maxFiles || bytes > maxBytes) return { root, paths, isPartial: true };
  }
  return { root, paths, isPartial: false };
}

async function copyFolder(
  from: string,
  root: string,
  folder: string,
): Promise<{ folders: string[]; paths: string[]; bytes: number }> {
  const copied = { folders: [] as string[], paths: [] as string[], bytes: 0 };
  await mkdir(path.join(root, folder), { recursive: true });
  const entries = await readdir(path.join(from, folder), { withFileTypes: true });
  for (const entry of entries.slice(0, maxFiles)) {
    const at = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) await copyLink(from, root, at);
    else if (entry.isDirectory() && !leftOut.has(entry.name)) copied.folders.push(at);
    else if (entry.isFile()) {
      const bytes = await copyPlain(path.join(from, at), path.join(root, at)).catch(passUnreadable);
      if (bytes === null) continue;
      copied.bytes += bytes;
      copied.paths.push(at);
    }
  }
  return copied;
}

/** What this user may not read is not there for Ansible either. */
function passUnreadable(error: NodeJS.ErrnoException): null {
  if (error.code === "EACCES" || error.code === "EPERM" || error.code === "ENOENT") return null;
  throw error;
}

async function copyPlain(from: string, to: string): Promise<number> {
  const { size } = await lstat(from);
  if (size > largeFile) await writeFile(to, "");
  else if (await isEncrypted(from)) await writeFile(to, "{}\n");
  else {
    await copyFile(from, to);
    return size;
  }
  return 0;
}

async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const start = Buffer.alloc(vaultMark.length);
    await handle.read(start, 0, start.length, 0);
    return start.toString("latin1") === vaultMark;
  } finally {
    await handle.close();
  }
}

async function copyLink(from: string, root: string, at: string): Promise<void> {
  const target = await readlink(path.join(from, at));
  const inside = path.relative(from, path.resolve(from, path.dirname(at), target));
  const leadsOut = path.isAbsolute(target) || inside.startsWith("..") || path.isAbsolute(inside);
  if (!leadsOut) await symlink(target, path.join(root, at));
}
