import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { type AgentSettings, agentSettingsSchema } from "#server/contracts/agent-settings.ts";

/** Largest settings file, in characters. */
const maxLength = 65_536;

/** Where an agent's settings are looked for; the first that exists is read. */
export function settingsFiles(home = homedir()): string[] {
  return [path.join(home, ".chiffon/agent.yml"), "/etc/chiffon/agent.yml"];
}

/**
 * An agent's own settings: a file, and over it what the environment says.
 *
 * @param given.file read instead of those that are looked for; it must exist
 * @param given.overrides by key of the file, as text; lists with commas
 * @throws Error naming file or variable, the key, and what it takes
 */
export async function readAgentSettings(given: {
  readonly file: string | null;
  readonly overrides: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
}): Promise<AgentSettings> {
  const own = await fromFiles(given.file, given.files ?? settingsFiles());
  const said = fromEnvironment(given.overrides);
  return checked({ ...own, ...said }, "The agent's settings");
}

async function fromFiles(file: string | null, files: readonly string[]): Promise<AgentSettings> {
  if (file !== null) return fromText(file, await readFile(file, "utf8"));
  for (const each of files) {
    const text = await readFile(each, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw new Error(`${each} can't be read: ${error.message}`);
    });
    if (text !== null) return fromText(each, text);
  }
  return {};
}

function fromText(file: string, text: string): AgentSettings {
  if (text.length > maxLength) throw new Error(`${file}: larger than 64 KiB`);
  const { documents, warnings } = readYaml(file, text);
  const [warning] = warnings;
  if (warning !== undefined) {
    const line = warning.line === null ? "" : `, line ${warning.line}`;
    throw new Error(`${file}${line}: ${warning.message}`);
  }
  return checked(documents[0] ?? {}, file);
}

function fromEnvironment(overrides: Readonly<Record<string, string>>): AgentSettings {
  const lists = new Set(["work_types", "domains", "tags", "reaches"]);
  const numbers = new Set(["slots", "heartbeat_seconds", "offline_after_seconds"]);
  let settings: AgentSettings = {};
  for (const [key, text] of Object.entries(overrides)) {
    const value = lists.has(key) ? listOf(text) : numbers.has(key) ? Number(text) : text;
    settings = { ...settings, ...checked({ [key]: value }, `CHIFFON_AGENT_${key.toUpperCase()}`) };
  }
  return settings;
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function checked(value: unknown, where: string): AgentSettings {
  const parsed = agentSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: at, message }) => {
    const key = at.map(String).join(".");
    return key === "" || where.startsWith("CHIFFON_") ? message : `${key}: ${message}`;
  });
  throw new Error(`${where}: ${faults.join("; ")}`);
}
