import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { AnsibleCommand, RunSecrets } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { runPaths } from "./run-directory.ts";

const noSecrets: RunSecrets = { vaultPasswords: [], hostVars: {} };
/** Ansible knows this host by itself and connects to it locally, unless an inventory names it. */
const implicitLocal = "localhost";

/** Where the secrets of a run lie: files of its private directory, which go with the run. */
function secretPaths(runDir: string) {
  const { input } = runPaths(runDir);
  return {
    becomePassword: join(input, "become-password"),
    vaultPassword: (ordinal: number) => join(input, `vault-password-${ordinal}`),
    hosts: join(input, "host-secrets", "hosts.yml"),
    hostVars: (host: string) => join(input, "host-secrets", "host_vars", `${host}.json`),
  };
}

/** What Ansible is told of them on its command line: names of files, never a value. */
export function secretArguments(command: AnsibleCommand, runDir: string) {
  const { becomePassword, vaultPasswords, hostVars } = command.secrets ?? noSecrets;
  const paths = secretPaths(runDir);
  return {
    // The last inventory wins: what a person stored for a host goes before what its files say.
    inventories: Object.keys(hostVars).length === 0 ? [] : [`--inventory=${paths.hosts}`],
    /** An inventory that names localhost takes away its local connection, so that has to be said as well. */
    namesLocalhost: Object.hasOwn(hostVars, implicitLocal),
    options: [
      ...(becomePassword === undefined ? [] : [`--become-password-file=${paths.becomePassword}`]),
      ...vaultPasswords.map(({ id }, at) => `--vault-id=${id}@${paths.vaultPassword(at + 1)}`),
    ],
  };
}

/** Their files by absolute path. @throws run_refused for a host whose name is no plain file name */
export function secretFiles(command: AnsibleCommand, runDir: string): Record<string, string> {
  const { becomePassword, vaultPasswords, hostVars } = command.secrets ?? noSecrets;
  const paths = secretPaths(runDir);
  const hosts = Object.entries(hostVars);
  const files: Record<string, string> = {};
  if (becomePassword !== undefined) files[paths.becomePassword] = `${becomePassword}\n`;
  for (const [at, { password }] of vaultPasswords.entries())
    files[paths.vaultPassword(at + 1)] = `${password}\n`;
  if (hosts.length === 0) return files;
  const listed = Object.fromEntries(hosts.map(([host]) => [plainName(host), {}]));
  files[paths.hosts] = `${JSON.stringify({ all: { hosts: listed } })}\n`;
  for (const [host, values] of hosts) {
    // Template text in a password stays text.
    const unsafe = Object.entries(values).map(([name, text]) => [name, { __ansible_unsafe: text }]);
    files[paths.hostVars(host)] = `${JSON.stringify(Object.fromEntries(unsafe))}\n`;
  }
  return files;
}

function plainName(host: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(host)) return host;
  const message = "A host that is given a secret has no plain name.";
  throw new AppError("run_refused", { message, details: { host: host.slice(0, 100) } });
}

const redactionsSchema = z.array(z.string());

/** What must not leave a run, as a file beside it that no sandbox sees: whoever takes the run up needs no key for it. */
export function renderRedactions(redactions: readonly string[]): string {
  return JSON.stringify(redactions);
}

/** The values that a run was prepared with; none where it was given none, or they are forgotten already. */
export function readRedactions(runDir: string): string[] {
  try {
    return redactionsSchema.parse(JSON.parse(readFileSync(runPaths(runDir).redactions, "utf8")));
  } catch {
    return [];
  }
}
