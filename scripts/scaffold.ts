import path from "node:path";
import { fileURLToPath } from "node:url";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import { writeNewFiles } from "#server/platform/new-files.ts";
import {
  type Scaffold,
  type ScaffoldOrder,
  ScaffoldsService,
} from "#server/scaffolds/scaffolds-service.ts";
import { LintService } from "#server/suggestions/lint-service.ts";
import { openFolder } from "./catalog/open-folder.ts";
import { dataDirOf } from "./setup/data-dir.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * `npm run -s scaffold -- --service NAME --out DIR [--repo DIR] [--json]`: writes a playbook and a role for a service
 * into a folder, as the repository writes its own. Needs neither server nor database; writes over nothing.
 */
async function main(): Promise<void> {
  const [service, out] = [option("--service"), option("--out")];
  if (service === null || out === null)
    throw new Error("usage: npm run -s scaffold -- --service NAME --out DIR [--repo DIR] [--json]");
  const lint = new LintService({
    searchPath: process.env["PATH"] ?? "",
    hiddenPaths: [dataDirOf(process.env), path.join(root, ".env"), path.join(root, ".env.local")],
  });
  const stop = new AbortController();
  // What it made for looking at the files is removed then as well.
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => stop.abort(new Error("Stopped.")));
  const repository = await readRepository(option("--repo"));
  const scaffold = await new ScaffoldsService({ lint }).scaffold({
    ...{ service, repository, signal: stop.signal },
  });
  await writeNewFiles(path.resolve(out), scaffold.files);
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify(renameKeys(scaffold, snake))}\n`);
  else process.stdout.write(readable(scaffold, out));
}

function option(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

async function readRepository(folder: string | null): Promise<ScaffoldOrder["repository"]> {
  if (folder === null) return null;
  const treePath = path.resolve(folder);
  const opened = await openFolder(treePath);
  const thread = new ScanThread();
  try {
    const view = await thread.scan(opened.repository, opened.name, opened.treeId);
    return { view, treePath };
  } finally {
    await thread.close();
    await opened.close();
  }
}

function readable({ title, isKnown, ...made }: Scaffold, out: string): string {
  const { files, gaps, findings, syntaxFault, sources, notes, lintVersion } = made;
  const faults = findings.map(
    ({ path: name, line, rule, reason }) => `${name}:${line} ${rule} ${reason}`,
  );
  return [
    `${files.length} files for ${title} in ${out}${isKnown ? "" : ", which Chiffon does not know"}:`,
    ...files.map((file) => `  ${file.path}`),
    ...(gaps.length === 0 ? [] : ["Only you can say:"]),
    ...gaps.map(({ variable, question }) => `  ${variable}: ${question}`),
    `ansible-lint ${lintVersion}: ${faults.length === 0 ? "nothing to object to" : "it objects"}.`,
    ...faults.map((fault) => `  ${fault}`),
    `Syntax check: ${syntaxFault ?? "passed"}.`,
    ...notes,
    ...(sources.length === 0 ? [] : ["Read in:", ...sources.map((source) => `  ${source}`)]),
    "",
  ].join("\n");
}

process.stdout.on("error", () => process.exit(0));
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
