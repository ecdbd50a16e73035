import type { ShellWord } from "./shell-reader.ts";

/** Which arguments of a program leave everything as it is. */
type Rule = (args: readonly ShellWord[]) => boolean;

interface Options {
  /** Short options without a value, also joined: "alh". */
  readonly flags?: string;
  /** Long options, with or without `=value`. */
  readonly long?: string;
  /** Options, short or long, that take the next word. */
  readonly valued?: string;
  /** What other words may be; absent: there may be none. */
  readonly operand?: RegExp;
  /** Words that are only known at run time may stand among the operands, because no option of the program does harm here. */
  readonly templates?: boolean;
}

const maxArguments = 200;

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const any = /^/;
/** A name, path or address: nothing that a program could read as something else. */
const plain = /^[\w./:@%+,-]*$/;

function only(options: Options): Rule {
  const long = new Set(words(options.long ?? ""));
  const valued = new Set(words(options.valued ?? ""));
  const rule = (args: readonly ShellWord[]): boolean => {
    const [word, ...rest] = args;
    if (word === undefined) return true;
    if (valued.has(word.text)) return isValue(rest[0], options) && rule(rest.slice(1));
    return isAllowedWord(word, options, { long, valued }) && rule(rest);
  };
  return (args) => args.length <= maxArguments && rule(args);
}

/** Some options take a value only where the next word looks like one, so what looks like an option is none. */
function isValue(word: ShellWord | undefined, { templates }: Options): boolean {
  if (word === undefined || (word.isTemplated && templates !== true)) return false;
  return !word.text.startsWith("-") || /^-\d/.test(word.text);
}

function isAllowedWord(
  word: ShellWord,
  { flags = "", operand, templates }: Options,
  { long, valued }: { long: ReadonlySet<string>; valued: ReadonlySet<string> },
): boolean {
  const { text } = word;
  if (word.isTemplated) return templates === true && operand !== undefined;
  if (text.startsWith("--")) {
    const name = text.split("=")[0] ?? "";
    return long.has(name) || (text.includes("=") && valued.has(name));
  }
  if (text.startsWith("-") && text.length > 1) {
    if (long.has(text)) return true;
    const isCluster = [...text.slice(1)].every((letter) => flags.includes(letter));
    return isCluster || valued.has(text.slice(0, 2));
  }
  return operand?.test(text) ?? false;
}

/** The first word that is no option is a subcommand of the list; what its rule says of the words behind it holds. */
function sub(commands: Readonly<Record<string, Rule>>, before: Options = {}): Rule {
  const options = only(before);
  const valued = new Set(words(before.valued ?? ""));
  return (args) => {
    let at = 0;
    while (args[at]?.text.startsWith("-") === true) at += valued.has(args[at]?.text ?? "") ? 2 : 1;
    const command = args[at];
    if (command === undefined || command.isTemplated || !options(args.slice(0, at))) return false;
    const rule = Object.hasOwn(commands, command.text) ? commands[command.text] : undefined;
    return rule?.(args.slice(at + 1)) ?? false;
  };
}

const all = (names: string, rule: Rule): Readonly<Record<string, Rule>> =>
  Object.fromEntries(words(names).map((name) => [name, rule]));

const free: Rule = () => true;
const nothing = only({});

const systemctl: Options = {
  flags: "alqr",
  long: "--no-pager --all --full --quiet --plain --no-legend --failed --user --system --value --recursive --version",
  valued: "-p --property -t --type --state -n --lines -o --output",
  operand: /^[^-]/,
  templates: true,
};
const composeReads = {
  ...all("ps ls images top logs version port", free),
  config: only({ flags: "q", long: "--quiet --services --images --volumes --profiles" }),
};
const containers: Readonly<Record<string, Rule>> = {
  ...all("ps images info version inspect logs stats top port diff history", free),
  container: sub(all("ls list ps inspect logs top port stats diff", free)),
  image: sub(all("ls list inspect history", free)),
  network: sub(all("ls list inspect", free)),
  volume: sub(all("ls list inspect", free)),
  system: sub(all("df info", free)),
  context: sub(all("ls show", free)),
  node: sub(all("ls ps inspect", free)),
  service: sub(all("ls ps inspect logs", free)),
  stack: sub(all("ls ps services", free)),
  compose: sub(composeReads, { valued: "-f --file -p --project-name" }),
};
const fields = /^(?:NR ?[=><!]=? ?\d+ ?)?\{ ?print (?:\$(?:\d+|NF))(?:, ?\$(?:\d+|NF))* ?\}$/;

/** `awk` whose program prints fields, and nothing else: its language can write files and run commands. */
const awk: Rule = (args) => {
  const separated = args[0]?.text === "-F" ? 2 : /^-F.$/.test(args[0]?.text ?? "") ? 1 : 0;
  const [program, ...files] = args.slice(separated);
  return fields.test(program?.text ?? "") && files.every(isPlainOperand);
};

