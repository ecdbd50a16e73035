import { access, constants, realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

/** ansible-lint and the ansible-playbook beside it. */
export interface LintPrograms {
  readonly lint: string;
  readonly playbook: string;
  /** Where the programs are looked up, theirs first. */
  readonly searchFolders: readonly string[];
  /** What has to be visible for them to start: their environments, wherever those are. */
  readonly folders: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Visible in any case: mounting them once more would uncover what is hidden below. */
const systemRoots = ["/", "/usr", "/usr/local"];

/**
 * Finds ansible-lint on a search path, and the ansible-playbook of its own environment before any other.
 *
 * @throws lint_unavailable with what to install
 */
export async function findLintPrograms(searchPath: string): Promise<LintPrograms> {
  const folders = searchPath.split(":").filter((each) => each.startsWith("/"));
  const lint = await find("ansible-lint", folders);
  if (lint === null) throw missing("ansible-lint");
  const playbook = await find("ansible-playbook", [path.dirname(lint), ...folders]);
  if (playbook === null) throw missing("ansible-core");
  const roots = [...new Set([lint, playbook].map((file) => path.dirname(path.dirname(file))))];
  const users = roots.filter((root) => path.basename(root) === ".local");
  const bases = await Promise.all(roots.map(interpreterRoot));
  const shown = [
    ...roots.flatMap((root) => shownBelow(root)),
    ...bases.flatMap((base) => base ?? []),
  ];
  return {
    ...{ lint, playbook },
    searchFolders: [...new Set([path.dirname(playbook), path.dirname(lint)])],
    folders: [...new Set(shown)].filter((place) => !systemRoots.includes(place)),
    // Packages that `pip install --user` put below a home, which is another one inside.
    env: users.length === 0 ? {} : { PYTHONUSERBASE: users[0] ?? "" },
  };
}

/** Of a home's own programs no more than these. */
function shownBelow(root: string): string[] {
  return path.basename(root) === ".local"
    ? [path.join(root, "bin"), path.join(root, "lib")]
    : [root];
}

/** Where the Python of an environment really lives; null where it has none of its own. */
async function interpreterRoot(root: string): Promise<string | null> {
  const python = await realpath(path.join(root, "bin/python3")).catch(() => null);
  return python === null ? null : path.dirname(path.dirname(python));
}

async function find(program: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const file = path.join(folder, program);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return realpath(file);
  }
  return null;
}

function missing(name: string): AppError {
  return new AppError("lint_unavailable", {
    message: `${name} is not installed on this machine (Debian: apt-get install ${name}). Install it, then ask again.`,
  });
}
