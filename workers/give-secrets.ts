import type { PlanTask } from "#server/contracts/plan.ts";
import type { RunSecrets } from "#server/contracts/runner.ts";
import type { SecretUse } from "#server/contracts/secret.ts";

/** The secrets of one run, sorted by the way they reach Ansible. */
interface GivenSecrets {
  readonly secrets: RunSecrets;
  /** Values of variables that are the same on every host. */
  readonly variables: Readonly<Record<string, string>>;
  /** Everything of it, to be kept out of output. */
  readonly redactions: string[];
}

/**
 * Sorts what a task is given: one become password for all hosts goes by a file, passwords that differ go host by host,
 * as do values of variables.
 *
 * @param values the value of each secret the task names, by id
 */
export function giveSecrets(task: PlanTask, values: ReadonlyMap<string, string>): GivenSecrets {
  // Keys reach its agent only: no file of the run holds them, not even the list of what is kept out of its output.
  const uses = given(task, values).filter(({ kind }) => kind !== "ssh_key");
  const forAll = uses.find(
    ({ kind, hosts }) =>
      kind === "become_password" && task.hosts.every((host) => hosts.includes(host)),
  );
  const isWhole = ({ kind, hosts }: SecretUse) => kind === "variable_value" && hosts.length === 0;
  return {
    secrets: {
      ...(forAll === undefined ? {} : { becomePassword: forAll.value }),
      vaultPasswords: uses
        .filter(({ kind }) => kind === "vault_password")
        .map(({ vaultId, value }) => ({ id: vaultId ?? "default", password: value })),
      hostVars: hostVariables(uses.filter((use) => use !== forAll)),
    },
    variables: Object.fromEntries(uses.filter(isWhole).map(({ name, value }) => [name, value])),
    redactions: [...new Set([...uses.map(({ value }) => value), ...declaredSecrets(task)])],
  };
}

function given(task: PlanTask, values: ReadonlyMap<string, string>) {
  return (task.secrets ?? []).flatMap((use) => {
    const value = values.get(use.secretId);
    return value === undefined ? [] : [{ ...use, value }];
  });
}

function hostVariables(
  uses: readonly (SecretUse & { readonly value: string })[],
): Record<string, Record<string, string>> {
  const byHost: Record<string, Record<string, string>> = {};
  for (const use of uses) {
    const name = variableFor(use);
    if (name === null) continue;
    for (const host of use.hosts) byHost[host] = { ...byHost[host], [name]: use.value };
  }
  return byHost;
}

function variableFor({ kind, name }: SecretUse): string | null {
  switch (kind) {
    case "become_password":
      return "ansible_become_password";
    case "ssh_password":
      return "ansible_password";
    case "variable_value":
      return name;
    default:
      return null;
  }
}

/** Values that a plan of an earlier version carries itself. */
function declaredSecrets(task: PlanTask): string[] {
  return task.variables
    .filter(({ secret, value }) => secret && value !== null)
    .map(({ value }) => String(value));
}