/** `sed -n` that prints lines by number. */
const sed: Rule = ([option, script, ...files]) =>
  option?.text === "-n" &&
  /^\d+(?:,(?:\d+|\$))?p$/.test(script?.text ?? "") &&
  files.every(isPlainOperand);

function isPlainOperand({ text, isTemplated }: ShellWord): boolean {
  return !isTemplated && !text.startsWith("-") && plain.test(text);
}

const find: Rule = (args) => {
  const predicates = new Set(
    words(`-name -iname -path -ipath -type -maxdepth -mindepth -mtime -mmin -atime -ctime -size -newer -user -group
      -perm -print -print0 -ls -not -o -a -and -or -empty -xdev -mount -regex -iregex -L -H -P -links -nouser -nogroup`),
  );
  return args.every(({ text, isTemplated }) => {
    return (
      !isTemplated &&
      (!text.startsWith("-") || /^-\d+[A-Za-z]?$/.test(text) || predicates.has(text))
    );
  });
};

/** A request that reads. What a header, a query or a file could carry elsewhere stays out. */
const curl: Rule = (args) => {
  const options = only({
    flags: "sSfLIkvg46i",
    long: "--silent --show-error --fail --head --location --insecure --verbose --include --compressed --ipv4 --ipv6",
    valued: "-m --max-time --connect-timeout --retry --retry-delay -o --output -w --write-out",
    operand: /^https?:\/\/[\w.:[\]/?&=%,~+-]+$/,
  });
  const isHarmless = args.every(({ text }, at) => {
    const value = args[at + 1]?.text ?? "";
    if (text === "-o" || text === "--output") return value === "/dev/null";
    if (text === "-w" || text === "--write-out") return /^(?:%\{\w+\}|\\n|[\w :,-])+$/.test(value);
    return !/^-(?:[ow].|-(?:output|write-out)=)/.test(text);
  });
  return isHarmless && options(args);
};

const ipObjects = all(
  "a addr address r route l link n neigh neighbour rule maddr",
  (args) => args.length === 0 || ["show", "list", "ls", "get"].includes(args[0]?.text ?? ""),
);

/** Programs of which no argument at all changes anything. */
const harmless = `cat tac nl head tail wc cut tr rev basename dirname readlink realpath pwd id groups whoami logname uname
  arch nproc uptime printenv getent true false echo printf test [ expr seq ls stat df du free lsblk lscpu lsmem lsmod
  lsusb ps pgrep pidof who w last grep egrep fgrep md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum
  cmp comm paste join fold column findmnt mountpoint jq pg_isready dig host vmstat iostat mpstat getfacl lsattr namei
  getcap getenforce sestatus which od strings base64 lsb_release locale`;

