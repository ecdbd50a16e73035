import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** What we read of Lighthouse's result. */
export interface LighthouseResult {
  readonly finalDisplayedUrl: string;
  readonly runtimeError?: { readonly message: string };
  readonly environment: { readonly benchmarkIndex: number };
  readonly categories: Readonly<
    Record<
      string,
      {
        /** From 0 to 1; null where it could not be judged. */
        readonly score: number | null;
        readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
      }
    >
  >;
  readonly audits: Readonly<Record<string, LighthouseAudit>>;
}

export interface LighthouseAudit {
  readonly title: string;
  readonly score: number | null;
  readonly displayValue?: string;
  readonly details?: unknown;
}

type Lighthouse = (
  url: string,
  flags: {
    readonly port: number;
    readonly logLevel: "error";
    readonly onlyCategories: readonly string[];
  },
) => Promise<{ readonly lhr: LighthouseResult } | undefined>;

const installLimitMs = 600_000;
const locked = fileURLToPath(new URL("package", import.meta.url));
const root = path.resolve("node_modules/.cache/chiffon-lighthouse");

/**
 * Lighthouse, in the version that is locked beside this file. It is installed the first time that it is wanted, apart
 * from all else: with what it needs it takes 190 MB, which nobody who runs or changes Chiffon should have to wait for.
 *
 * @throws Error when npm can't install it
 */
export async function loadLighthouse(note: (line: string) => void): Promise<Lighthouse> {
  if (!isInstalled()) {
    note("installing Lighthouse, once");
    rmSync(root, { recursive: true, force: true });
    cpSync(locked, root, { recursive: true });
    await promisify(execFile)(
      "npm",
      ["ci", "--ignore-scripts", "--include=prod", "--no-audit", "--no-fund"],
      { cwd: root, timeout: installLimitMs },
    );
  }
  const entry = pathToFileURL(path.join(root, "node_modules/lighthouse/core/index.js"));
  const module: { readonly default: Lighthouse } = await import(entry.href);
  return module.default;
}

/** npm writes its own list of what it installed last of all. */
function isInstalled(): boolean {
  const lockOf = (folder: string) => readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const isComplete = existsSync(path.join(root, "node_modules/.package-lock.json"));
  return isComplete && lockOf(root) === lockOf(locked);
}
