import { checkKindSchema, type ServiceCheck } from "#server/contracts/playbook.ts";

const defaultSeconds = 60;
const longestTarget = 500;
const maxWords = 50;

/** What each option may be, behind the target. */
const options = {
  timeout: /\s+timeout=(\d+)s?$/,
  status: /\s+status=(\d{3}(?:-\d{3})?)$/,
  text: /\s+text=("[^"]{1,200}"|'[^']{1,200}'|[^\s"']{1,200})$/,
  on: /\s+on=(host)$/,
} as const;
type Option = keyof typeof options;

interface Form {
  readonly start: RegExp;
  readonly takes: readonly Option[];
  /** What a target looks like; nothing may stand behind it. */
  readonly target: RegExp;
  readonly problem: string;
}

const optionWords =
  'behind the address it takes timeout=30, status=200 or 200-399, text="…" and on=host.';
const forms: Readonly<Record<ServiceCheck["kind"], Form>> = {
  http: {
    start: /^(?=https?:\/\/)/i,
    takes: ["timeout", "status", "text", "on"],
    target: /^https?:\/\/[^\s/]/i,
    problem: `chiffon:check=http:// is not understood: ${optionWords}`,
  },
  tcp: {
    start: /^tcp:\/\//i,
    takes: ["timeout", "on"],
    target: /^.+:.+$/,
    problem: "chiffon:check=tcp:// takes host:port, timeout=30 and on=host.",
  },
  systemd: {
    start: /^systemd:\s*/i,
    takes: ["timeout"],
    target: /^[^-]/,
    problem: "chiffon:check=systemd: takes the name of a unit.",
  },
  container: {
    start: /^container:\s*/i,
    takes: ["timeout"],
    target: /^[^-]/,
    problem: "chiffon:check=container: takes the name of a container.",
  },
  command: {
    start: /^command:\s*/i,
    takes: ["timeout"],
    target: /^/,
    problem:
      "chiffon:check=command: takes one program with its arguments; no shell reads it, so no |, ; or > can stand there.",
  },
};

/**
 * Reads what a playbook declares behind `chiffon:check=`: `http://host:port/path`, `tcp://host:port`, `systemd:UNIT`,
 * `container:NAME` or `command:PROGRAM ARGUMENTS`, then options.
 *
 * @returns the check, or what is wrong with it in one sentence
 */
export function readCheckLine(value: string): ServiceCheck | { readonly problem: string } {
  const text = value.trim();
  const kind = checkKindSchema.options.find((one) => forms[one].start.test(text));
  if (kind === undefined) return { problem: general };
  const { start, takes, target, problem } = forms[kind];
  const { rest, given } = takeOptions(text.replace(start, ""), takes);
  const argv = kind === "command" ? wordsOf(rest) : [];
  const isUnderstood =
    argv !== null && target.test(rest) && (kind === "command" || isOneWord(rest));
  if (!isUnderstood || rest.length > longestTarget) return { problem };
  return {
    kind,
    target: rest,
    timeoutSeconds: Math.min(600, Math.max(1, Number(given.get("timeout") ?? defaultSeconds))),
    ...httpOptions(given),
    ...(given.has("on") ? { listensOn: "127.0.0.1" } : {}),
    ...(kind === "command" ? { argv } : {}),
  };
}

const general =
  "chiffon:check takes http://…, https://…, tcp://host:port, systemd:UNIT, container:NAME or command:PROGRAM.";

/** Takes options off the end of a text, in whatever order they stand. */
function takeOptions(text: string, takes: readonly Option[]) {
  const given = new Map<Option, string>();
  let rest = text;
  for (let left = takes.length; left > 0; left -= 1) {
    const name = takes.find((one) => !given.has(one) && options[one].test(rest));
    if (name === undefined) break;
    given.set(name, options[name].exec(rest)?.[1] ?? "");
    rest = rest.replace(options[name], "");
  }
  return { rest: rest.trim(), given };
}

function httpOptions(
  given: ReadonlyMap<Option, string>,
): Pick<ServiceCheck, "status" | "bodyText"> {
  const [from, to = from] = (given.get("status") ?? "").split("-");
  const bodyText = given.get("text")?.replace(/^(["'])(.*)\1$/s, "$2");
  return {
    ...(from ? { status: { from: Number(from), to: Number(to) } } : {}),
    ...(bodyText === undefined ? {} : { bodyText }),
  };
}

function isOneWord(text: string): boolean {
  return !/\s/.test(text.replace(/\{\{.*?\}\}/g, ""));
}

const word = /(?:\{\{.*?\}\}|"[^"]*"|'[^']*'|[^\s"'])+/g;
const shellSign = /^(?:\|\|?|&&?|;|[0-9]?>>?(?:&[0-9])?|<<?)$|;$|^\$\(|`/;

/** The words of a command, their quotes taken off; null where it is none, or a shell would have to read it. */
function wordsOf(text: string): string[] | null {
  const found = text.match(word) ?? [];
  const isWhole = text.replace(word, "").trim() === "";
  const [program] = found;
  if (!isWhole || program === undefined || found.length > maxWords) return null;
  if (/\{[{%#]/.test(program) || found.some((one) => shellSign.test(one))) return null;
  return found.map((one) =>
    one.replace(/(\{\{.*?\}\})|"([^"]*)"|'([^']*)'/g, (_, template, double, single) =>
      String(template ?? double ?? single),
    ),
  );
}
