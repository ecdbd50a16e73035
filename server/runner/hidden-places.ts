import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RunProfile } from "#server/contracts/runner.ts";

/** Doors to more rights, and to databases, that a run against other machines never needs. */
const controlSockets = [
  "/run/docker.sock",
  "/run/podman",
  "/run/containerd",
  "/run/dbus",
  "/run/user",
  "/run/systemd/private",
  "/run/postgresql",
  "/run/mysqld",
  "/run/redis",
];

/** Where programs keep keys and tokens, below a home directory. */
const credentials = [
  ".ssh",
  ".gnupg",
  ".password-store",
  ".aws",
  ".azure",
  ".kube",
  ".docker/config.json",
  ".config/gh",
  ".config/gcloud",
  ".config/rclone",
  ".config/sops",
  ".config/op",
  ".git-credentials",
  ".netrc",
  ".pgpass",
  ".my.cnf",
  ".npmrc",
  ".pypirc",
  ".vault-token",
  ".vault_pass",
  ".vault_pass.txt",
  ".vault_password",
  ".ansible_vault_pass",
  ".bash_history",
];

/** Keys and passwords of this machine that only root reads: a run of root has no use for them elsewhere. */
const machineSecrets = ["/etc/shadow", "/etc/gshadow", "/etc/ssl/private"];
const maxHomes = 200;

/**
 * Paths of this machine, there or not, that no run of the profile may see, whoever wrote its playbook. Chiffon's own
 * data is not among them: whoever starts a run knows where that lies.
 */
export function hiddenPlaces(profile: RunProfile): string[] {
  if (profile === "unconfined") return [];
  const keys = [
    ...homes().flatMap((home) => credentials.map((name) => join(home, name))),
    ...hostKeys(),
  ];
  return profile === "isolated" ? [...keys, ...machineSecrets, ...controlSockets] : keys;
}

function homes(): string[] {
  const others = namesIn("/home")
    .slice(0, maxHomes)
    .map((name) => join("/home", name));
  return [...new Set([homedir(), "/root", ...others])];
}

/** The private keys by which this machine proves to others what it is. */
function hostKeys(): string[] {
  return namesIn("/etc/ssh")
    .filter((name) => /^ssh_host_\w+_key$/.test(name))
    .map((name) => join("/etc/ssh", name));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