const rules: Readonly<Record<string, Rule>> = {
  ...all(harmless, free),
  ...all(
    "python python3 ansible ansible-playbook node npm ruby perl php redis-server",
    // Nothing shorter: of some of these "-v" is an option beside the program that they would read from their input.
    (args) => args.length === 1 && args[0]?.text === "--version",
  ),
  nginx: (args) => args.length === 1 && /^-[vV]$/.test(args[0]?.text ?? ""),
  apt: sub({ list: only({ long: "--installed --upgradable", flags: "a", operand: plain }) }),
  "apt-cache": sub(all("policy show search madison depends rdepends", only({ operand: plain }))),
  "apt-mark": sub(all("showhold showmanual showauto", only({ operand: plain }))),
  awk,
  command: ([option, ...names]) =>
    /^-[vV]$/.test(option?.text ?? "") && names.every(isPlainOperand),
  crontab: (args) => args[0]?.text === "-l" && only({ flags: "l", valued: "-u" })(args),
  curl,
  date: only({
    flags: "uIR",
    long: "--utc --iso-8601 --rfc-3339",
    valued: "-d --date",
    operand: /^\+/,
  }),
  dmesg: only({ flags: "THkx", long: "--ctime --level --facility", valued: "-l" }),
  diff: only({ flags: "urqNabwy", long: "--brief --recursive", operand: plain }),
  docker: sub(containers),
  podman: sub(containers),
  "docker-compose": sub(composeReads, { valued: "-f --file -p --project-name" }),
  dpkg: only({
    flags: "lsLS",
    long: "--list --status --listfiles --search --print-architecture --get-selections",
    operand: plain,
  }),
  "dpkg-query": only({
    flags: "lsLSW",
    long: "--list --status --show",
    valued: "-f --showformat",
    operand: plain,
  }),
  file: only({ flags: "biLs", long: "--mime-type --mime --brief", operand: plain }),
  find,
  git: sub(
    {
      "rev-parse": only({ long: "--short --abbrev-ref --verify --show-toplevel", operand: plain }),
      branch: (args) => args.length === 1 && args[0]?.text === "--show-current",
      remote: (args) => args.length === 0 || (args.length === 1 && args[0]?.text === "-v"),
    },
    { valued: "-C" },
  ),
  hostname: only({ flags: "fsdiIAy", long: "--fqdn --short --domain --all-fqdns" }),
  hostnamectl: (args) => args.length === 0 || (args.length === 1 && args[0]?.text === "status"),
  ip: sub(ipObjects, { flags: "46osdjp", long: "-br -brief -json -4 -6 -o" }),
  iptables: only({ flags: "LSnv", long: "--line-numbers", valued: "-t", operand: /^[A-Z][\w-]*$/ }),
  journalctl: only({
    flags: "bkqrxe",
    long: "--no-pager --boot --dmesg --quiet --reverse --unit --lines --since --until --output --priority --user --disk-usage",
    valued: "-u -n -p -o -t -S -U -g --unit --lines --since --until --output --priority --grep",
  }),
  kubectl: sub(
    all(
      "get describe logs top version api-resources",
      only({
        flags: "A",
        long: "--all-namespaces --no-headers --namespace --output --selector --tail --client --short",
        valued: "-n -o -l -c --namespace --selector --output",
        operand: plain,
      }),
    ),
    { valued: "-n --namespace" },
  ),
  lsof: only({ flags: "inPut", valued: "-p", operand: plain }),
  lspci: only({ flags: "vnkD" }),
  lvs: only({ long: "--noheadings --units", valued: "-o --units" }),
  pvs: only({ long: "--noheadings --units", valued: "-o --units" }),
  vgs: only({ long: "--noheadings --units", valued: "-o --units" }),
  mount: only({ flags: "l" }),
  netstat: only({ flags: "tulnpaerisW" }),
  nft: (args) => args[0]?.text === "list" && args.every(isPlainOperand),
  "nvidia-smi": only({ flags: "Lq", long: "--query-gpu --format" }),
  ping: only({ flags: "46nq", valued: "-c -W -w -i", operand: plain }),
  pip: sub(all("list show freeze", only({ long: "--format --outdated", operand: plain }))),
  pip3: sub(all("list show freeze", only({ long: "--format --outdated", operand: plain }))),
  "redis-cli": sub(all("ping info dbsize", nothing)),
  resolvectl: sub({ status: nothing, query: only({ operand: plain }) }),
  rpm: (args) => /^-q[ailcdf]*$/.test(args[0]?.text ?? "") && args.slice(1).every(isPlainOperand),
  sed,
  sensors: only({ flags: "ujA" }),
  smartctl: only({ flags: "aHiAxj", long: "--all --health --info --json --scan", operand: plain }),
  snap: sub({ list: only({ operand: plain }), info: only({ operand: plain }) }),
  sort: only({
    flags: "bdfghinrRuVz",
    long: "--numeric-sort --reverse --unique --human-numeric-sort --version-sort",
    valued: "-k -t",
    operand: plain,
  }),
  ss: only({ flags: "tulnpaxeimsro460H", long: "--no-header" }),
  sysctl: only({ flags: "nae", operand: /^[\w./-]+$/ }),
  systemctl: sub(
    all(
      `status is-active is-enabled is-failed is-system-running show cat list-units list-unit-files list-timers
       list-sockets list-dependencies get-default show-environment`,
      only(systemctl),
    ),
    systemctl,
  ),
  tar: ([mode, file, ...names]) =>
    /^-?t[vzJj]*f$/.test(mode?.text ?? "") &&
    /^[\w./+,-]+$/.test(file?.text ?? "") &&
    [...(file === undefined ? [] : [file]), ...names].every(isPlainOperand),
  timedatectl: (args) =>
    args.length === 0 || (["status", "show"].includes(args[0]?.text ?? "") && args.length === 1),
  top: (args) =>
    args[0]?.text.startsWith("-b") === true && only({ flags: "bn1", valued: "-n" })(args),
  ufw: sub({ status: only({ operand: /^(?:verbose|numbered)$/ }) }),
  uniq: only({ flags: "cdiu", long: "--count --repeated --unique" }),
  vcgencmd: sub({ measure_temp: nothing, get_throttled: nothing, version: nothing }),
  zfs: sub(all("list get", only({ flags: "Hpr", valued: "-o -t -s", operand: any }))),
  zpool: sub(all("list status", only({ flags: "vxPLpH", valued: "-o", operand: plain }))),
};

/** A program by its bare name, or where systems keep their own; anything else may be a look-alike. */
const programPattern = /^(?:\/(?:usr\/)?s?bin\/)?([a-z0-9][a-z0-9._+-]*|\[)$/;

/** True for a simple command that is known to read and to change nothing, with every one of its arguments. */
export function isReadingProgram([program, ...args]: readonly ShellWord[]): boolean {
  if (program === undefined || program.isQuoted || program.isTemplated) return false;
  const name = programPattern.exec(program.text)?.[1] ?? "";
  return Object.hasOwn(rules, name) && (rules[name]?.(args) ?? false);
}
