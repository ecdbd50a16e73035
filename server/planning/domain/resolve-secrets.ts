import { ownerOfVariables } from "#server/ansible/vault-ids.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import type { SecretFacts, SecretKind, SecretNeed, SecretUse } from "#server/contracts/secret.ts";
import { narrowestFor } from "#server/lib/narrowest-secret.ts";

/** What tells which secrets the runs of one task need. */
export interface SecretSurroundings {
  readonly becomes: boolean;
  readonly vaultFiles: readonly { readonly path: string; readonly ids: readonly string[] }[];
  /** Hosts beside the targets that its steps are delegated to. */
  readonly delegates: readonly string[];
}

/** Everything that the secrets of a plan follow from. */
export interface SecretInput {
  readonly inventory: readonly InventoryHost[];
  /** Stored secrets that the plan may use. */
  readonly stored: readonly SecretFacts[];
  /** Hosts on which sudo asked for a password when their connection was tested. */
  readonly asking: ReadonlySet<string>;
  /** By task key. */
  readonly surroundings: ReadonlyMap<string, SecretSurroundings>;
}

/**
 * The plan with the secrets that its runs will be given, the narrowest that fits each host (given for this request, then
 * host, group, repository, everywhere), and with what seems to be missing.
 */
export function resolveSecrets(body: PlanBody, input: SecretInput): PlanBody {
  const needs = new Map<string, SecretNeed>();
  const tasks = body.tasks.map((task) => {
    const surroundings = input.surroundings.get(task.taskKey);
    if (surroundings === undefined) return task;
    const found = resolveTask(task, surroundings, input);
    for (const need of found.needs) needs.set(need.key, joinNeeds(needs.get(need.key), need));
    return found.uses.length === 0 ? task : { ...task, secrets: found.uses };
  });
  return withSecretNames({
    ...body,
    tasks,
    ...(needs.size === 0 ? {} : { secretNeeds: [...needs.values()] }),
  });
}

/** The names and needs of a plan as its tasks have them now: some may have been left out. */
export function withSecretNames(body: PlanBody): PlanBody {
  const { secretNeeds, ...rest } = body;
  const keys = new Set(body.tasks.map((task) => task.taskKey));
  const uses = body.tasks.flatMap((task) => task.secrets ?? []);
  const needs = (secretNeeds ?? []).flatMap((need) => {
    const taskKeys = need.taskKeys.filter((key) => keys.has(key));
    return taskKeys.length === 0 ? [] : [{ ...need, taskKeys }];
  });
  return {
    ...rest,
    secrets: [...new Set(uses.map(({ name, version }) => `${name}@${version}`))].sort(),
    ...(needs.length === 0 ? {} : { secretNeeds: needs }),
  };
}

/** The plan with a secret that a person gave for one of its needs. */
export function giveSecret(body: PlanBody, need: SecretNeed, secret: SecretFacts): PlanBody {
  const tasks = body.tasks.map((task) => {
    if (!need.taskKeys.includes(task.taskKey)) return task;
    const hosts = need.hosts.filter((host) => task.hosts.includes(host));
    return { ...task, secrets: [...(task.secrets ?? []), asUse(secret, hosts)] };
  });
  const secretNeeds = (body.secretNeeds ?? []).filter(({ key }) => key !== need.key);
  return withSecretNames({ ...body, tasks, secretNeeds });
}

interface Found {
  readonly uses: SecretUse[];
  readonly needs: SecretNeed[];
}

function resolveTask(task: PlanTask, surroundings: SecretSurroundings, input: SecretInput): Found {
  const hosts = input.inventory.filter((host) => task.hosts.includes(host.name));
  const vaultFiles = surroundings.vaultFiles.filter(({ path }) => concerns(path, hosts));
  const names = new Set([...task.hosts, ...surroundings.delegates]);
  const signedInTo = input.inventory.filter((host) => names.has(host.name) && isReachedBySsh(host));
  const parts: Found[] = [
    passwordsFor("ssh_key", signedInTo, input),
    passwordsFor("ssh_password", signedInTo, input),
    becomePasswords(task, hosts, { ...surroundings, vaultFiles }, input),
    vaultPasswords(task, vaultFiles, input),
    variableValues(task, hosts, input),
  ];
  return {
    uses: parts.flatMap(({ uses }) => uses),
    needs: parts.flatMap(({ needs }) => needs),
  };
}

const isReachedBySsh = (host: InventoryHost) => host.connection === "ssh";

/** Variables of a group or host concern a run only where it is among the targets; all other files do. */
function concerns(path: string, hosts: readonly InventoryHost[]): boolean {
  const owner = ownerOfVariables(path);
  if (owner === null) return true;
  return owner.kind === "host"
    ? hosts.some(({ name }) => name === owner.name)
    : hosts.some(({ groups }) => groups.includes(owner.name));
}

