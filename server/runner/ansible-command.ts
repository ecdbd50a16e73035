import { existsSync, readFileSync, realpathSync } from "node:fs";
import { isIPv6 } from "node:net";
import { dirname, isAbsolute, join } from "node:path";
import {
  type AnsibleCommand,
  type RunProfile,
  startAtTaskSchema,
} from "#server/contracts/runner.ts";
import { type AnsibleSettings, noSettings } from "#server/lib/ansible-settings.ts";
import { AppError } from "#server/lib/app-error.ts";
import { renderSshConfig } from "#server/lib/ssh-config.ts";
import { hasTemplateMarker, renderExtraVars } from "./extra-vars.ts";
import { hasHostChecks, hostCheckFiles } from "./host-check-play.ts";
import { keptFilesPlay } from "./kept-files-play.ts";
import { ownCollectionLinks, type RunLinks } from "./own-collections.ts";
import { ownHostFiles, ownHostInventory } from "./own-host.ts";
import { isInside, readRepositoryConfig } from "./repository-config.ts";
import { agentSocket, runPaths } from "./run-directory.ts";
import { secretArguments, secretFiles } from "./run-secrets.ts";
import type { Isolation } from "./sandbox.ts";

/** An ansible-playbook call ready to be written down. */
export interface PreparedAnsible {
  readonly argv: string[];
  readonly environment: Record<string, string>;
  /** Files for the run's read-only input directory, by absolute path. */
  readonly inputs: Record<string, string>;
  /** Links there, by absolute path, to folders of the tree. */
  readonly links: RunLinks;
  readonly readOnlyPaths: string[];
  readonly ignoredSettings: string[];
}

interface Context {
  readonly runDir: string;
  readonly runId: string;
  readonly callbackDir: string;
  readonly profile: RunProfile;
  readonly isolation: Isolation;
  /** The files that were approved. */
  readonly files: readonly { readonly path: string }[];
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
  const inventoryTree = inventoryTreeOf(command) ?? tree;
  const inventory =
    command.inventoryPath === ""
      ? null
      : pathInTree(inventoryTree, command.inventoryPath, "inventory");
  if (inventory?.includes(",")) refuse("The inventory's path holds a comma.");
  // Ansible reads a colon in a limit as "or", except in an address.
  const named = command.limit.filter((host) => !isIPv6(host));
  refuseNames("limit", named, /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/);
  const checked = (command.hostChecks ?? []).flatMap(({ hosts }) => hosts);
  if (checked.some((host) => !command.limit.includes(host))) refuse("A check is for another host.");
  const kept = (command.keptFiles?.places ?? []).map(({ host }) => host);
  if (kept.some((host) => !command.limit.includes(host))) refuse("A file is on another host.");
  refuseOtherHosts(command);
  refuseNames("tag", command.tags, /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/);
  const playbook = command.playbookPath
    ? pathInTree(tree, command.playbookPath, "playbook")
    : runPaths(context.runDir).generatedPlay;
  const config = repositoryConfig(tree, command.playbookPath ? dirname(playbook) : tree);
  const sshArgs = sshArguments(context, config);
  const links = ownCollectionLinks(tree, context.files, context.runDir);
  return {
    argv: buildArgv(command, context, { inventory, playbook, forks: config.forks }),
    environment: buildEnvironment(command, context, { tree, config, sshArgs }),
    links,
    inputs: {
      ...inputFiles(command, context, sshArgs),
      ...hostCheckFiles(command, context),
      ...keptFilesPlay(command, context),
    },
    readOnlyPaths: [
      tree,
      inventoryTree,
      context.callbackDir,
      ...(command.contentDirs ?? []),
      ...environmentOf(command),
    ].filter((path) => path !== undefined),
    ignoredSettings: config.ignored.map(({ name }) => name),
  };
}

/** Where an inventory lies that is not in the tree of the playbooks. */
function inventoryTreeOf({ inventoryTreePath }: AnsibleCommand): string | null {
  if (inventoryTreePath === undefined) return null;
  return plainPath(realpathSync(inventoryTreePath), "inventory's tree");
}

/** The program by its real name, so that its environment is all that the sandbox has to show. */
function programOf({ programPath }: AnsibleCommand): string {
  if (programPath === undefined) return "ansible-playbook";
  if (existsSync(programPath)) return realpathSync(programPath);
  return refuse("The Ansible that the plan names is not there any more. Plan it again.", {
    path: programPath,
  });
}

