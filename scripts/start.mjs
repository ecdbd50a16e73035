// Runs Chiffon: Postgres, Redis, web and workers, until it is told to stop. Compiled, or with `node --import tsx`.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dataDirOf } from "./setup/data-dir.mjs";
import { explain, SetupError, say } from "./setup/say.mjs";
import { browserUrls, readyMessage } from "./start/announce.ts";
import { StopLadder } from "./start/stop-ladder.ts";
import { startChiffon } from "./start/supervisor.ts";

/**
 * Starts everything and returns the exit code once it has stopped.
 * @param {string[]} args `--dev` serves the user interface from source
 * @param {string} [compiledIn] where the processes are compiled, from the root; left out: that is found out
 */
export async function main(args, compiledIn) {
  const startedAt = performance.now();
  const log = (line) => process.stdout.write(`${line}\n`);
  // A closed terminal must not end us before the runs are safe.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});

  const wantedPort = readPort(process.env.PORT);
  const chiffon = await startChiffon({
    dataDir: dataDirOf(process.env),
    port: wantedPort,
    host: process.env.HOST ?? "0.0.0.0",
    dev: args.includes("--dev"),
    ...(compiledIn === undefined ? {} : { compiledIn }),
    log,
  });
  if (wantedPort !== 0 && chiffon.port !== wantedPort) {
    log(`Port ${wantedPort} is taken; using ${chiffon.port}.`);
  }
  const ladder = new StopLadder({ chiffon, log });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => ladder.climb());

  chiffon.ready().then(
    () => {
      const seconds = (performance.now() - startedAt) / 1000;
      log(readyMessage(browserUrls(chiffon.host, chiffon.port), chiffon.setupToken, seconds));
    },
    (error) => {
      if (!ladder.isStopping)
        log(`${error.message}. See ${path.join(chiffon.dataDir, "logs/web.log")}`);
    },
  );
  await ladder.stopped;
  return 0;
}

function readPort(text = "3000") {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new SetupError(`PORT is "${text}"; it takes a number from 0 (any free one) to 65535.`);
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      say(explain(error));
      process.exit(1);
    },
  );
}
