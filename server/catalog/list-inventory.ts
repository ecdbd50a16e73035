import { cp, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type InventoryGroups, readYamlInventory } from "#server/ansible/inventory-source.ts";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { AppError } from "#server/lib/app-error.ts";
import {
  type ProgramEnding,
  type ProgramLimits,
  runFenced,
} from "#server/platform/fenced-program.ts";
import { createRedactor } from "#server/runner/redactor.ts";
import {
  buildSandboxArgv,
  chooseIsolation,
  detectSandbox,
  type SandboxSupport,
} from "#server/runner/sandbox.ts";

const usualLimits: ProgramLimits = { stepSeconds: 45, maxMib: 50 };
const maxListingBytes = 1_000_000;
const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const variableFolders = ["group_vars", "host_vars"];

/** A dynamic inventory, and what its script or plugin may see. */
export interface ListingOrder {
  readonly treePath: string;
  /** Within the tree. */
  readonly inventoryPath: string;
  /** Folders of installed content. */
  readonly contentDirs: readonly string[];
  /** Never to be seen from inside: Chiffon's data, the owner's keys and tokens. */
  readonly hiddenPaths: readonly string[];
  /** Environment variables that it is given, by name: tokens and addresses that its owner stored for it. */
  readonly given?: Readonly<Record<string, string>>;
  /** Left out: {@link usualLimits}. */
  readonly limits?: ProgramLimits;
  /** Left out: what this machine offers. */
  readonly support?: SandboxSupport;
}

/**
 * Runs a script or plugin once, by `ansible-inventory --list` in the sandbox with network, and hands over a file with
 * the hosts it named, beside copies of the inventory's `group_vars` and `host_vars`. The file is gone afterwards.
 *
 * @throws inventory_unusable when it fails, takes too long, says too much or names no host, with what it said
 */
