import { once } from "node:events";
import { cpus, homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { ModelBudgets } from "#server/contracts/ai.ts";

const flag = z
  .enum(["0", "1", "true", "false", "on", "off"])
  .transform((value) => ["1", "true", "on"].includes(value));

/** Budgets until an admin sets others: no limit of that kind when left out. */
const usd = z.coerce.number().min(0).max(1e6).optional();
const tokens = z.coerce.number().int().min(0).max(1e12).optional();

/** What the environment may say over an agent's file, by variable; see `contracts/agent-settings.ts` for the keys. */
const agentKeys = {
  CHIFFON_AGENT_ID: "id",
  CHIFFON_AGENT_NAME: "name",
  CHIFFON_AGENT_TYPE: "type",
  CHIFFON_AGENT_WORK_TYPES: "work_types",
  CHIFFON_AGENT_DOMAINS: "domains",
  CHIFFON_AGENT_TAGS: "tags",
  CHIFFON_AGENT_REACHES: "reaches",
  CHIFFON_AGENT_SLOTS: "slots",
  CHIFFON_AGENT_HEARTBEAT_SECONDS: "heartbeat_seconds",
  CHIFFON_AGENT_OFFLINE_AFTER_SECONDS: "offline_after_seconds",
} as const;
const setting = z.string().min(1).max(2000).optional();
const agentOverrides = {
  ...{ CHIFFON_AGENT_ID: setting, CHIFFON_AGENT_NAME: setting, CHIFFON_AGENT_TYPE: setting },
  ...{ CHIFFON_AGENT_WORK_TYPES: setting, CHIFFON_AGENT_DOMAINS: setting },
  ...{ CHIFFON_AGENT_TAGS: setting, CHIFFON_AGENT_REACHES: setting, CHIFFON_AGENT_SLOTS: setting },
  ...{ CHIFFON_AGENT_HEARTBEAT_SECONDS: setting, CHIFFON_AGENT_OFFLINE_AFTER_SECONDS: setting },
} satisfies Record<keyof typeof agentKeys, z.ZodType>;

const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  CHIFFON_DATA_DIR: z.string().min(1).optional(),
  CHIFFON_SECRETS_KEY: z.string().min(1).max(500).optional(),
  DATABASE_URL: z.string().min(1, "set by npm start, or your own postgresql:// address"),
  REDIS_URL: z.string().min(1, "set by npm start, or your own redis:// address"),
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY: flag.default(false),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(Math.max(1, cpus().length)),
  HEARTBEAT_SECONDS: z.coerce.number().min(0.2).max(600).default(30),
  AGENT_OFFLINE_SECONDS: z.coerce.number().min(1).max(3600).default(90),
  CHIFFON_LINK_LEASE_SECONDS: z.coerce.number().min(2).max(600).default(30),
  AGENT_NAME: z.string().max(100).optional(),
  CHIFFON_AGENT_FILE: z.string().min(1).max(500).optional(),
  ...agentOverrides,
  CHIFFON_ROUTING_FILE: z.string().min(1).max(500).optional(),
  CHIFFON_OVERLOAD_FACTOR: z.coerce.number().min(1).max(1e6).default(4),
  CHIFFON_MIN_FREE_PERCENT: z.coerce.number().min(0).max(90).default(20),
  PLAN_EXPIRY_MINUTES: z.coerce
    .number()
    .min(1)
    .max(7 * 24 * 60)
    .default(24 * 60),
  TASK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(86_400).default(1800),
  CHIFFON_TEST_WORK_TYPES: flag.default(false),
  CHIFFON_AUDIT_REMOTE: z.string().max(500).optional(),
  CHIFFON_EMBEDDED_DATABASE: flag.default(false),
  OLLAMA_URL: z.url({ protocol: /^https?$/ }).optional(),
  OLLAMA_MODEL: z.string().min(1).max(200).optional(),
  OLLAMA_EMBED_MODEL: z.string().min(1).max(200).optional(),
  EMBEDDING_MODEL_DIR: z.string().min(1).max(500).optional(),
  ANTHROPIC_API_KEY: z.string().min(1).max(500).optional(),
  ANTHROPIC_MODEL: z.string().min(1).max(200).default("claude-sonnet-5-5"),
  ANTHROPIC_BASE_URL: z.url({ protocol: /^https?$/ }).default("https://api.anthropic.com/v1"),
  MODEL_TIMEOUT_LOCAL_SECONDS: z.coerce.number().min(0.1).max(600).default(15),
  MODEL_TIMEOUT_EXTERNAL_SECONDS: z.coerce.number().min(0.1).max(600).default(30),
  MODEL_BUDGET_USD_DAY: usd,
  MODEL_BUDGET_USD_MONTH: usd.default(0),
  MODEL_BUDGET_TOKENS_DAY: tokens,
  MODEL_BUDGET_TOKENS_MONTH: tokens,
  MODEL_LOCAL_TOKENS_DAY: tokens,
  ANSIBLE_GALAXY_SERVER: z.url({ protocol: /^https?$/ }).optional(),
  DEPENDENCY_STEP_SECONDS: z.coerce.number().int().min(1).max(3600).default(300),
  DEPENDENCY_MAX_MIB: z.coerce.number().int().min(1).max(100_000).default(1024),
  PATH: z.string().default("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
  CHIFFON_KEEP_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  CHIFFON_KEEP_GIB: z.coerce.number().min(0.01).max(100_000).default(10),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
});