function becomePasswords(
  task: PlanTask,
  hosts: readonly InventoryHost[],
  { becomes, vaultFiles }: SecretSurroundings,
  input: SecretInput,
): Found {
  const becoming = hosts.filter((host) => becomes || host.becomes === true);
  const given = passwordsFor("become_password", becoming, input);
  const served = new Set(given.uses.flatMap((use) => use.hosts));
  const missing = becoming
    .filter(({ name }) => input.asking.has(name) && !served.has(name))
    .filter((host) => host.hasBecomePassword !== true)
    .map(({ name }) => name);
  if (missing.length === 0) return given;
  // Whether an encrypted file holds it shows only when it is opened.
  const vault = vaultFiles.find(({ path }) => /(?:^|\/)(?:group|host)_vars\//.test(path));
  const asks = `sudo asks for a password on ${missing.join(", ")}`;
  const need = {
    ...{ key: `become/${missing.join(",")}`.slice(0, 300), kind: "become_password" as const },
    ...{ name: "sudo", hosts: missing, vaultId: null, taskKeys: [task.taskKey] },
    ...(vault === undefined
      ? { reason: `${asks}, and neither the inventory nor the store has it.` }
      : { reason: `${asks}, and ${vault.path} is encrypted.`, mayBeInVault: true }),
  };
  return { uses: given.uses, needs: [need] };
}

/** The narrowest secret of this kind for each host, hosts with the same one together. */
function passwordsFor(
  kind: SecretKind,
  hosts: readonly InventoryHost[],
  { stored, inventory }: SecretInput,
): Found {
  const candidates = stored.filter((secret) => secret.kind === kind);
  return { uses: perHost(candidates, hosts, inventory), needs: [] };
}

function perHost(
  candidates: readonly SecretFacts[],
  hosts: readonly InventoryHost[],
  inventory: readonly InventoryHost[],
): SecretUse[] {
  const uses = new Map<string, SecretUse>();
  for (const host of hosts) {
    const secret = narrowestFor(candidates, host, inventory);
    if (secret === null) continue;
    const earlier = uses.get(secret.id)?.hosts ?? [];
    uses.set(secret.id, asUse(secret, [...earlier, host.name]));
  }
  return [...uses.values()];
}

/** One password for each id that the files name; Ansible tries the one without an id on all of them. */
function vaultPasswords(
  task: PlanTask,
  vaultFiles: readonly { readonly path: string; readonly ids: readonly string[] }[],
  { stored }: SecretInput,
): Found {
  const ids = [...new Set(vaultFiles.flatMap((file) => file.ids))];
  const uses = new Map<string, SecretUse>();
  const needs: SecretNeed[] = [];
  for (const id of ids) {
    const secret = vaultPassword(stored, id) ?? vaultPassword(stored, "default");
    if (secret !== null) {
      uses.set(secret.id, asUse(secret, []));
      continue;
    }
    const file = vaultFiles.find((one) => one.ids.includes(id))?.path ?? "";
    const named = id === "default" ? "" : ` (vault id ${id})`;
    needs.push({
      ...{
        key: `vault/${id}`,
        kind: "vault_password",
        name: id === "default" ? "vault" : `vault ${id}`,
      },
      ...{ hosts: [], vaultId: id, taskKeys: [task.taskKey] },
      reason: `${file} is encrypted with ansible-vault${named}, and the store has no password for it.`,
    });
  }
  return { uses: [...uses.values()], needs };
}

function vaultPassword(stored: readonly SecretFacts[], id: string): SecretFacts | null {
  const own = stored.filter(({ kind, vaultId }) => kind === "vault_password" && vaultId === id);
  const given = own.find(({ requestId }) => requestId !== null);
  return given ?? own.find(({ scope }) => scope === "repository") ?? own[0] ?? null;
}

/** Values of secret variables: one for the whole run where all hosts have the same, else host by host. */
function variableValues(
  task: PlanTask,
  hosts: readonly InventoryHost[],
  { stored, inventory }: SecretInput,
): Found {
  const uses: SecretUse[] = [];
  const needs: SecretNeed[] = [];
  for (const variable of task.variables.filter(({ secret }) => secret)) {
    const candidates = stored.filter(
      ({ kind, name }) => kind === "variable_value" && name === variable.name,
    );
    const found = perHost(candidates, hosts, inventory);
    const [only] = found;
    const isForAll = found.length === 1 && only?.hosts.length === hosts.length;
    uses.push(...(isForAll && only !== undefined ? [{ ...only, hosts: [] }] : found));
    if (found.length === 0 && variable.required && !variable.overridden) {
      needs.push({
        ...{ key: `variable/${variable.name}`, kind: "variable_value", name: variable.name },
        ...{ hosts: [], vaultId: null, taskKeys: [task.taskKey] },
        reason: whyNeeded(task.entryPath, variable),
      });
    }
  }
  return { uses, needs };
}

function whyNeeded(path: string, { name, description }: PlanTask["variables"][number]): string {
  return description === null
    ? `${path} requires the variable ${name}, a secret without a value.`
    : `${path} asks for it: "${description.replace(/[\s:?.]+$/, "")}".`;
}

function asUse({ id, name, version, kind, vaultId }: SecretFacts, hosts: string[]): SecretUse {
  return { secretId: id, name, version, kind, hosts, vaultId };
}

function joinNeeds(earlier: SecretNeed | undefined, need: SecretNeed): SecretNeed {
  if (earlier === undefined) return need;
  return { ...earlier, taskKeys: [...new Set([...earlier.taskKeys, ...need.taskKeys])] };
}
