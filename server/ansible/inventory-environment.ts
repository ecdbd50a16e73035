import { asText, type Mapping } from "./values.ts";

/** What plugins read from the environment, by the option that says the same; as their documentation names both. */
const pluginVariables: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  proxmox: {
    PROXMOX_PASSWORD: ["password", "token_secret"],
    PROXMOX_TOKEN_ID: ["token_id", "password"],
    PROXMOX_TOKEN_SECRET: ["token_secret", "password"],
    PROXMOX_URL: ["url"],
    PROXMOX_USER: ["user"],
  },
  nb_inventory: { NETBOX_API: ["api_endpoint"], NETBOX_TOKEN: ["token"] },
  hcloud: { HCLOUD_TOKEN: ["api_token", "token"] },
  aws_ec2: {
    AWS_ACCESS_KEY_ID: ["access_key", "aws_access_key", "aws_access_key_id", "profile"],
    AWS_SECRET_ACCESS_KEY: ["secret_key", "aws_secret_key", "aws_secret_access_key", "profile"],
  },
  vultr: { VULTR_API_KEY: ["api_key"] },
  linode: { LINODE_ACCESS_TOKEN: ["access_token"] },
};

const maxNames = 20;
/** Variables that steer the programs themselves: nobody's to set. */
const reserved =
  /^(?:PATH|HOME|SHELL|USER|LOGNAME|LANG|TERM|PWD|TMPDIR|TZ|BASH\w*|IFS|ENV|NODE_\w*|CHIFFON_\w*|ANSIBLE_\w*|PYTHON\w*|LC_\w*|LD_\w*|DYLD_\w*|GIT_\w*|SSH_\w*|XDG_\w*|GLIBC_\w*|MALLOC_\w*|PERL\w*|RUBY\w*)$/;
/** How a program or template asks for a variable by name: Python, Jinja, Ruby and shells. */
const asks =
  /(?:environ(?:\.get\(|\[)|getenv\(|(?:lookup|query|q)\(\s*["'](?:ansible\.builtin\.)?env["']\s*,)\s*["']([A-Z][A-Z0-9_]{2,63})["']|ENV(?:\.fetch\(|\[)["']([A-Z][A-Z0-9_]{2,63})["']|\$\{?([A-Z][A-Z0-9_]{2,63})\b/g;

/**
 * Names of the environment variables that a dynamic inventory asks for, as its script or its plugin's settings say:
 * tokens and addresses that its owner may store for it. At most 20, sorted.
 *
 * @param settings the plugin's settings, null for a script
 */
export function environmentOf(text: string, settings: Mapping | null): string[] {
  const plugin = asText(settings?.["plugin"])?.split(".").at(-1) ?? "";
  const ofPlugin = Object.entries(pluginVariables[plugin] ?? {})
    .filter(([, options]) => options.every((option) => settings?.[option] === undefined))
    .map(([name]) => name);
  const named = [...text.matchAll(asks)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return [...new Set([...ofPlugin, ...named])]
    .filter((name) => !reserved.test(name))
    .sort()
    .slice(0, maxNames);
}