/** Checked settings of a process. Paths are absolute. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** The file that opens the stored secrets: never part of a backup, which would then open itself. */
  readonly secretsKeyFile: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly publicUrl: string | null;
  readonly trustProxy: boolean;
  readonly workerConcurrency: number;
  readonly heartbeatSeconds: number;
  readonly agentOfflineSeconds: number;
  /** How long what an agent on another machine runs is still its own without a word from it. */
  readonly linkLeaseSeconds: number;
  readonly agentName: string | null;
  /** What its own file is, where it is named, and what is said over it, by key of the file. */
  readonly agentSettings: {
    readonly file: string | null;
    readonly overrides: Readonly<Record<string, string>>;
  };
  /** The file of routing rules; null: routing.yml in the data directory. */
  readonly routingFile: string | null;
  /** A load above this many times the cores, for a minute, stops new work on this machine. */
  readonly overloadFactor: number;
  /** Share of an agent's memory that stays free, 0–1. */
  readonly minFreeShare: number;
  readonly planExpiryMinutes: number;
  readonly taskTimeoutSeconds: number;
  /** Enables the `effect.script` work type for fault injection and benches. */
  readonly testWorkTypes: boolean;
  /** Git address that the history is pushed to; null for none. */
  readonly auditRemote: string | null;
  readonly embeddedDatabase: boolean;
  readonly models: ModelConfig;
  /** Search by meaning: off when both are null; the folder comes first. */
  readonly embedding: { readonly onnxFolder: string | null; readonly ollamaModel: string | null };
  readonly dependencies: DependencyConfig;
  /** How long, and how much of, the output of runs and their live events are kept. */
  readonly retention: { readonly days: number; readonly maxBytes: number };
  readonly logLevel: string;
  /** Where programs are looked for that people installed themselves. */
  readonly searchPath: string;
}

/** Where roles and collections come from, and how much of them is taken. */
export interface DependencyConfig {
  /** Null: Ansible's own default, galaxy.ansible.com. */
  readonly galaxyServer: string | null;
  /** Longest time that one requirement may take. */
  readonly stepSeconds: number;
  /** Most that one install may hold. */
  readonly maxMib: number;
}

/** Where models are and what they may cost until an admin says otherwise. */
export interface ModelConfig {
  /** Null: this machine's own port of Ollama, if it answers. */
  readonly ollamaUrl: string | null;
  /** Null: the first that Ollama lists. */
  readonly ollamaModel: string | null;
  readonly anthropicKey: string | null;
  readonly anthropicModel: string;
  readonly anthropicUrl: string;
  readonly localTimeoutMs: number;
  readonly externalTimeoutMs: number;
  readonly budgets: ModelBudgets;
}

const servicesSchema = z.object({
  type: z.literal("services"),
  environment: z.record(z.string(), z.string()),
});

/** What a supervisor tells a process that it started before its services. */
export type ServicesMessage = z.infer<typeof servicesSchema>;

/**
 * The settings, as soon as the database and the queue can be used: a supervisor starts its processes first, so that
 * they load while the services start, and says over IPC where these are.
 *
 * @throws Error as {@link loadConfig}
 */
export async function awaitConfig(): Promise<Config> {
  if (process.env["CHIFFON_AWAIT_SERVICES"] !== "1") return loadConfig();
  const [message] = await once(process, "message");
  return loadConfig({ ...process.env, ...servicesSchema.parse(message).environment });
}

