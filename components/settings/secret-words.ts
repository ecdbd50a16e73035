import type { Secret, SecretKind, SecretScope } from "#server/contracts/secret.ts";

/** How a kind of secret reads, and what it is good for. */
interface KindWords {
  readonly name: string;
  readonly hint: string;
  /** Where secrets of this kind can hold; the first is offered first. */
  readonly scopes: readonly SecretScope[];
  /** Spans several lines. */
  readonly isLong?: true;
}

const hostScopes: readonly SecretScope[] = ["repository", "group", "host", "global"];
const own: readonly SecretScope[] = ["global", "repository"];

/** Every kind, in the order in which people need them. */
export const secretKinds: Readonly<Record<SecretKind, KindWords>> = {
  become_password: {
    name: "Become password",
    hint: "What sudo asks for on the hosts.",
    scopes: hostScopes,
  },
  vault_password: {
    name: "Vault password",
    hint: "Opens files encrypted with ansible-vault.",
    scopes: ["repository", "global"],
  },
  ssh_password: {
    name: "SSH password",
    hint: "Signs in where no key is accepted.",
    scopes: hostScopes,
  },
  ssh_key: {
    name: "SSH private key",
    hint: "Signs in instead of Chiffon's own key. Runs use it through an agent and cannot read it.",
    scopes: hostScopes,
    isLong: true,
  },
  variable_value: {
    name: "Value of a variable",
    hint: "Its name is the variable's name.",
    scopes: hostScopes,
    isLong: true,
  },
  repository_credential: {
    name: "Repository credential",
    hint: "Lets git read a private repository.",
    scopes: ["repository", "global"],
  },
  webhook_secret: { name: "Webhook secret", hint: "Signs what webhooks send.", scopes: own },
  api_key: {
    name: "API key",
    hint: "Opens another service. A dynamic inventory of its repository gets it as the environment variable of its name.",
    scopes: ["repository", "global"],
  },
};

/** The choices for where a secret holds. */
export const scopeNames: Readonly<Record<SecretScope, string>> = {
  global: "Everywhere",
  repository: "One repository",
  group: "A group of hosts",
  host: "One host",
};

/** Where a secret holds, in words. */
export function placeText(
  { scope, reference, repositoryId, requestId }: Secret,
  repositoryNames: ReadonlyMap<string, string>,
): string {
  const repository = repositoryNames.get(repositoryId ?? "") ?? "a repository";
  const where = {
    global: "everywhere",
    repository: `all of ${repository}`,
    group: `group ${reference} of ${repository}`,
    host: `host ${reference} of ${repository}`,
  }[scope];
  return requestId === null ? where : `${where}, for one plan only`;
}
