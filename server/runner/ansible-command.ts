import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { AnsibleCommand, RunProfile } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { hasTemplateMarker, renderExtraVars } from "./extra-vars.ts";
import {
  emptyRepositoryConfig,
  isInside,
  type RepositoryConfig,
  readRepositoryConfig,
} from "./repository-config.ts";
import { runPaths } from "./run-directory.ts";
import type { Isolation } from "./sandbox.ts";

/** An ansible-playbook call ready to be written down. */
export interface PreparedAnsible {
  readonly argv: string[];
  readonly environment: Record<string, string>;
  /** Files for the run's read-only input directory, by absolute path. */
  readonly inputs: Record<string, string>;
  readonly readOnlyPaths: string[];
  readonly ignoredSettings: string[];
}

interface Context {
  readonly runDir: string;
  readonly runId: string;
  readonly callbackDir: string;
  readonly profile: RunProfile;
  readonly isolation: Isolation;
}

/** Refuses a run before anything of it exists. */
export function refuse(message: string, details: Record<string, string> = {}): never {
  throw new AppError("run_refused", { message, details });
}

/**
 * Builds argv, environment and input files of a playbook or role run.
 * @throws run_refused for paths outside the tree and for names that Ansible would interpret
 * @throws variable_invalid
 */
export function prepareAnsible(command: AnsibleCommand, context: Context): PreparedAnsible {
  const tree = plainPath(realpathSync(command.treePath), "tree");
  const inventory = pathInTree(tree, command.inventoryPath, "inventory");
  if (inventory.includes(",")) refuse("The inventory's path holds a comma.");
  refuseNames("limit", command.limit, /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
  refuseNames("tag", command.tags, /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/);
  const playbook = command.playbookPath
    ? pathInTree(tree, command.playbookPath, "playbook")
    : runPaths(context.runDir).generatedPlay;
  const config = repositoryConfig(tree, command.playbookPath ? dirname(playbook) : tree);
  return {
    argv: buildArgv(command, context, { inventory, playbook }),
    environment: buildEnvironment(command, context, { tree, config }),
    inputs: inputFiles(command, context),
    readOnlyPaths: [
      tree,
      context.callbackDir,
      ...(command.contentDirs ?? []),
      ...[command.privateKeyFile, command.knownHostsFile],
      ...[command.vaultPasswordFile, command.becomePasswordFile],
    ].filter((path) => path !== undefined),
    ignoredSettings: config.ignored,
  };
}

/** Ansible splits path lists at colons and expands variables in them. */
export function plainPath(path: string, what: string): string {
  if (/[:$~{}\0\r\n]/.test(path))
    refuse(`The path of the ${what} holds a character Ansible expands.`);
  return path;
}

function pathInTree(tree: string, path: string, what: string): string {
  if (hasTemplateMarker(path) || path.includes("\0")) refuse(`The ${what}'s path is not plain.`);
  const full = isAbsolute(path) ? path : join(tree, path);
  if (!existsSync(full)) refuse(`The ${what} is not in the tree.`, { path });
  const real = realpathSync(full);
  if (!isInside(real, tree)) refuse(`The ${what} lies outside the tree.`, { path });
  // The name in the tree, not the link's target: Ansible looks for group_vars and roles beside it.
  return isInside(full, tree) ? full : real;
}

function refuseNames(what: string, names: readonly string[], pattern: RegExp): void {
  for (const name of names) {
    if (!pattern.test(name))
      refuse(`A ${what} is not a plain name.`, { [what]: name.slice(0, 100) });
  }
}

function buildArgv(
  command: AnsibleCommand,
  { runDir }: Context,
  { inventory, playbook }: { inventory: string; playbook: string },
): string[] {
  const paths = runPaths(runDir);
  const onlyLocalhost = command.limit.every((host) => host === "localhost");
  const option = (flag: string, value: string | undefined) =>
    value === undefined ? [] : [`${flag}=${value}`];
  return [
    "ansible-playbook",
    // Ansible refuses a limit that names its implicit localhost alone; the inventory's own entry still wins.
    ...(onlyLocalhost ? [`--inventory=${paths.localhostInventory}`] : []),
    `--inventory=${inventory}`,
    `--limit=${command.limit.join(",")}`,
    ...option("--tags", command.tags.length > 0 ? command.tags.join(",") : undefined),
    `--extra-vars=@${paths.extraVars}`,
    `--forks=${command.forks}`,
    ...(command.check ? ["--check"] : []),
    ...(command.diff ? ["--diff"] : []),
    ...option("--private-key", command.privateKeyFile),
    ...option("--user", command.remoteUser),
    ...(command.become ? ["--become"] : []),
    ...option("--become-password-file", command.becomePasswordFile),
    ...option("--vault-password-file", command.vaultPasswordFile),
    "--",
    playbook,
  ];
}

function inputFiles(command: AnsibleCommand, { runDir }: Context): Record<string, string> {
  const paths = runPaths(runDir);
  const play = [
    { name: `Role ${command.roleName}`, hosts: command.limit, roles: [command.roleName] },
  ];
  return {
    [paths.ansibleConfig]: "# Chiffon's own: nothing is read from a repository's ansible.cfg.\n",
    [paths.extraVars]: renderExtraVars(command.extraVars),
    [paths.localhostInventory]:
      'localhost ansible_connection=local ansible_python_interpreter="{{ ansible_playbook_python }}"\n',
    ...(command.roleName ? { [paths.generatedPlay]: `${JSON.stringify(play)}\n` } : {}),
  };
}

/** The configuration nearest to the playbook, upwards to the tree's root, as `ansible-playbook` run there would use. */
function repositoryConfig(tree: string, startDir: string): RepositoryConfig {
  for (let directory = startDir; isInside(directory, tree); directory = dirname(directory)) {
    const path = join(directory, "ansible.cfg");
    if (existsSync(path)) {
      const place = { configDir: directory, treePath: tree };
      return readRepositoryConfig(readFileSync(path, "utf8"), place);
    }
    if (directory === dirname(directory)) break;
  }
  return emptyRepositoryConfig;
}

function buildEnvironment(
  command: AnsibleCommand,
  context: Context,
  { tree, config }: { tree: string; config: RepositoryConfig },
): Record<string, string> {
  const paths = runPaths(context.runDir);
  const content = command.contentDirs ?? [];
  const roles = [...content.map((dir) => join(dir, "roles")), ...config.rolesPaths];
  const collections = [
    ...content.map((dir) => join(dir, "collections")),
    ...config.collectionsPaths,
  ];
  // A unix socket's path has 107 bytes at most; inside bubblewrap /tmp is the run's own.
  const shortTemporary = context.isolation === "bubblewrap" ? "/tmp" : paths.temporary;
  return {
    ANSIBLE_CONFIG: paths.ansibleConfig,
    ANSIBLE_HOME: join(paths.home, ".ansible"),
    ANSIBLE_LOCAL_TEMP: join(paths.temporary, "ansible-local"),
    ANSIBLE_REMOTE_TEMP: remoteTemporary(context),
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(shortTemporary, "cp"),
    ANSIBLE_PERSISTENT_CONTROL_PATH_DIR: join(shortTemporary, "pc"),
    ANSIBLE_SSH_ARGS: sshArguments(command, join(shortTemporary, "cp").length < 60),
    ANSIBLE_CALLBACK_PLUGINS: plainPath(context.callbackDir, "callback plugin"),
    ANSIBLE_CALLBACKS_ENABLED: "chiffon_events",
    ANSIBLE_INVENTORY_ENABLED: "ini,yaml",
    ANSIBLE_INVENTORY_UNPARSED_FAILED: "True",
    ANSIBLE_HOST_KEY_CHECKING: "True",
    ANSIBLE_PIPELINING: "False",
    ANSIBLE_FORCE_COLOR: "1",
    ANSIBLE_NOCOWS: "1",
    ANSIBLE_RETRY_FILES_ENABLED: "False",
    ANSIBLE_CALLBACK_RESULT_FORMAT: "yaml",
    ANSIBLE_PYTHON_INTERPRETER: "auto_silent",
    ANSIBLE_ROLES_PATH: [...roles, join(tree, "roles"), "/etc/ansible/roles"].join(":"),
    ANSIBLE_COLLECTIONS_PATH: [
      ...collections,
      join(tree, "collections"),
      "/usr/share/ansible/collections",
    ].join(":"),
    ...becomeDefaults(config),
    CHIFFON_EVENTS_FILE: paths.events,
  };
}

function becomeDefaults(config: RepositoryConfig): Record<string, string> {
  return {
    ...(config.remoteUser === null ? {} : { ANSIBLE_REMOTE_USER: config.remoteUser }),
    ...(config.become === null ? {} : { ANSIBLE_BECOME: String(config.become) }),
    ...(config.becomeMethod === null ? {} : { ANSIBLE_BECOME_METHOD: config.becomeMethod }),
    ...(config.becomeUser === null ? {} : { ANSIBLE_BECOME_USER: config.becomeUser }),
  };
}

/**
 * Ansible's own place, which it empties itself. The target's shell expands $HOME: here to the run's private home,
 * elsewhere to the user's. A local become may turn into a user who cannot enter the run's directory.
 */
function remoteTemporary({ profile, runId }: Context): string {
  return profile === "unconfined" ? `/tmp/.chiffon-${runId}` : "$HOME/.ansible/tmp";
}

/** The pinned keys and nothing of the machine's own ssh configuration; without pinned keys no host is trusted. */
function sshArguments(command: AnsibleCommand, sharing: boolean): string {
  const knownHosts = command.knownHostsFile ?? "/dev/null";
  if (/["'\\%]/.test(knownHosts)) refuse("The path of the pinned host keys is not plain.");
  const options = [
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile="${knownHosts}"`,
    "GlobalKnownHostsFile=/dev/null",
    ...(command.privateKeyFile ? ["IdentitiesOnly=yes"] : []),
    ...(sharing ? ["ControlMaster=auto", "ControlPersist=60s"] : ["ControlMaster=no"]),
  ];
  return ["-F /dev/null", ...options.map((option) => `-o '${option}'`)].join(" ");
}
