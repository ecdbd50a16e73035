import { builtinModule, shortModule, type TaskMark } from "#server/ansible/ansible-tasks.ts";
import type { Doubt } from "#server/ansible/doubts.ts";
import type { Risk } from "#server/contracts/common.ts";
import type { Verb } from "#server/contracts/request.ts";
import type { ScannedEntry } from "./scan-types.ts";

/** Facts that risk is decided from. */
export interface RiskFacts {
  readonly modules: readonly string[];
  readonly marks: ReadonlySet<TaskMark>;
  readonly verbs: readonly Verb[];
  readonly usesBecome: boolean;
  /** Modules and plugins that the repository itself carries. */
  readonly ownCode: boolean;
  readonly dynamicIncludes: boolean;
}

/** Ansible's own modules that change nothing, here or there, whatever their arguments. */
const reading = `debug assert fail set_fact setup gather_facts stat find slurp ping wait_for wait_for_connection meta
  group_by pause set_stats package_facts service_facts mount_facts uri getent validate_argument_spec`;
/** The same of other collections, under the short name that leads to them too. */
const readingElsewhere: Readonly<Record<string, string>> = {
  "community.docker":
    "docker_host_info docker_container_info docker_image_info docker_network_info docker_volume_info",
  "ansible.windows": "win_ping win_stat",
};
/** What makes a playbook a report rather than a deployment; says nothing about risk. */
const reporting = `${reading} add_host include_vars docker_host_info docker_container_info docker_image_info command_info
  fetch async_status win_ping win_stat xml_info`;
const ordinary = `copy template file lineinfile blockinfile replace ini_file assemble tempfile synchronize unarchive
  archive get_url git subversion pip npm gem cargo package apt apt_key apt_repository deb822_repository dnf yum
  yum_repository rpm_key apk pacman zypper homebrew snap flatpak service systemd systemd_service cron user group
  authorized_key known_hosts hostname timezone locale_gen sysctl modprobe docker_container docker_compose
  docker_compose_v2 docker_image docker_image_pull docker_image_build docker_network docker_volume docker_login docker_stack
  docker_swarm docker_prune podman_container podman_image podman_network podman_pod podman_volume podman_secret
  podman_systemd quadlet k8s helm helm_repository helm_info k8s_info mysql_db mysql_user postgresql_db
  postgresql_user postgresql_privs postgresql_ext mongodb_user redis htpasswd openssl_privatekey openssl_csr
  openssl_csr_pipe x509_certificate x509_certificate_pipe x509_certificate_info openssl_dhparam
  openssl_privatekey_pipe acme_certificate openssh_keypair grafana_datasource
  grafana_dashboard mail slack discord telegram uptimerobot debconf alternatives dpkg_selections
  apt_rpm make xml acl seboolean selinux capabilities pam_limits ssh_config git_config mosquitto nmcli_info
  command shell raw script expect win_command win_shell reboot firewalld ufw iptables nftables parted filesystem mount
  lvol lvg zfs zpool luks_device nmcli interfaces_file netplan`;
const riskyModules: Readonly<Record<string, string>> = {
  reboot: "restarts the machine",
  win_reboot: "restarts the machine",
  parted: "changes disk partitions",
  filesystem: "formats a file system",
  lvg: "changes logical volumes",
  lvol: "changes logical volumes",
  zfs: "changes ZFS datasets",
  zpool: "changes ZFS pools",
  luks_device: "changes disk encryption",
  ufw: "changes the firewall",
  firewalld: "changes the firewall",
  iptables: "changes the firewall",
  nftables: "changes the firewall",
  nmcli: "changes the network",
  interfaces_file: "changes the network",
  netplan: "changes the network",
};
const reportingModules = new Set(reporting.split(/\s+/));
const knownModules = new Set([...reportingModules, ...ordinary.split(/\s+/)]);
const readingModules = new Set([
  ...reading.split(/\s+/),
  ...Object.entries(readingElsewhere).flatMap(([collection, names]) =>
    names.split(" ").flatMap((name) => [name, `${collection}.${name}`]),
  ),
]);
const knownCollections =
  /^(ansible\.(builtin|posix|legacy|netcommon|utils)|community\.(general|docker|crypto|mysql|postgresql|grafana|libvirt|zabbix|dns|mongodb|proxysql|rabbitmq|routeros|network|windows|sops|hashi_vault)|containers\.podman|kubernetes\.core)\./;
const readsOnly = "only reads: every step is a known reading module or command";

/** True for what reads like a report: modules that look, and commands of which their author says that they do. */
export function looksLikeReport(modules: readonly string[], marks: ReadonlySet<TaskMark>): boolean {
  const changes = ["runs_unclaimed_command", "runs_destructive_command", "sends_request"] as const;
  if (changes.some((mark) => marks.has(mark))) return false;
  return modules.every((module) => {
    const short = shortModule(module);
    return reportingModules.has(short) || isCommand(short);
  });
}

