import { parseArgs } from "node:util";
import { AuditVerifier } from "#server/audit/verify.ts";
import { dataPaths, loadConfig } from "#server/config.ts";
import { type VerifyReport, verifyReportSchema } from "#server/contracts/audit.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";

const usage = `Usage: npm run verify -- [--json] [--all-signatures] [--expect HASH]
  Proves that the history is whole: the chain, Postgres against git, and the signatures.
  --json             print one JSON object and nothing else
  --all-signatures   check every commit's signature, not only the newest
  --expect HASH      also demand that HASH, a head noted earlier, is part of the history
Exit code 0: the history is whole. 1: it is not, or could not be read. 2: wrong usage.
`;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const warn = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** The database to check, and how to leave it as it was found. */
interface OpenedDatabase {
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return 2;
  const { DATABASE_URL: ownDatabase, REDIS_URL: ownRedis } = process.env;
  // Only the data directory is wanted here; the services' addresses may be unset.
  const { dataDir } = loadConfig({
    ...process.env,
    DATABASE_URL: ownDatabase || "built-in",
    REDIS_URL: ownRedis || "built-in",
  });
  const paths = dataPaths(dataDir);
  const database = await openDatabase(dataDir, ownDatabase || null);
  try {
    const verifier = new AuditVerifier({
      databaseUrl: database.url,
      gitDir: paths.auditRepository,
      keyFile: paths.auditKey,
    });
    const report = verifyReportSchema.parse(await verifier.run(options));
    say(options.json ? JSON.stringify(report) : summarise(report));
    return report.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean", default: false },
        "all-signatures": { type: "boolean", default: false },
        expect: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      warn(usage);
      return null;
    }
    if (values.expect !== undefined && !/^[0-9a-f]{64}$/.test(values.expect)) {
      warn("--expect takes 64 hexadecimal characters, as printed under 'head'.");
      return null;
    }
    return {
      json: values.json,
      allSignatures: values["all-signatures"],
      ...(values.expect === undefined ? {} : { expectHash: values.expect }),
    };
  } catch (cause) {
    warn(`${cause instanceof Error ? cause.message : cause}\n${usage}`);
    return null;
  }
}

/** The owner's own database, or the built-in one: taken as it runs, or started for the check and stopped after it. */
async function openDatabase(dataDir: string, own: string | null): Promise<OpenedDatabase> {
  if (own !== null) return { url: own, close: async () => undefined };
  const postgres = await startPostgres({ name: "chiffon", dataDir, log: warn });
  return {
    url: postgres.appUrl,
    close: async () => {
      if (!postgres.wasReused) await postgres.stop();
    },
  };
}

function summarise(report: VerifyReport): string {
  const { firstBad } = report;
  const verdict =
    firstBad === null
      ? `The history is whole: ${report.sealed} entries, ${report.commits} signed commits.`
      : `NOT WHOLE. First bad entry: ${firstBad.seq} (${firstBad.where}): ${firstBad.problem}.`;
  return [
    verdict,
    `head      ${report.headSeq} ${report.headHash ?? "none"}`,
    `unsealed  ${report.unsealed}`,
    `signed    ${report.signaturesChecked} of ${report.commits} commits checked`,
    `took      ${(report.durationMs / 1000).toFixed(1)} s`,
    ...report.notes.map((note) => `note      ${note}`),
  ].join("\n");
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    warn(`The history could not be checked: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  },
);
