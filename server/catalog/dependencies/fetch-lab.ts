import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LockItem, Requirement } from "#server/contracts/dependency.ts";
import { lockHash } from "#server/runner/content-lock.ts";
import { detectSandbox } from "#server/runner/sandbox.ts";
import { orderInstall } from "../domain/install-order.ts";
import { DependencyStore } from "./dependency-store.ts";
import { fetchContent } from "./fetch-content.ts";
import type { MachineItem } from "./machine-content.ts";

/** A requirement as a file would have it. */
export function requirement(asked: Partial<Requirement> & Pick<Requirement, "name">): Requirement {
  return {
    kind: "role",
    type: "galaxy",
    source: asked.name,
    server: null,
    version: null,
    path: "requirements.yml",
    line: 1,
    origin: "file",
    ...asked,
  };
}

/** Fetches and seals as a worker does, without a database. */
export class FetchLab {
  readonly root = mkdtempSync(path.join(tmpdir(), "chiffon-fetch-"));
  readonly tree = path.join(this.root, "trees/tree");
  readonly store = new DependencyStore(path.join(this.root, "dependencies"));
  private readonly galaxyServer: () => string | null;
  private installs = 0;

  constructor(galaxyServer: () => string | null) {
    this.galaxyServer = galaxyServer;
    mkdirSync(this.tree, { recursive: true });
  }

  async install(
    requirements: readonly Requirement[],
    options: {
      kind?: "install" | "update";
      current?: readonly LockItem[];
      machine?: readonly MachineItem[];
      limits?: { stepSeconds?: number; maxMib?: number };
      signal?: AbortSignal;
    } = {},
  ) {
    const { kind = "install", current = [], machine = [], limits = {} } = options;
    const order = orderInstall(kind, requirements, { lock: current, present: machine }, machine);
    let text = "";
    const progress: string[] = [];
    const fetched = await fetchContent(order, {
      setting: {
        searchPath: "/usr/local/bin:/usr/bin:/bin",
        support: await detectSandbox(),
        galaxyServer: this.galaxyServer(),
        hiddenPaths: [this.root],
        limits: { stepSeconds: 60, maxMib: 100, ...limits },
      },
      work: await this.store.openWork(`install-${++this.installs}`),
      current:
        current.length === 0
          ? null
          : { folder: this.store.pathOf(lockHash(current)), items: current },
      treePath: this.tree,
      onOutput: (chunk) => {
        text += chunk.toString("utf8");
      },
      onProgress: async ({ done, total, current: at }) => {
        progress.push(`${done}/${total} ${at ?? ""}`.trim());
      },
      signal: options.signal ?? new AbortController().signal,
    });
    const items =
      fetched.items.length === 0 ? [] : await this.store.seal(fetched.content, fetched.items);
    return { ...fetched, items, text, progress, hash: items.length === 0 ? null : lockHash(items) };
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
