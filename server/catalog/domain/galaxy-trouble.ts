import type { Requirement } from "#server/contracts/dependency.ts";

/** How a call of ansible-galaxy ended badly. */
export interface GalaxyFailure {
  readonly cause: "exit" | "timeout" | "too_large" | "no_tool";
  /** The end of what it printed. */
  readonly said: string;
  readonly timeoutSeconds: number;
  readonly maxMib: number;
}

/** A failure in words: what happened, and what to try. */
export interface Trouble {
  readonly message: string;
  readonly fix: string;
}

const tryAgain = "Check the address and this machine's network, then press Install again.";

/** What is known to go wrong, by what git, Python or ansible-galaxy say of it. The first that fits is told. */
const known: readonly (readonly [pattern: RegExp, message: string, fix: string])[] = [
  [
    /terminal prompts disabled|could not read (?:Username|Password)|Authentication failed|Permission denied \(publickey|HTTP Code: 40[13]|HTTP Error 40[13]/i,
    "its source asks for a password or key.",
    "Make it readable without one, or put the role or collection into the repository. Chiffon gives no password to a source.",
  ],
  [
    /Host key verification failed/i,
    "the ssh key of its server is not known.",
    "Use the https address of the same repository.",
  ],
  [
    /infinite loop|redirect error|too many redirects/i,
    "its server redirects in a circle.",
    "Check the address in a browser; the server's own settings are at fault.",
  ],
  [
    /Mismatch artifact hash|checksum|does not match the expected hash|unexpected EOF|IncompleteRead/i,
    "its server sent something else than it promised.",
    "Press Install again; if it stays, the server or something on the way changes downloads.",
  ],
  [
    /specified version .* was not found|pathspec|did not match any file|Remote branch .* not found/i,
    "the version asked for is not there.",
    "Correct `version:` to one that exists, or leave it out for the newest.",
  ],
  [
    /Could not satisfy the following requirements|Failed to resolve the requested dependencies map/i,
    "no version of it fits all that is asked for.",
    "Loosen `version:` of it or of what needs it.",
  ],
  [
    /was not found on|HTTP Code: 404|HTTP Error 404|repository .* not found|[Rr]epository not found|does not exist/i,
    "it is not there.",
    "Check its name: a role is author.name, a collection namespace.name.",
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|certificate/i,
    "the certificate of its server is not trusted by this machine.",
    "Install the certificate's authority on this machine, or use another address.",
  ],
  [
    /Name or service not known|Temporary failure in name resolution|Could not resolve host|No route to host|Network is unreachable|Connection refused|Connection reset|Failed to connect|unable to access|urlopen error/i,
    "its server can't be reached.",
    tryAgain,
  ],
  [/timed out|timeout/i, "its server does not answer in time.", tryAgain],
  [
    /does not appear to be a valid tar|not appear to have a meta\/main|ReadError|not a gzip|Could not find galaxy\.yml|neither a collection/i,
    "what its address gives is no role or collection.",
    "Check that the address leads to the role's or collection's own folder or archive.",
  ],
  [
    /Expecting value|JSON|Unknown error when attempting|KeyError|unexpected content|not a valid Galaxy/i,
    "its server does not speak Galaxy's language.",
    "Check the address of the Galaxy server; a web page may stand in front of it.",
  ],
  [
    /MemoryError|Cannot allocate memory|File too large|No space left/i,
    "it is larger than can be taken.",
    "Free some space, or install it on this machine by hand.",
  ],
];

/** Says in words why a requirement could not be had, and what to try. */
export function describeTrouble({ cause, said, timeoutSeconds, maxMib }: GalaxyFailure): Trouble {
  switch (cause) {
    case "no_tool":
      return {
        message: "ansible-galaxy was not found on this machine.",
        fix: "Install Ansible (Debian: apt-get install ansible), then press Install again.",
      };
    case "timeout":
      return {
        message: `nothing came of it within ${timeoutSeconds} s.`,
        fix: tryAgain,
      };
    case "too_large":
      return {
        message: `it is larger than ${maxMib} MB, the most that is taken.`,
        fix: "Install it on this machine yourself (ansible-galaxy … -p /usr/share/ansible/collections), or ask for something smaller.",
      };
    case "exit":
      break;
  }
  // Ansible breaks its lines wherever they are long.
  const text = said.replace(/\s+/g, " ");
  const fit = known.find(([pattern]) => pattern.test(text));
  if (fit !== undefined) return { message: fit[1], fix: fit[2] };
  return { message: `ansible-galaxy says: ${lastLine(said)}`, fix: "See the output above." };
}

function lastLine(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.includes("--ignore-errors"));
  const telling = lines.findLast((line) => /ERROR|fatal|sorry|failed/i.test(line)) ?? lines.at(-1);
  return (telling ?? "nothing at all").replace(/^(?:\[?ERROR\]?!?:?|fatal:)\s*/i, "").slice(0, 300);
}

/** A requirement as it is called in messages: "role acme.web (requirements.yml:4)". */
export function labelOf({ kind, name, path, line, origin }: Requirement): string {
  if (origin !== "file" && origin !== "meta") return `${kind} ${name}`;
  return `${kind} ${name} (${path}${line === null ? "" : `:${line}`})`;
}