/**
 * Reads and checks the environment: the only reader of `process.env` in server code.
 *
 * @throws Error naming each bad setting and what it takes
 */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(settingsToCorrect(parsed.error));
  const env = parsed.data;
  const dataDir = path.resolve(env.CHIFFON_DATA_DIR ?? defaultDataDir());
  return {
    production: env.NODE_ENV === "production",
    port: env.PORT,
    host: env.HOST,
    dataDir,
    secretsKeyFile: path.resolve(env.CHIFFON_SECRETS_KEY ?? path.join(dataDir, "keys/secrets.key")),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    publicUrl: env.PUBLIC_URL ?? null,
    trustProxy: env.TRUST_PROXY,
    ...agentConfig(env),
    linkLeaseSeconds: env.CHIFFON_LINK_LEASE_SECONDS,
    routingFile: env.CHIFFON_ROUTING_FILE == null ? null : path.resolve(env.CHIFFON_ROUTING_FILE),
    minFreeShare: env.CHIFFON_MIN_FREE_PERCENT / 100,
    planExpiryMinutes: env.PLAN_EXPIRY_MINUTES,
    taskTimeoutSeconds: env.TASK_TIMEOUT_SECONDS,
    auditRemote: env.CHIFFON_AUDIT_REMOTE ?? null,
    embeddedDatabase: env.CHIFFON_EMBEDDED_DATABASE,
    embedding: {
      onnxFolder: env.EMBEDDING_MODEL_DIR ?? null,
      ollamaModel: env.OLLAMA_EMBED_MODEL ?? null,
    },
    models: modelConfig(env),
    retention: { days: env.CHIFFON_KEEP_DAYS, maxBytes: env.CHIFFON_KEEP_GIB * 2 ** 30 },
    dependencies: {
      galaxyServer: env.ANSIBLE_GALAXY_SERVER ?? null,
      stepSeconds: env.DEPENDENCY_STEP_SECONDS,
      maxMib: env.DEPENDENCY_MAX_MIB,
    },
    logLevel: env.LOG_LEVEL,
  };
}

function overridesOf(env: Partial<z.infer<typeof environmentSchema>>): Record<string, string> {
  const said = (Object.keys(agentKeys) as (keyof typeof agentKeys)[]).flatMap((variable) => {
    const value = env[variable];
    return value === undefined ? [] : [[agentKeys[variable], value] as const];
  });
  return Object.fromEntries(said);
}

/** What an agent on another machine takes from the environment: what concerns the machine and the agent itself. */
const agentEnvironmentSchema = environmentSchema.pick({
  ...{ WORKER_CONCURRENCY: true, HEARTBEAT_SECONDS: true, AGENT_OFFLINE_SECONDS: true },
  ...{ AGENT_NAME: true, CHIFFON_AGENT_FILE: true, CHIFFON_OVERLOAD_FACTOR: true },
  ...{ CHIFFON_TEST_WORK_TYPES: true, PATH: true, LOG_LEVEL: true },
  ...mask(agentKeys),
});

/**
 * Reads and checks the environment of an agent on another machine.
 *
 * @throws Error naming each bad setting and what it takes
 */
export function loadAgentConfig(environment: Record<string, string | undefined> = process.env) {
  const parsed = agentEnvironmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(settingsToCorrect(parsed.error));
  const env = parsed.data;
  return {
    ...agentConfig(env),
    logLevel: env.LOG_LEVEL,
  };
}

/** What every agent takes from the environment. */
function agentConfig(env: z.infer<typeof agentEnvironmentSchema>) {
  return {
    workerConcurrency: env.WORKER_CONCURRENCY,
    heartbeatSeconds: env.HEARTBEAT_SECONDS,
    agentOfflineSeconds: env.AGENT_OFFLINE_SECONDS,
    agentName: env.AGENT_NAME ?? null,
    agentSettings: {
      file: env.CHIFFON_AGENT_FILE === undefined ? null : path.resolve(env.CHIFFON_AGENT_FILE),
      overrides: overridesOf(env),
    },
    overloadFactor: env.CHIFFON_OVERLOAD_FACTOR,
    testWorkTypes: env.CHIFFON_TEST_WORK_TYPES,
    searchPath: env.PATH,
  };
}

/** Each of these keys, as zod wants them named. */
function mask<Keys extends string>(keys: Readonly<Record<Keys, unknown>>): Record<Keys, true> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, true])) as Record<Keys, true>; // of the same keys
}

