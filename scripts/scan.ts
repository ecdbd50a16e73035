import { homedir } from "node:os";
import { MachineContent } from "#server/catalog/dependencies/machine-content.ts";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { openFolder, readOption } from "./catalog/open-folder.ts";

/**
 * `npm run -s scan -- --repo DIR --json`: reads a repository as the catalog does and prints what it found, without
 * server or database. Committed files only.
 */
async function main(): Promise<void> {
  const startedAt = performance.now();
  const folder = readOption("--repo");
  const opened = await openFolder(folder);
  const thread = new ScanThread();
  const scan = await thread.scan(opened.repository, opened.name, opened.treeId);
  await thread.close();
  await opened.close();
  const here = new Set((await machineContent().list()).map(({ kind, name }) => `${kind} ${name}`));
  const kinds = ["playbook", "role", "tag", "task_file", "page"] as const;
  const counts = Object.fromEntries(
    kinds.map((kind) => [`${kind}s`, scan.entries.filter((entry) => entry.kind === kind).length]),
  );
  const report = {
    counts: {
      ...counts,
      entries: scan.entries.length,
      hosts: new Set(
        scan.inventories.flatMap(({ kind, hosts }) =>
          kind === "sample" ? [] : hosts.map(({ name }) => name),
        ),
      ).size,
      files: scan.fileCount,
      skipped: scan.skipped.length,
      warnings: scan.warnings.length,
    },
    entries: scan.entries.map((entry) => ({
      kind: entry.kind,
      path: entry.path,
      name: entry.name,
      service: entry.service,
      verbs: entry.verbs,
      aliases: entry.aliases,
      description: entry.description,
      tags: entry.tags,
      hosts: entry.hostPatterns,
      variables: entry.variables,
      modules: entry.modules,
      risk: entry.risk,
      riskReasons: entry.riskReasons,
      needs: entry.needs.filter(({ kind, name }) => !here.has(`${kind} ${name}`)),
      refusals: entry.refusals,
      files: entry.files.length,
    })),
    projects: scan.projects.map(({ folder }) => folder),
    inventories: scan.inventories.map(({ path, project, kind, isConfigured, hosts, refusals }) => ({
      ...{ path, project, kind, isConfigured, refusals },
      hosts: hosts.length,
    })),
    dependencies: scan.dependencies.requirements,
    skipped: scan.skipped,
    warnings: [...opened.warnings, ...scan.warnings],
    seconds: Math.round((performance.now() - startedAt) / 10) / 100,
  };
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    process.stdout.write(`${report.counts.entries} entries in ${report.seconds} s\n`);
    for (const entry of report.entries) {
      process.stdout.write(
        `${entry.kind}\t${entry.path}\t${entry.service ?? ""}\t${entry.verbs.join(",")}\n`,
      );
    }
  }
}

/** What Ansible finds on this machine without being given it. */
function machineContent(): MachineContent {
  const searchPath = process.env["PATH"] ?? "";
  return new MachineContent({ home: homedir(), root: "/", searchPath, now: Date.now });
}

process.stdout.on("error", () => process.exit(0));
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
