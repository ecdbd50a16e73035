// Runs a supervisor with stand-ins in a process of its own, so that a test can kill it. Prints its pids when ready.
import { startChiffon } from "../../../scripts/start/supervisor.ts";

const at = (name) => new URL(name, import.meta.url).pathname;
const chiffon = await startChiffon({
  dataDir: process.argv[2],
  port: 0,
  host: "127.0.0.1",
  build: false,
  children: [
    { name: "web", role: "web", args: [at("web.mjs")] },
    { name: "agent", role: "worker", args: [at("worker.mjs")] },
  ],
});
await chiffon.ready();
process.stdout.write(`${JSON.stringify(chiffon.pids())}\n`);
