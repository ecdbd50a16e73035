import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ProgramError, runProgram } from "../run-program.ts";
import { gitEnvironment } from "./git-environment.ts";
import { fileMode, importArguments, importStream, type NewFile } from "./import-stream.ts";

/** Branch of the repositories that Chiffon keeps itself. */
export const ownBranch = "main";

/** Makes an empty bare repository of Chiffon's own unless it is there; it appears whole or not at all. */
export async function makeOwnRepository(directory: string): Promise<void> {
  if (await isThere(directory)) return;
  await mkdir(path.dirname(directory), { recursive: true, mode: 0o700 });
  const work = await mkdtemp(`${directory}.making-`);
  try {
    await runGit(work, ["init", "--quiet", "--bare", `--initial-branch=${ownBranch}`]);
    await runGit(work, ["config", "gc.auto", "0"]);
    await rename(work, directory);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    if (!(await isThere(directory))) throw error;
  }
}

/** The commit that the branch of a repository of Chiffon's own points at; null before the first. */
export async function ownHead(directory: string): Promise<string | null> {
  const said = await runGit(directory, ["for-each-ref", "--format=%(objectname)", ref]);
  return said.toString("utf8").trim() || null;
}

/** A file of a commit, or null when it is not there. */
export async function readOwnFile(
  directory: string,
  commit: string,
  name: string,
): Promise<string | null> {
  const found = await runGit(directory, ["ls-tree", "-z", "--object-only", commit, "--", name]);
  const blob = found.toString("utf8").replaceAll("\0", "");
  if (blob === "") return null;
  return (await runGit(directory, ["cat-file", "blob", blob])).toString("utf8");
}

/**
 * Commits these files, and no others, on top of `from`. Nothing is written where they are what the branch holds.
 *
 * @param from the commit they were made from; null for an empty repository
 * @returns whether there was anything to commit, or "overtaken" when the branch moved meanwhile
 * @throws ProgramError when git fails
 */
export async function commitFiles(
  directory: string,
  { files, from, message }: { files: readonly NewFile[]; from: string | null; message: string },
): Promise<"committed" | "unchanged" | "overtaken"> {
  if (from !== null && (await isSame(directory, from, files))) return "unchanged";
  try {
    await runGit(directory, importArguments, {
      input: importStream(files, { ref, from, message, keepsOthers: false }),
      timeoutMs: 120_000,
    });
    return "committed";
  } catch (error) {
    if (!(error instanceof ProgramError) || (await ownHead(directory)) === from) throw error;
    return "overtaken";
  }
}

/**
 * Commits one file on top of `from` and leaves the others as they are.
 *
 * @throws ProgramError when git fails, also because the branch moved meanwhile
 */
export async function commitFile(
  directory: string,
  {
    path: name,
    content,
    from,
    message,
  }: { path: string; content: string; from: string | null; message: string },
): Promise<void> {
  const file = { path: name, content: Buffer.from(content) };
  await runGit(directory, importArguments, {
    input: importStream([file], { ref, from, message, keepsOthers: true }),
  });
}

const ref = `refs/heads/${ownBranch}`;

async function isSame(
  directory: string,
  from: string,
  files: readonly NewFile[],
): Promise<boolean> {
  const listed = await runGit(directory, ["ls-tree", "-r", "-z", "--full-tree", from]);
  const wanted = files.map(
    (file) => `${fileMode(file)} blob ${blobId(file.content)}\t${file.path}`,
  );
  const present = listed.toString("utf8").split("\0").filter(Boolean);
  return wanted.sort().join("\0") === present.sort().join("\0");
}

function blobId(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

function runGit(
  directory: string,
  args: readonly string[],
  options: { readonly input?: Uint8Array; readonly timeoutMs?: number } = {},
): Promise<Buffer> {
  const settings = ["-c", `safe.directory=${directory}`, "-c", "core.hooksPath=/dev/null"];
  return runProgram("git", [...settings, "-C", directory, ...args], {
    env: gitEnvironment,
    ...options,
  });
}

function isThere(directory: string): Promise<boolean> {
  return stat(directory).then(
    () => true,
    () => false,
  );
}