/** The virtual environment of the chosen program, which may lie where the sandbox hides things. */
function environmentOf(command: AnsibleCommand): string[] {
  if (command.programPath === undefined) return [];
  const root = dirname(dirname(programOf(command)));
  return existsSync(join(root, "pyvenv.cfg")) ? [root] : [];
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

/** On its own machine an agent acts on that alone. */
function refuseOtherHosts({ ownHost, limit }: AnsibleCommand): void {
  if (ownHost !== undefined && (limit.length !== 1 || limit[0] !== ownHost))
    refuse("The run is for other hosts than the machine that it is on.");
}

function buildArgv(
  command: AnsibleCommand,
  { runDir }: Context,
  {
    inventory,
    playbook,
    forks,
  }: { inventory: string | null; playbook: string; forks: number | null },
): string[] {
  const paths = runPaths(runDir);
  const onlyLocalhost = inventory === null || command.limit.every((host) => host === "localhost");
  const secrets = secretArguments(command, runDir);
  const option = (flag: string, value: string | undefined) =>
    value === undefined ? [] : [`${flag}=${value}`];
  return [
    programOf(command),
    // Ansible refuses a limit that names its implicit localhost alone; the inventory's own entry still wins.
    ...(onlyLocalhost || secrets.namesLocalhost ? [`--inventory=${paths.localhostInventory}`] : []),
    ...(inventory === null ? [] : [`--inventory=${inventory}`]),
    ...secrets.inventories,
    ...ownHostInventory(command, runDir),
    `--limit=${command.limit.join(",")}`,
    ...option("--tags", command.tags.length > 0 ? command.tags.join(",") : undefined),
    ...option("--start-at-task", startAt(command)),
    `--extra-vars=@${paths.extraVars}`,
    // Last, so that nothing wins over it.
    `--extra-vars=@${paths.connectionVars}`,
    `--forks=${forks ?? command.forks}`,
    ...(command.check ? ["--check"] : []),
    ...(command.diff ? ["--diff"] : []),
    ...option("--user", command.remoteUser),
    ...(command.become ? ["--become"] : []),
    ...secrets.options,
    "--",
    playbook,
    // Ansible begins it only where the one before ended well on all hosts.
    ...(hasHostChecks(command) ? [paths.checksPlay] : []),
  ];
}

/** Ansible takes the name as a pattern and shows it: it is one plain name. */
function startAt({ startAtTask }: AnsibleCommand): string | undefined {
  if (startAtTask === undefined) return undefined;
  if (!startAtTaskSchema.safeParse(startAtTask).success)
    refuse("The name of the step to start at is not plain.");
  return startAtTask;
}

function inputFiles(
  command: AnsibleCommand,
  { runDir }: Context,
  sshArgs: string,
): Record<string, string> {
  const paths = runPaths(runDir);
  const play = [
    { name: `Role ${command.roleName}`, hosts: command.limit, roles: [command.roleName] },
  ];
  return {
    [paths.ansibleConfig]: "# Chiffon's own: nothing is read from a repository's ansible.cfg.\n",
    [paths.extraVars]: renderExtraVars(command.extraVars),
    [paths.knownHosts]: command.knownHosts ?? "",
    [paths.sshConfig]: renderSshConfig({
      knownHostsFile: paths.knownHosts,
      identityFile: "none",
      routes: command.routes ?? [],
    }),
    [paths.connectionVars]: connectionVars(sshArgs),
    [paths.localhostInventory]: localInventory(command),
    ...secretFiles(command, runDir),
    ...ownHostFiles(command, runDir),
    ...(command.roleName ? { [paths.generatedPlay]: `${JSON.stringify(play)}\n` } : {}),
  };
}

const itself = new Set(["localhost", "127.0.0.1"]);

/** This machine, as Ansible knows it by itself. Another name of it stands there only where no inventory may know more of it. */
function localInventory({ inventoryPath, limit }: AnsibleCommand): string {
  const named = inventoryPath === "" ? limit.filter((host) => itself.has(host)) : [];
  const variables = `ansible_connection=local ansible_python_interpreter="{{ ansible_playbook_python }}"`;
  return [...new Set(["localhost", ...named])].map((host) => `${host} ${variables}\n`).join("");
}

/** The configuration nearest to the playbook, upwards to the tree's root, as `ansible-playbook` run there would use. */
function repositoryConfig(tree: string, startDir: string): AnsibleSettings {
  for (let directory = startDir; isInside(directory, tree); directory = dirname(directory)) {
    const path = join(directory, "ansible.cfg");
    if (existsSync(path)) {
      const place = { configDir: directory, treePath: tree };
      return readRepositoryConfig(readFileSync(path, "utf8"), place);
    }
    if (directory === dirname(directory)) break;
  }
  return noSettings;
}

function buildEnvironment(
  command: AnsibleCommand,
  context: Context,
  { tree, config, sshArgs }: { tree: string; config: AnsibleSettings; sshArgs: string },
): Record<string, string> {
  const paths = runPaths(context.runDir);
  const content = command.contentDirs ?? [];
  // What the repository holds itself goes before what was installed for it, here as in the scan.
  const roles = [
    ...config.rolesPaths,
    join(tree, "roles"),
    ...content.map((dir) => join(dir, "roles")),
  ];
  const collections = [
    ...config.collectionsPaths,
    join(tree, "collections"),
    paths.ownCollections,
    ...content.map((dir) => join(dir, "collections")),
  ];
  const shortTemporary = shortTemporaryOf(context);
  return {
    ANSIBLE_CONFIG: paths.ansibleConfig,
    ANSIBLE_HOME: join(paths.home, ".ansible"),
    ANSIBLE_LOCAL_TEMP: join(paths.temporary, "ansible-local"),
    ANSIBLE_REMOTE_TEMP: remoteTemporary(context),
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(shortTemporary, "cp"),
    ANSIBLE_PERSISTENT_CONTROL_PATH_DIR: join(shortTemporary, "pc"),
    ANSIBLE_SSH_ARGS: sshArgs,
    ...(command.sshAgent === true ? { SSH_AUTH_SOCK: agentSocket(context.runDir) } : {}),
    ANSIBLE_CALLBACK_PLUGINS: plainPath(context.callbackDir, "callback plugin"),
    ANSIBLE_CALLBACKS_ENABLED: "chiffon_events",
    ANSIBLE_INVENTORY_ENABLED: "ini,yaml",
    ANSIBLE_INVENTORY_UNPARSED_FAILED: "True",
    ANSIBLE_HOST_KEY_CHECKING: "True",
    ANSIBLE_PIPELINING: config.pipelining === true ? "True" : "False",
    ...(config.timeoutSeconds === null ? {} : { ANSIBLE_TIMEOUT: String(config.timeoutSeconds) }),
    ANSIBLE_FORCE_COLOR: "1",
    ANSIBLE_NOCOWS: "1",
    ANSIBLE_RETRY_FILES_ENABLED: "False",
    ANSIBLE_CALLBACK_RESULT_FORMAT: "yaml",
    ANSIBLE_PYTHON_INTERPRETER: "auto_silent",
    ANSIBLE_ROLES_PATH: [...roles, "/etc/ansible/roles"].join(":"),
    ANSIBLE_COLLECTIONS_PATH: [...collections, "/usr/share/ansible/collections"].join(":"),
    ...becomeDefaults(config),
    CHIFFON_EVENTS_FILE: paths.events,
    ...(command.check ? { CHIFFON_PREVIEW: "1" } : {}),
    ...(hasHostChecks(command) ? { CHIFFON_HAS_CHECKS: "1" } : {}),
  };
}

/** A unix socket's path has 107 bytes at most; behind a fence /tmp is the run's own. */
function shortTemporaryOf({ isolation, runDir }: Context): string {
  const isFenced = isolation === "bubblewrap" || isolation === "namespaces";
  return isFenced ? "/tmp" : runPaths(runDir).temporary;
}

function becomeDefaults(config: AnsibleSettings): Record<string, string> {
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

/** Nothing of the machine's own ssh settings: the run's file says which keys are trusted and which way to go. */
function sshArguments(context: Context, config: AnsibleSettings): string {
  const { sshConfig } = runPaths(context.runDir);
  if (/["'\\% ]/.test(sshConfig)) refuse("The path of the run is not plain.");
  const isShort = join(shortTemporaryOf(context), "cp").length < 60;
  const persistSeconds = isShort ? (config.controlPersistSeconds ?? 60) : 0;
  const sharing =
    persistSeconds > 0
      ? ["ControlMaster=auto", `ControlPersist=${persistSeconds}s`]
      : ["ControlMaster=no"];
  return [`-F ${sshConfig}`, ...sharing.map((option) => `-o '${option}'`)].join(" ");
}

/**
 * Variables of an inventory would win over the environment, and could start programs (`ProxyCommand`) or switch checks
 * off. Extra variables win over everything.
 */
function connectionVars(sshArgs: string): string {
  return JSON.stringify({
    ansible_ssh_args: sshArgs,
    ansible_ssh_common_args: "",
    ansible_ssh_extra_args: "",
    ansible_sftp_extra_args: "",
    ansible_scp_extra_args: "",
    ansible_ssh_executable: "ssh",
    // Newer ones have a way of their own, which knows nothing of a password that was refused before.
    ansible_ssh_password_mechanism: "sshpass",
  });
}
