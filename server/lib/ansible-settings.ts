import { whyIgnored } from "./ignored-setting.ts";

/** A file outside the repository that a setting names, whose content a person may store as a secret. */
export interface SettingOffer {
  readonly kind: "private_key" | "vault_password";
  readonly path: string;
}

/** A setting without effect. `name` is "section.key". */
export interface IgnoredSetting {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

/** What is taken over from a repository's `ansible.cfg`. Null where it says nothing, or nothing that is safe. */
export interface AnsibleSettings {
  /** As `place` resolved them. */
  readonly rolesPaths: readonly string[];
  readonly collectionsPaths: readonly string[];
  /** As it is written; whoever looks for inventories resolves it. */
  readonly inventory: string | null;
  readonly remoteUser: string | null;
  readonly become: boolean | null;
  readonly becomeMethod: string | null;
  readonly becomeUser: string | null;
  readonly forks: number | null;
  readonly timeoutSeconds: number | null;
  readonly pipelining: boolean | null;
  /** How long ssh keeps a connection open; 0 for not at all. */
  readonly controlPersistSeconds: number | null;
  readonly offers: readonly SettingOffer[];
  readonly ignored: readonly IgnoredSetting[];
}

type Draft = { -readonly [Key in keyof AnsibleSettings]: AnsibleSettings[Key] };

/** The settings of a repository without `ansible.cfg`. */
export const noSettings: AnsibleSettings = {
  rolesPaths: [],
  collectionsPaths: [],
  inventory: null,
  remoteUser: null,
  become: null,
  becomeMethod: null,
  becomeUser: null,
  forks: null,
  timeoutSeconds: null,
  pipelining: null,
  controlPersistSeconds: null,
  offers: [],
  ignored: [],
};

const maxText = 100_000;
const maxListed = 100;
const userPattern = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const outside = "It leads out of the repository.";

/**
 * Reads an `ansible.cfg`. Pure; never fails.
 *
 * @param place resolves a path of the file, or gives null for one that leads out of the repository
 */
export function readAnsibleSettings(
  text: string,
  place: (path: string) => string | null,
): AnsibleSettings {
  const settings: Draft = { ...noSettings, offers: [], ignored: [] };
  const offers: SettingOffer[] = [];
  const ignored: IgnoredSetting[] = [];
  for (const setting of parseIni(text)) {
    const taken = takeOver(settings, setting, { place, offers });
    if (taken === true || ignored.length >= maxListed) continue;
    const { name, value } = setting;
    ignored.push({
      name,
      value: value.slice(0, 200),
      why: taken === false ? whyIgnored(name) : taken,
    });
  }
  return { ...settings, offers: offers.slice(0, 20), ignored };
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** True when it is honoured; false, or why, when it is ignored. */
type Taken = boolean | string;
type Rule = (
  settings: Draft,
  value: string,
  context: { place: (path: string) => string | null; offers: SettingOffer[] },
) => Taken;

const rules: Readonly<Record<string, Rule>> = {
  "defaults.roles_path": (settings, value, { place }) => {
    settings.rolesPaths = pathsInside(value, place);
    return settings.rolesPaths.length > 0 || outside;
  },
  "defaults.collections_path": collectionsPath,
  "defaults.collections_paths": collectionsPath,
  "defaults.inventory": (settings, value) => {
    settings.inventory = value;
    return value !== "";
  },
  "defaults.remote_user": (settings, value) => {
    if (userPattern.test(value)) settings.remoteUser = value;
    return userPattern.test(value);
  },
  "privilege_escalation.become": (settings, value) => {
    settings.become = readFlag(value);
    return settings.become !== null;
  },
  "privilege_escalation.become_method": (settings, value) => {
    const isKnown = ["sudo", "su", "doas"].includes(value);
    if (isKnown) settings.becomeMethod = value;
    return isKnown || "Only sudo, su and doas are known to be safe.";
  },
  "privilege_escalation.become_user": (settings, value) => {
    if (userPattern.test(value)) settings.becomeUser = value;
    return userPattern.test(value);
  },
  "defaults.forks": (settings, value) => {
    settings.forks = readNumber(value, 50);
    return settings.forks !== null || "It must be a number from 1 to 50.";
  },
  "defaults.timeout": (settings, value) => {
    settings.timeoutSeconds = readNumber(value, 300);
    return settings.timeoutSeconds !== null || "It must be a number of seconds from 1 to 300.";
  },
  "defaults.pipelining": pipelining,
  "connection.pipelining": pipelining,
  "ssh_connection.pipelining": pipelining,
  "ssh_connection.ssh_args": (settings, value) => {
    settings.controlPersistSeconds = readControlPersist(value) ?? settings.controlPersistSeconds;
    const rest = value.replace(/-o\s*["']?Control(?:Persist|Master)\s*[= ]\s*\w+["']?/g, "").trim();
    return rest === "" && settings.controlPersistSeconds !== null;
  },
  "defaults.private_key_file": (_settings, value, { offers }) => {
    offers.push({ kind: "private_key", path: value.slice(0, 500) });
    return "Chiffon opens no key files of this machine. Store the key as a secret.";
  },
  "defaults.vault_password_file": (_settings, value, { offers }) => {
    offers.push({ kind: "vault_password", path: value.slice(0, 500) });
    return "Chiffon opens no password files. Store the vault password as a secret.";
  },
  "defaults.vault_identity_list": (_settings, value, { offers }) => {
    const paths = value.split(",").map((part) => part.trim());
    offers.push(
      ...paths.map((path) => ({ kind: "vault_password" as const, path: path.slice(0, 500) })),
    );
    return "Chiffon opens no password files. Store each vault password, with its id, as a secret.";
  },
};

function takeOver(settings: Draft, { name, value }: Setting, context: Parameters<Rule>[2]): Taken {
  return Object.hasOwn(rules, name) ? (rules[name]?.(settings, value, context) ?? false) : false;
}

function collectionsPath(settings: Draft, value: string, { place }: Parameters<Rule>[2]): Taken {
  settings.collectionsPaths = pathsInside(value, place);
  return settings.collectionsPaths.length > 0 || outside;
}

function pipelining(settings: Draft, value: string): Taken {
  settings.pipelining = readFlag(value);
  return settings.pipelining !== null;
}

function readFlag(value: string): boolean | null {
  if (/^(?:true|yes|on|1)$/i.test(value)) return true;
  return /^(?:false|no|off|0)$/i.test(value) ? false : null;
}

function readNumber(value: string, largest: number): number | null {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= largest ? number : null;
}

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };
const maxPersistSeconds = 3600;

/** The value alone: whatever else stands there is never passed on. */
function readControlPersist(value: string): number | null {
  const match = /ControlPersist\s*[= ]\s*(?:(no|yes)\b|(\d{1,5})([smh]?)\b)/i.exec(value);
  if (match === null) return null;
  const [, word, number = "0", unit = ""] = match;
  if (word !== undefined) return word.toLowerCase() === "no" ? 0 : maxPersistSeconds;
  return Math.min(Number(number) * (unitSeconds[unit.toLowerCase()] ?? 1), maxPersistSeconds);
}

/** Variables and home directories are never inside. */
function pathsInside(value: string, place: (path: string) => string | null): string[] {
  return value.split(":").flatMap((entry) => {
    const path = entry.trim();
    return path === "" || /[$~{},\0]/.test(path) ? [] : (place(path) ?? []);
  });
}

function parseIni(text: string): Setting[] {
  const settings: Setting[] = [];
  let section = "defaults";
  for (const raw of text.slice(0, maxText).split(/\r?\n/)) {
    const line = raw
      .replace(/^\s*[#;].*$/, "")
      .replace(/\s;.*$/, "")
      .trim();
    const heading = /^\[([^\]]+)\]/.exec(line);
    if (heading !== null) section = (heading[1] ?? "").trim().toLowerCase();
    const pair = heading === null ? /^([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/.exec(line) : null;
    if (pair === null) continue;
    settings.push({
      name: `${section}.${(pair[1] ?? "").toLowerCase()}`,
      value: (pair[2] ?? "").trim(),
    });
  }
  return settings;
}
