import { type JumpHost, jumpHostSchema } from "#server/contracts/ssh.ts";
import { isTemplated } from "./values.ts";

/** What is taken from options for ssh: the way, and whether anything else stood there. */
export interface SshArguments {
  /** Nearest machine first; empty for a direct connection. */
  readonly jumps: readonly JumpHost[];
  /** Why not all of it is used; null where it is. */
  readonly problem: string | null;
}

const maxJumps = 5;
const onlyJumps = "Only -J and ProxyJump are taken from ansible_ssh_common_args.";

/**
 * Reads `ansible_ssh_common_args`: `-J user@gate:22` and `-o ProxyJump=…`, and nothing else. Such options can start
 * programs (`ProxyCommand`) and switch checks off, so they are never passed on as they are.
 */
export function readSshArguments(text: string): SshArguments {
  if (isTemplated(text)) return { jumps: [], problem: `${onlyJumps} A template is not.` };
  const words = splitWords(text);
  if (words === null) return { jumps: [], problem: onlyJumps };
  let jumps: readonly JumpHost[] = [];
  let isAll = true;
  for (let at = 0; at < words.length; at++) {
    const { spec, width } = jumpAt(words, at);
    // A word that belongs to no option would be taken for the name of a machine.
    if (words[at]?.startsWith("-") === false) return { jumps: [], problem: onlyJumps };
    const found = spec === null ? null : readJumps(spec);
    if (found === null) isAll = false;
    else jumps = found;
    at += width - 1;
  }
  return { jumps, problem: isAll ? null : onlyJumps };
}

/** The jump that the words from here on name, and how many words that are. */
function jumpAt(words: readonly string[], at: number): { spec: string | null; width: number } {
  const [word = "", next] = [words[at], words[at + 1]];
  if (word === "-J") return { spec: next ?? null, width: 2 };
  if (/^-J./.test(word)) return { spec: word.slice(2), width: 1 };
  if (word === "-o") return { spec: proxyJump(next ?? ""), width: 2 };
  return { spec: word.startsWith("-o") ? proxyJump(word.slice(2)) : null, width: 1 };
}

function proxyJump(option: string): string | null {
  return /^ProxyJump(?:=|\s+=?\s*)(\S+)$/i.exec(option)?.[1] ?? null;
}

function readJumps(spec: string): JumpHost[] | null {
  const parts = spec.split(",");
  if (parts.length > maxJumps) return null;
  const jumps: JumpHost[] = [];
  for (const part of parts) {
    const match = /^(?:([^@\s]+)@)?(?:\[([0-9A-Fa-f:]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(part);
    const parsed = jumpHostSchema.safeParse({
      user: match?.[1] ?? null,
      address: match?.[2] ?? match?.[3] ?? "",
      port: Number(match?.[4] ?? 22),
    });
    if (!parsed.success) return null;
    jumps.push(parsed.data);
  }
  return jumps;
}

/** Words and quotes; null for anything a shell would do more with. */
function splitWords(text: string): string[] | null {
  if (text.length > 1_000 || /[\\$`;&|<>\n]/.test(text)) return null;
  const words: string[] = [];
  const rest = text.replace(/(?:[^\s"']|"[^"]*"|'[^']*')+/g, (word) => {
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
    return "";
  });
  return rest.trim() === "" ? words : null;
}
