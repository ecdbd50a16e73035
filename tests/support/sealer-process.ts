import { GitLedger } from "#server/audit/git-ledger.ts";
import { AuditSealer } from "#server/audit/sealer.ts";
import { createLogger } from "#server/platform/logger.ts";

// A sealer in a process of its own, for tests that kill it: DATABASE-URL GIT-DIR KEY-FILE as arguments.
const [databaseUrl = "", gitDir = "", keyFile = ""] = process.argv.slice(2);
const log = createLogger("sealer", "silent");
const ledger = new GitLedger({ gitDir, keyFile, log, staleLockMs: 500 });
new AuditSealer({ databaseUrl, ledger, log, wake: () => () => undefined }).start();
process.stdout.write("started\n");