export async function withListedInventory<T>(
  order: ListingOrder,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const work = await mkdtemp(path.join(tmpdir(), "chiffon-listing-"));
  try {
    const listed = await list(order, work);
    const file = path.join(work, "listed/hosts.yml");
    await mkdir(path.dirname(file));
    await rename(listed, file);
    const beside = path.dirname(path.join(order.treePath, order.inventoryPath));
    for (const folder of variableFolders)
      await cp(path.join(beside, folder), path.join(work, "listed", folder), {
        recursive: true,
      }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    return await use(file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A program of somebody's repository that nobody has approved is run confined or not at all. */
async function confinement({ support, inventoryPath }: ListingOrder): Promise<SandboxSupport> {
  const found = support ?? (await detectSandbox());
  const isolation = chooseIsolation("isolated", found);
  if (isolation === "bubblewrap" || isolation === "namespaces") return found;
  throw unusable(inventoryPath, `Nothing on this machine can confine it: ${found.reason}`);
}

async function list(order: ListingOrder, work: string): Promise<string> {
  const support = await confinement(order);
  const { treePath, inventoryPath, contentDirs, hiddenPaths, limits = usualLimits } = order;
  const box = path.join(work, "box");
  const input = path.join(work, "input");
  const output = path.join(box, "hosts.yml");
  for (const folder of [input, box, path.join(box, "home"), path.join(box, "tmp")])
    await mkdir(folder, { mode: 0o700 });
  const config = "[inventory]\nany_unparsed_is_failed = true\n";
  await writeFile(path.join(input, "ansible.cfg"), config);
  const source = path.join(treePath, inventoryPath);
  const argv = buildSandboxArgv({
    profile: "isolated",
    command: ["ansible-inventory", "-i", source, "--list", "--yaml", "--output", output],
    support,
    isRoot: process.getuid?.() === 0,
    ...{ workDir: box, inputDir: input, agentDir: null, temporaryDir: path.join(box, "tmp") },
    readOnlyPaths: [treePath, ...contentDirs],
    writableDirs: [],
    hiddenPaths: [...hiddenPaths],
  });
  const ending = await runFenced(argv, {
    env: environment(work, order),
    cwd: box,
    box,
    limits,
    signal: new AbortController().signal,
  });
  if (ending.cause !== null) {
    const { redactText } = createRedactor(Object.values(order.given ?? {}));
    throw unusable(inventoryPath, redactText(troubleOf(ending, treePath, limits)));
  }
  await assertNamesHosts(output, order);
  return output;
}

function environment(
  work: string,
  { treePath, contentDirs, given }: ListingOrder,
): NodeJS.ProcessEnv {
  const collections = [
    ...contentDirs.map((folder) => path.join(folder, "collections")),
    path.join(treePath, "collections"),
    "/usr/share/ansible/collections",
  ];
  const variables: Record<string, string> = {
    ...given,
    PATH: searchPath,
    LANG: "C.UTF-8",
    HOME: path.join(work, "box/home"),
    TMPDIR: path.join(work, "box/tmp"),
    PYTHONDONTWRITEBYTECODE: "1",
    ANSIBLE_CONFIG: path.join(work, "input/ansible.cfg"),
    ANSIBLE_LOCAL_TEMP: path.join(work, "box/tmp/ansible"),
    ANSIBLE_COLLECTIONS_PATH: collections.join(":"),
    ANSIBLE_INVENTORY_PLUGINS: path.join(treePath, "inventory_plugins"),
    // The folders of variables stay what they are: files beside the list, encrypted ones among them.
    ANSIBLE_VARS_ENABLED: "",
    ANSIBLE_NOCOLOR: "1",
  };
  // Typings of the web framework demand NODE_ENV, which these programs have no use for.
  return variables as NodeJS.ProcessEnv;
}

async function assertNamesHosts(
  file: string,
  { inventoryPath, given = {} }: ListingOrder,
): Promise<void> {
  // The program could have left a link there, to what it could not see itself.
  const found = await lstat(file).catch(() => null);
  if (found?.isFile() !== true) throw unusable(inventoryPath, "It listed nothing.");
  if (found.size > maxListingBytes)
    throw unusable(inventoryPath, "It listed more than a megabyte.");
  const text = await readFile(file, "utf8");
  const shown = secretsOf(given).find(
    ([, value]) => createRedactor([value]).redactText(text) !== text,
  );
  if (shown !== undefined)
    throw unusable(
      inventoryPath,
      `It wrote the value of ${shown[0]} into its list, which is kept in git: have it leave that out.`,
    );
  const groups: InventoryGroups = new Map();
  const refusal = readYamlInventory(readYaml("hosts.yml", text), groups);
  if (refusal !== null) throw unusable(inventoryPath, refusal.message);
  if ([...groups.values()].every(({ hosts }) => hosts.size === 0))
    throw unusable(inventoryPath, "It named no host.");
}

/** What was given, without addresses and the names of users, which hosts may well have among their variables. */
function secretsOf(given: Readonly<Record<string, string>>): (readonly [string, string])[] {
  const isPlain =
    /(?:^|_)(?:URL|URI|HOST|HOSTNAME|ADDRESS|ENDPOINT|SERVER|PORT|API|USER|USERNAME)$/;
  return Object.entries(given).filter(([name]) => !isPlain.test(name));
}

function troubleOf(
  { cause, said }: ProgramEnding,
  treePath: string,
  limits: ProgramLimits,
): string {
  if (cause === "timeout") return `It was ended after ${limits.stepSeconds} s.`;
  if (cause === "too_large") return `It wrote more than ${limits.maxMib} MB.`;
  const lines = unwrapped(said).map((line) => line.replaceAll(`${treePath}/`, ""));
  // Ansible tries one kind of inventory after the other; what the script or plugin itself met comes first.
  const own = lines.flatMap((line) => /with (?:script|auto) plugin: (.+)/.exec(line)?.[1] ?? []);
  const words = own.find((line) => !/declined parsing|verify_file/.test(line)) ?? lines.join(" ");
  return words.trim() === ""
    ? "It failed and said nothing."
    : `It said: ${words.trim().slice(0, 600)}`;
}

/** What Ansible said, a message a line: it breaks them at 80 columns, behind blanks and hyphens. */
function unwrapped(said: string): string[] {
  const messages: string[] = [];
  for (const line of said.split("\n")) {
    const last = messages.at(-1);
    if (last === undefined || /^\[|^ERROR/.test(line)) messages.push(line);
    else messages[messages.length - 1] = last + (last.endsWith("-") ? "" : " ") + line;
  }
  return messages;
}

function unusable(inventoryPath: string, why: string): AppError {
  return new AppError("inventory_unusable", {
    message: `${inventoryPath} could not be read by running it. ${why}`,
  });
}