function isCommand(short: string): boolean {
  return ["command", "shell", "raw", "script"].includes(short);
}

/** True when every module and command is proven to only read. */
function onlyReads({ modules, marks }: RiskFacts): boolean {
  const changes = [
    ...(["runs_command", "runs_destructive_command", "sends_request"] as const),
    ...(["deletes_path", "deletes_object", "too_deep"] as const),
  ];
  if (changes.some((mark) => marks.has(mark))) return false;
  return modules.every((module) => {
    const own = builtinModule(module);
    return readingModules.has(own ?? module) || ["command", "shell", "raw"].includes(own ?? "");
  });
}

/** True when a second run cannot do harm: declarative modules only, no commands of unknown effect. */
export function looksIdempotent(modules: readonly string[], marks: ReadonlySet<TaskMark>): boolean {
  const unsure = ["runs_command", "runs_destructive_command", "sends_request"] as const;
  if (unsure.some((mark) => marks.has(mark))) return false;
  return modules.every((module) => isKnownModule(module) && shortModule(module) !== "reboot");
}

function isKnownModule(module: string): boolean {
  const own = builtinModule(module);
  return own === null ? knownCollections.test(module) : knownModules.has(own);
}

/**
 * Decides how dangerous an entry is, with reasons that an owner understands. Never looks at its own description, nor at
 * what it says of itself: *low* is what is proven to only read.
 */
export function assessRisk(facts: RiskFacts): Assessed {
  const high = highReasons(facts);
  const medium = mediumReasons(facts);
  const reasons = [...high, ...medium].slice(0, 6);
  if (high.length > 0) return { risk: "high", riskReasons: reasons };
  if (medium.length > 0) return { risk: "medium", riskReasons: reasons };
  return onlyReads(facts)
    ? { risk: "low", riskReasons: [readsOnly] }
    : { risk: "medium", riskReasons: ["changes files, services or settings, without root"] };
}

/** How dangerous something is, and why. */
export interface Assessed {
  readonly risk: Risk;
  readonly riskReasons: string[];
}

const doubtReasons: Readonly<Record<Doubt, string>> = {
  computed_values: "works out values in ways that may run something",
  environment: "sets the environment of its commands",
  ansible_settings: "changes how Ansible itself works",
  other_modules: "takes modules from other collections",
  other_hosts: "acts on hosts that the plan does not name",
  encrypted: "uses encrypted values, so not all of it can be read",
  unread: "uses files that could not be read in full",
  incomplete: "names roles or files that are not in the repository",
};

/** What seems to only read is no longer low where there is doubt about it. */
export function doubted<T extends Pick<ScannedEntry, "risk" | "riskReasons">>(
  assessed: T,
  doubts: Iterable<Doubt>,
): T {
  const reasons = [...doubts].map((doubt) => doubtReasons[doubt]);
  if (assessed.risk !== "low" || reasons.length === 0) return assessed;
  return { ...assessed, risk: "medium", riskReasons: reasons.sort().slice(0, 6) };
}

function highReasons(facts: RiskFacts): string[] {
  const shorts = facts.modules.map(shortModule);
  const reasons = new Set(shorts.flatMap((short) => riskyModules[short] ?? []));
  if (facts.marks.has("runs_destructive_command"))
    reasons.add("runs a command that deletes or stops things");
  if (facts.verbs.includes("remove")) reasons.add("removes a service or its data");
  if (facts.verbs.includes("restore")) reasons.add("overwrites present data with an older copy");
  const unknown = facts.modules.filter((module) => !isKnownModule(module));
  if (unknown.length > 0)
    reasons.add(`uses modules whose effect is not known: ${unknown.slice(0, 3).join(", ")}`);
  if (facts.ownCode) reasons.add("runs code that the repository carries (plugins or modules)");
  return [...reasons];
}

function mediumReasons(facts: RiskFacts): string[] {
  const shorts = new Set(facts.modules.map(shortModule));
  const has = (...names: string[]): boolean => names.some((name) => shorts.has(name));
  const reasons: string[] = [];
  if (facts.usesBecome) reasons.push("acts as root on the host");
  if (facts.marks.has("runs_command")) {
    reasons.push("runs commands; what they change is not known");
  }
  if (facts.marks.has("sends_request")) reasons.push("sends requests that may change something");
  if (facts.marks.has("deletes_path") || facts.marks.has("deletes_object")) {
    reasons.push("deletes files or objects");
  }
  if (has("apt", "dnf", "yum", "package", "pacman", "apk", "zypper", "snap")) {
    reasons.push("installs or changes system packages");
  }
  if (has("get_url", "unarchive", "git", "pip", "npm")) reasons.push("downloads software");
  if (has("user", "group", "authorized_key")) reasons.push("changes user accounts");
  if (facts.verbs.includes("stop") || facts.verbs.includes("restart")) {
    reasons.push("interrupts a running service");
  }
  if (facts.dynamicIncludes) reasons.push("includes files whose names are only known at run time");
  return reasons;
}
