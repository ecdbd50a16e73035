import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sha256 } from "#server/platform/sha256.ts";

/** The program of an agent on another machine, and its SHA-256. */
export interface AgentProgram {
  readonly content: Buffer;
  readonly hash: string;
}

const buildMs = 60_000;
/** What is compiled has the finished file in its place; from source there is none, and it is built when it is asked for. */
const finished = fileURLToPath(new URL("./remote-agent.ts", import.meta.url));
const builder = fileURLToPath(new URL("../../scripts/compile/remote-agent.mjs", import.meta.url));

/** The one file that such a machine runs, as it is served. Read once. */
export class AgentFile {
  #program: Promise<AgentProgram> | null = null;

  read(): Promise<AgentProgram> {
    this.#program ??= load().catch((error: unknown) => {
      this.#program = null;
      throw error;
    });
    return this.#program;
  }
}

async function load(): Promise<AgentProgram> {
  const content = finished.endsWith(".js") ? await readFile(finished) : await build();
  return { content, hash: sha256(content) };
}

async function build(): Promise<Buffer> {
  const directory = await mkdtemp(path.join(tmpdir(), "chiffon-agent-file-"));
  try {
    const file = path.join(directory, "agent.mjs");
    await promisify(execFile)(process.execPath, [builder, file], { timeout: buildMs });
    return await readFile(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