const mcpEnvironmentSchema = z.object({
  CHIFFON_URL: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:3000"),
  CHIFFON_TOKEN: z
    .string({ error: "an API token, made under Settings" })
    .regex(/^chf_[A-Za-z0-9_-]{43}$/, "not an API token: those begin with chf_"),
});

/**
 * Which Chiffon `npm run mcp` speaks to, and the token that it shows.
 *
 * @throws Error naming each bad setting and what it takes
 */
export function loadMcpConfig(environment: Record<string, string | undefined> = process.env): {
  readonly url: string;
  readonly token: string;
} {
  const parsed = mcpEnvironmentSchema.safeParse(environment);
  if (!parsed.success) throw new Error(settingsToCorrect(parsed.error));
  return { url: parsed.data.CHIFFON_URL, token: parsed.data.CHIFFON_TOKEN };
}

function settingsToCorrect({ issues }: z.ZodError): string {
  const faults = issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
  return `Settings to correct:\n  ${faults.join("\n  ")}`;
}

function modelConfig(env: z.infer<typeof environmentSchema>): ModelConfig {
  const microUsd = (amount: number | undefined) =>
    amount === undefined ? null : Math.round(amount * 1_000_000);
  return {
    ollamaUrl: env.OLLAMA_URL ?? null,
    ollamaModel: env.OLLAMA_MODEL ?? null,
    anthropicKey: env.ANTHROPIC_API_KEY ?? null,
    anthropicModel: env.ANTHROPIC_MODEL,
    anthropicUrl: env.ANTHROPIC_BASE_URL,
    localTimeoutMs: env.MODEL_TIMEOUT_LOCAL_SECONDS * 1000,
    externalTimeoutMs: env.MODEL_TIMEOUT_EXTERNAL_SECONDS * 1000,
    budgets: {
      externalDayMicroUsd: microUsd(env.MODEL_BUDGET_USD_DAY),
      externalMonthMicroUsd: microUsd(env.MODEL_BUDGET_USD_MONTH),
      externalDayTokens: env.MODEL_BUDGET_TOKENS_DAY ?? null,
      externalMonthTokens: env.MODEL_BUDGET_TOKENS_MONTH ?? null,
      localDayTokens: env.MODEL_LOCAL_TOKENS_DAY ?? null,
    },
  };
}

function defaultDataDir(): string {
  return process.getuid?.() === 0
    ? "/var/lib/chiffon"
    : path.join(homedir(), ".local/share/chiffon");
}

/** Where things live below the data directory. */
export function dataPaths(dataDir: string) {
  const at = (...parts: string[]) => path.join(dataDir, ...parts);
  return {
    secrets: at("secrets"),
    sshKey: at("secrets", "ssh", "id_ed25519"),
    /** Signs what agents on other machines are told. */
    linkKey: at("secrets", "link", "ed25519"),
    auditKey: at("secrets", "audit", "id_ed25519"),
    setupToken: at("setup-token"),
    /** Which agent this machine is, whatever it is called. */
    agentIdentity: at("agent-identity"),
    setupDone: at("setup-done"),
    homelab: at("homelab"),
    /** The inventory of the hosts that people add in Chiffon, a git repository. */
    hosts: at("hosts"),
    inventoryCopies: at("inventory-copies"),
    apps: at("apps"),
    clones: at("repositories"),
    trees: at("trees"),
    dependencies: at("dependencies"),
    installLogs: at("install-logs"),
    runs: at("runs"),
    knownHosts: at("known_hosts"),
    tokens: at("secrets", "git"),
    auditRepository: at("audit.git"),
  } as const;
}

export type DataPaths = ReturnType<typeof dataPaths>;

/**
 * What is Chiffon's own on this machine and nothing of a run: its data, the file of its settings, the sockets of its
 * database and queue.
 */
export function ownPlaces(
  {
    dataDir,
    secretsKeyFile,
    databaseUrl,
    redisUrl,
  }: Pick<Config, "dataDir" | "secretsKeyFile" | "databaseUrl" | "redisUrl">,
  projectDir: string,
): string[] {
  const settings = [".env", ".env.local"].map((name) => path.join(projectDir, name));
  return [dataDir, secretsKeyFile, ...settings, ...[databaseUrl, redisUrl].flatMap(socketsOf)];
}

/** An address may name a socket or its directory as its host, as its path, or behind `?host=`. */
function socketsOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  const host = decodeURIComponent(url.hostname);
  const named = [host, url.searchParams.get("host") ?? ""];
  if (/unix/.test(url.protocol)) named.push(url.pathname);
  return named.filter((name) => name.startsWith("/") && name !== "/");
}
