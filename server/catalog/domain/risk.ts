import type { Risk } from "#server/contracts/common.ts";
import type { Verb } from "#server/contracts/request.ts";
import { shortModule, type TaskMark } from "./ansible-tasks.ts";

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

const readOnly = `debug assert fail set_fact setup gather_facts stat find slurp ping wait_for wait_for_connection meta
  group_by add_host pause set_stats package_facts service_facts include_vars uri getent validate_argument_spec
  docker_host_info docker_container_info docker_image_info command_info mount_facts fetch async_status win_ping
  win_stat xml_info`;
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
const readOnlyModules = new Set(readOnly.split(/\s+/));
const knownModules = new Set([...readOnlyModules, ...ordinary.split(/\s+/)]);
const knownCollections =
  /^(ansible\.(builtin|posix|legacy|netcommon|utils)|community\.(general|docker|crypto|mysql|postgresql|grafana|libvirt|zabbix|dns|mongodb|proxysql|rabbitmq|routeros|network|windows|sops|hashi_vault)|containers\.podman|kubernetes\.core)\./;

/** True when every module only looks: nothing on the host can change. */
export function onlyReads(modules: readonly string[], marks: ReadonlySet<TaskMark>): boolean {
  const commands = ["runs_command", "runs_destructive_command", "sends_request"] as const;
  if (commands.some((mark) => marks.has(mark))) return false;
  return modules.every((module) => {
    const short = shortModule(module);
    return readOnlyModules.has(short) || (isCommand(short) && marks.has("runs_read_only_command"));
  });
}

function isCommand(short: string): boolean {
  return ["command", "shell", "raw", "script"].includes(short);
}

/** True when a second run cannot do harm: declarative modules only, no commands of unknown effect. */
export function looksIdempotent(modules: readonly string[], marks: ReadonlySet<TaskMark>): boolean {
  const unsure = ["runs_command", "runs_destructive_command", "sends_request"] as const;
  if (unsure.some((mark) => marks.has(mark))) return false;
  return modules.every(
    (module) => knownModules.has(shortModule(module)) && shortModule(module) !== "reboot",
  );
}

/** Decides how dangerous an entry is, with reasons that an owner understands. Never looks at its own description. */
export function assessRisk(facts: RiskFacts): { risk: Risk; riskReasons: string[] } {
  const high = highReasons(facts);
  const medium = mediumReasons(facts);
  const reasons = [...high, ...medium];
  if (high.length > 0) return { risk: "high", riskReasons: reasons.slice(0, 6) };
  if (medium.length > 0) return { risk: "medium", riskReasons: reasons.slice(0, 6) };
  return onlyReads(facts.modules, facts.marks)
    ? { risk: "low", riskReasons: ["only looks, changes nothing"] }
    : { risk: "low", riskReasons: ["changes files and services of its own, without root"] };
}

function highReasons(facts: RiskFacts): string[] {
  const shorts = facts.modules.map(shortModule);
  const reasons = new Set(shorts.flatMap((short) => riskyModules[short] ?? []));
  if (facts.marks.has("runs_destructive_command"))
    reasons.add("runs a command that deletes or stops things");
  if (facts.verbs.includes("remove")) reasons.add("removes a service or its data");
  if (facts.verbs.includes("restore")) reasons.add("overwrites present data with an older copy");
  const unknown = facts.modules.filter(
    (module) => !knownModules.has(shortModule(module)) && !knownCollections.test(module),
  );
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
  if (facts.marks.has("runs_command")) reasons.push("runs shell commands");
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
