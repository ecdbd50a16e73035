import { startChiffon } from "#scripts/start/supervisor.ts";
import { measureFamily } from "#scripts/bench/process-use.ts";
const dir = process.argv[2]!; const flags = process.argv.slice(3);
const t = performance.now();
const c = await startChiffon({ dataDir: "/tmp/ws/data", port: 0, host: "127.0.0.1", build: false, log: () => {},
  replaced: [{ name: "web", role: "web", args: [...flags, `${dir}/web.js`] }, { name: "workers", role: "worker", args: [...flags, `${dir}/workers.js`] }] });
const sp = performance.now()-t|0;
await c.ready(); const cpu = (n: string) => measureFamily(c.pids()[n]!).filter((u) => u.pid === c.pids()[n])[0]!.cpuSeconds;
console.log("spawned", sp, "ready", performance.now()-t|0, "web cpu", cpu("web"), "workers cpu", cpu("workers"));
if (process.env.ZZIDLE) { await new Promise((r) => setTimeout(r, 60000)); for (const n of ["web","workers"]) console.log(n, (measureFamily(c.pids()[n]!).filter((u) => u.pid === c.pids()[n])[0]!.pssBytes / 1048576).toFixed(1)); }
await c.stop();
