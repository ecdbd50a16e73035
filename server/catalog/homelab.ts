import { chmod, cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { commitEverything, initWorkTree } from "./owner-git.ts";

/** Branch of the example repository. */
export const homelabBranch = "main";

/** True when the homelab repository was made before. */
export async function hasHomelab(target: string): Promise<boolean> {
  return stat(path.join(target, ".git")).then(
    () => true,
    () => false,
  );
}

/**
 * Copies the example homelab into the data directory as a git repository of its own, whole or not at all, with the
 * place where its apps live written into it. From then on it is the owner's.
 *
 * @throws when the target holds something else already
 */
export async function makeHomelab(options: {
  examplesDir: string;
  target: string;
  appsDir: string;
}): Promise<void> {
  const { examplesDir, target, appsDir } = options;
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.making-`);
  try {
    await cp(examplesDir, work, { recursive: true, verbatimSymlinks: true });
    const place = path.join(work, "inventory/group_vars/all/place.yml");
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(
      place,
      `---\n# Everything the playbooks install, write or run lives under this directory.\nhomelab_dir: ${JSON.stringify(appsDir)}\n`,
    );
    await initWorkTree(work, homelabBranch);
    await commitEverything(work, "Start from Chiffon's example homelab");
    await chmod(work, 0o755);
    await rename(work, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
