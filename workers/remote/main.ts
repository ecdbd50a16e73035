import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { tryProcessLock } from "#scripts/setup/process-lock.mjs";
import { dataPaths, loadAgentConfig } from "#server/config.ts";
import { createLogger } from "#server/platform/logger.ts";
import { AgentWorker } from "../agent.ts";
import { readAgentSettings } from "../agent-settings.ts";
import { handleStopSignals } from "../shutdown.ts";
import { writeAssets } from "./agent-assets.ts";
import { FileJournal } from "./file-journal.ts";
import { FolderStore, removeUnused } from "./folder-store.ts";
import { type EnrolledIdentity, enrol, readIdentity } from "./identity.ts";
import { LinkClient } from "./link-client.ts";
import { LinkReporter } from "./link-reporter.ts";
import { type AgentOptions, readOptions, usage } from "./options.ts";

/** Put in by the build. */
declare const AGENT_VERSION: string;
declare const AGENT_FILE_MARK: string;

const say = (words: string): void => void process.stderr.write(`${words}\n`);
/** This agent is none any more: starting it again would change nothing. */
const notWelcome = 3;

if (process.argv[2] === "--probe") await import("../machine-probe.mjs");
else if (process.argv.includes("--help")) say(usage);
else if (process.argv.includes("--version")) say(`${AGENT_VERSION} ${AGENT_FILE_MARK}`);
else await main().catch(fail);

function fail(error: unknown): never {
  say(error instanceof Error ? messageOf(error) : String(error));
  process.exit(1);
}

/** fetch says "fetch failed", and why in its cause. */
function messageOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

async function main(): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const options = readOptions(process.argv.slice(2), isRoot);
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const lock = tryProcessLock(path.join(dataDir, "agent.lock"));
  if (lock.release === null)
    throw new Error(`An agent of ${dataDir} is running already (process ${lock.heldBy}).`);
  const config = loadAgentConfig();
  const identity = await identityOf(options, config.agentSettings);
  const log = createLogger("agent", config.logLevel);
  const agent = await openAgent({ dataDir, config, identity, log });
  handleStopSignals({
    drain: () => agent.drain(),
    interrupt: () => agent.interrupt(),
    abandon: () => agent.detach(),
    log,
  });
  await agent.start();
}

async function identityOf(
  { server, token, name, dataDir }: AgentOptions,
  settings: Parameters<typeof readAgentSettings>[0],
): Promise<EnrolledIdentity> {
  const file = path.join(dataDir, "identity.json");
  const kept = await readIdentity(file);
  if (kept !== null) {
    if (token !== null)
      say(`This machine is enrolled already, at ${kept.server}: the token was not used.`);
    return server === null ? kept : { ...kept, server };
  }
  if (server === null || token === null)
    throw new Error(
      `This machine is not enrolled yet. Copy the command from Fleet, Add a machine.`,
    );
  const said = await readAgentSettings(settings);
  const wanted = name ?? said.name ?? said.id ?? hostname();
  const made = await enrol(file, { server, token, name: wanted });
  say(`Enrolled at ${server} as agent ${made.agentId}.`);
  return made;
}

async function openAgent(given: {
  readonly dataDir: string;
  readonly config: ReturnType<typeof loadAgentConfig>;
  readonly identity: EnrolledIdentity;
  readonly log: ReturnType<typeof createLogger>;
}): Promise<AgentWorker> {
  const { dataDir, config, identity, log } = given;
  const paths = dataPaths(dataDir);
  const blobs = path.join(dataDir, "files");
  await mkdir(paths.runs, { recursive: true, mode: 0o700 });
  await removeUnused(paths.trees, paths.dependencies);
  const client = new LinkClient(identity, {
    log,
    onFinal: (refusal) => {
      say(
        `${refusal.message} What runs here was left alone. To start anew: remove ${dataDir}/identity.json.`,
      );
      worker.detach();
      process.exit(notWelcome);
    },
  });
  const reporter = new LinkReporter({
    ...{ client, boxKey: identity.boxKey, places: paths, log },
    store: new FolderStore(blobs),
  });
  const worker: AgentWorker = new AgentWorker(
    {
      ...{ config, paths, log, version: AGENT_VERSION },
      ...(await writeAssets(path.join(dataDir, "program"))),
      // All that is here is the agent's own: its keys, and the runs of others.
      hiddenPaths: [dataDir],
      journal: new FileJournal(path.join(dataDir, "journal.jsonl")),
      probe: [process.execPath, process.argv[1] ?? "agent.mjs", "--probe"],
    },
    reporter,
  );
  return worker;
}
