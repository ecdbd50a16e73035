import type { Cause, PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { SecretTrouble } from "#server/contracts/runner.ts";
import { shortened } from "./shortened.ts";

const mostAdvice = 5;

/** What advice is drawn from. */
export interface AdviceFacts {
  readonly cause: Cause;
  readonly secretTrouble: SecretTrouble | null;
  readonly comparison: PostMortemReport["comparison"];
  /** The limit of the task that failed; null where none ran. */
  readonly timeoutSeconds: number | null;
}

/** What to look at or do first, in sentences; at most 5, and at least one. */
export function adviseOn(facts: AdviceFacts): string[] {
  const { cause, secretTrouble } = facts;
  const first = secretTrouble === null ? kindAdvice(facts) : [passwordAdvice(secretTrouble)];
  const known = signs.flatMap((sign) => adviceOf(sign, cause));
  const found = [...new Set([...first, ...known.slice(0, 2), ...changeAdvice(facts)])];
  return found.length > 0 ? found.slice(0, mostAdvice) : [`${outputAdvice(cause)}.`];
}

function outputAdvice({ runId }: Cause): string {
  return runId === null
    ? "Plan it again"
    : "Read the end of the output below, or open the whole run";
}

function passwordAdvice({ kind, problem, hosts }: SecretTrouble): string {
  const what = {
    become_password: "sudo password",
    vault_password: "vault password",
    ssh_password: "sign-in password",
  }[kind];
  const where = hosts.length === 0 ? "" : ` for ${hosts.slice(0, 3).join(", ")}`;
  return problem === "missing"
    ? `Give the ${what}${where} under Settings → Secrets, then plan it again.`
    : `Give the right ${what}${where} on the request’s card, then plan it again.`;
}

function kindAdvice({ cause, timeoutSeconds }: AdviceFacts): string[] {
  const host = cause.host ?? "the host";
  switch (cause.kind) {
    case "unreachable":
      return [
        `See whether ${host} is on and answers: “Test connection” under Fleet says what is wrong.`,
      ];
    case "time_limit": {
      const limit = timeoutSeconds === null ? "its limit" : `the limit of ${timeoutSeconds} s`;
      return [
        `See what “${cause.ansibleTask ?? cause.taskName}” waits for on ${host}. If it needs longer than ${limit}, give the playbook more time.`,
      ];
    }
    case "check":
      return [
        `The playbook succeeded, so look at the service itself on ${host}: whether it runs, and whether it listens where the check looks.`,
      ];
    case "expired":
      return ["Plan it again and approve it when it can run at once."];
    default:
      return [];
  }
}

/** What a message gives away, and what helps. `$1` is what the pattern caught. */
interface Sign {
  readonly pattern: RegExp;
  readonly advice: (caught: string, host: string) => string;
}

const signs: readonly Sign[] = [
  {
    pattern: /no space left on device|errno 28|disk quota exceeded|file too large/i,
    advice: (_caught, host) => `Make room on ${host}: the disk or a limit on it is full.`,
  },
  {
    pattern:
      /address already in use|port is already allocated|port ['"“]?(\d+)['"”]? is (?:in use|taken)/i,
    advice: (caught, host) =>
      `Something else on ${host} uses ${caught === "" ? "that port" : `port ${caught}`}: stop it, or choose another port.`,
  },
  {
    pattern:
      /no package matching ['"]?([\w.+:-]+)|unable to locate package ([\w.+:-]+)|package ['"]?([\w.+:-]+)['"]? (?:is )?not (?:found|available)|no matching distribution found for ([\w.+:-]+)/i,
    advice: (caught) =>
      `The package ${caught} was not found: check its name, and whether its package source is set up and up to date.`,
  },
  {
    pattern: /['"]([\w.]+)['"] is undefined|has no attribute ['"]([\w.]+)['"]/i,
    advice: (caught) =>
      `Nothing sets “${caught}”: set it in the inventory or the playbook, or correct its name.`,
  },
  {
    pattern: /host key verification failed|remote host identification has changed/i,
    advice: (_caught, host) =>
      `The key of ${host} is not the one that is pinned. If the machine was set up anew, test its connection and pin the new key.`,
  },
  {
    pattern: /permission denied \(|authentication (?:failed|failure)/i,
    advice: (_caught, host) => `Let Chiffon’s key sign in to ${host}, or give its password.`,
  },
  {
    pattern: /permission denied|operation not permitted|must be root|requires? root/i,
    advice: () => "The step lacks rights: it may need `become: true`, or another owner or mode.",
  },
  {
    pattern:
      /temporary failure in name resolution|could not resolve host|name or service not known/i,
    advice: (_caught, host) => `A name could not be looked up: check the DNS that ${host} uses.`,
  },
  {
    pattern: /couldn't resolve module\/action ['"]?([\w.]+)/i,
    advice: (caught) =>
      `The module ${caught} is not installed: install the collection that it comes from.`,
  },
  {
    pattern:
      /([\w./+-]{1,200}): no such file or directory|could not find or access ['"]?([\w./+-]+)|no such file or directory/i,
    advice: (caught) =>
      caught === "" ? "A file that the step needs is missing." : `The file ${caught} is missing.`,
  },
];

function adviceOf({ pattern, advice }: Sign, { message, host }: Cause): string[] {
  const found = pattern.exec(message.slice(0, 20_000));
  if (found === null) return [];
  const caught = found.slice(1).find((group) => group !== undefined) ?? "";
  return [advice(shortened(caught, 100), host ?? "the host")];
}

/** Where to look first because it was not so when it last ran well. */
function changeAdvice({ cause, comparison }: AdviceFacts): string[] {
  if (comparison.kind !== "compared") return [];
  const { commits, variables, versions } = comparison.differences;
  const touched = (commits?.touched ?? []).map(({ path }) => path);
  const own = touched.find((path) => cause.place?.startsWith(`${path}:`) === true);
  if (own !== undefined)
    return [`${own}, where it failed, changed since the last good run: look there first.`];
  const [file] = touched;
  if (file !== undefined)
    return [
      touched.length === 1
        ? `${file} changed since the last good run: look there first.`
        : `${touched.length} of its files changed since the last good run: look there first.`,
    ];
  const [value] = [...variables, ...versions];
  return value === undefined
    ? []
    : [
        `“${value.name}” was ${value.before ?? "not set"} at the last good run and is ${value.after ?? "not set"} now: try it as it was.`,
      ];
}
