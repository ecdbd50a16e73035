import path from "node:path";
import { beforeAll } from "vitest";
import { ReplyError } from "#tests/support/chiffon-client.ts";
import { findDaemonsBelow } from "#tests/support/daemons.ts";
import {
  type Installation,
  type InstallationOptions,
  type TracesOfRuns,
  tracesOfRuns,
  until,
  useInstallation,
} from "#tests/support/installation.ts";
import { sweep } from "#workers/sweep.ts";
import { labFiles } from "./lab-repository.ts";
import { addRepository, PlaybookRepository, rescan } from "./playbook-repository.ts";

/** An installation with the lab's playbooks, and ways to look at what did or did not happen. */
export interface Lab {
  readonly chiffon: Installation;
  readonly repository: PlaybookRepository;
  readonly repositoryId: string;
  readonly effectsDir: string;
  /** Traces of runs once everything that waits to be handed on was, and every sweep has passed. */
  traces(): Promise<TracesOfRuns>;
  /** Has the repository read as it is now. */
  rescan(): Promise<void>;
  /** Switches the only agent off or on: approved work then waits, or goes on. */
  toggleAgent(): Promise<void>;
  /** Processes of runs: those whose command line or environment names the directory of one. */
  processes(): number[];
}

/** Gives the tests of a file one lab. Call it at the top level. */
export function useLab(options: InstallationOptions = {}): Lab {
  const chiffon = useInstallation(options);
  let repository: PlaybookRepository | null = null;
  let repositoryId = "";
  const effectsDir = () => path.join(chiffon.paths.apps, "effects");
  const opened = () => {
    if (repository === null) throw new Error("the lab exists from the first beforeAll on");
    return repository;
  };
  beforeAll(async () => {
    const directory = path.join(chiffon.paths.apps, "../lab");
    repository = new PlaybookRepository(directory, labFiles(effectsDir()));
    repositoryId = (await addRepository(chiffon.admin, "Lab", repository)).id;
  });
  return {
    chiffon,
    get repository() {
      return opened();
    },
    get repositoryId() {
      return repositoryId;
    },
    get effectsDir() {
      return effectsDir();
    },
    traces: async () => {
      await settled(chiffon);
      return tracesOfRuns(chiffon, effectsDir());
    },
    rescan: async () => {
      await rescan(chiffon.admin, repositoryId);
    },
    toggleAgent: async () => {
      const { agents } = await chiffon.admin.call<{ agents: { id: string }[] }>(
        "GET",
        "/api/v1/agents",
      );
      for (const { id } of agents)
        await chiffon.admin.call("POST", `/api/v1/agents/${id}/toggle`, {});
    },
    processes: () => findDaemonsBelow(chiffon.paths.runs),
  };
}

/** Sweeps as the orchestrator does and waits until no nudge is left: what has not started by then never will. */
export async function settled({ db, services }: Installation): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await sweep(services);
    const waiting = { where: { setAsideAt: null } };
    await until("every nudge is handed on", async () => (await db.outbox.count(waiting)) === 0);
  }
}

/** What the server refused with. @throws Error when it did not refuse */
export async function refusal(call: Promise<unknown>): Promise<{
  status: number;
  code: unknown;
  reply: Record<string, unknown>;
}> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    return { status: error.status, code: error.reply["code"], reply: error.reply };
  }
  throw new Error("it was not refused");
}
