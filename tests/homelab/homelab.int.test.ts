import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import {
  copyHomelab,
  freePorts,
  type HomelabCopy,
  type PlaybookResult,
  works,
} from "./homelab-copy.ts";
import { deleteKumaMonitor, readKumaMonitors } from "./kuma-monitors.ts";

const hasRegistry = works("npm", ["view", "uptime-kuma@2.0.0-dev.0", "version"]);
const hasApt = works("apt-get", ["--version"]);
const hasLint = works("ansible-lint", ["--version"]);
const isRoot = process.getuid?.() === 0;
if (!hasRegistry)
  process.stderr.write("skipped: the npm registry does not answer, no Uptime Kuma\n");
if (!hasApt) process.stderr.write("skipped: no apt-get, so nothing to unpack programs from\n");
if (!isRoot) process.stderr.write("skipped: checking accounts and updates needs root\n");

const KUMA_TIMEOUT_MS = 600_000;
// A test that timed out would go on in the background and change what the next one sees.
vi.setConfig({ testTimeout: KUMA_TIMEOUT_MS, hookTimeout: KUMA_TIMEOUT_MS });
let homelab: HomelabCopy;
let variables: Record<string, unknown> = {};
let kumaUrl = "";
/** Compiling sqlite3 takes minutes, so the other playbooks are tried meanwhile. */
let kumaDeployment: Promise<PlaybookResult> | null = null;

beforeAll(async () => {
  homelab = copyHomelab();
  const [kuma = 0, portal = 0, exporter = 0, dns = 0] = await freePorts(4);
  kumaUrl = `http://127.0.0.1:${kuma}/`;
  variables = {
    ...{ kuma_port: kuma, kuma_lan: false, kuma_method: "npm" },
    ...{ portal_port: portal, portal_lan: false, node_exporter_port: exporter, dns_port: dns },
  };
  if (hasRegistry) {
    await succeed("uptime-kuma/deploy", {}, ["--check", "--diff"]);
    kumaDeployment = homelab.run("uptime-kuma/deploy", variables);
  }
});
afterAll(async () => {
  await kumaDeployment;
  homelab.remove();
});

const path = (...parts: string[]) => join(homelab.homelabDirectory, ...parts);
const playbookFiles = () =>
  readdirSync(join(homelab.repository, "playbooks"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml"))
    .map((file) => `playbooks/${file}`);
const secretFile = () => path("secrets/uptime-kuma.json");

/** Runs a playbook that must succeed. */
async function succeed(name: string, extra: Record<string, unknown> = {}, options: string[] = []) {
  const result = await homelab.run(name, { ...variables, ...extra }, options);
  const { exitCode, failed, unreachable } = result;
  expect({ exitCode, failed, unreachable }, result.output).toEqual({
    exitCode: 0,
    failed: 0,
    unreachable: 0,
  });
  expect(result.ok, result.output).toBeGreaterThan(0);
  return result;
}

/** Runs it twice; the second time nothing may change. Returns the first run. */
async function twice(name: string, extra: Record<string, unknown> = {}) {
  const first = await succeed(name, extra);
  const second = await succeed(name, extra);
  expect(second.changed, second.output).toBe(0);
  const seconds = [first, second].map((run) => (run.durationMs / 1000).toFixed(1));
  process.stderr.write(`  ${name}: ${seconds.join(" s, again ")} s\n`);
  return first;
}

/** Previews it in check mode, then runs it twice. */
async function previewedTwice(name: string, extra: Record<string, unknown> = {}) {
  await succeed(name, extra, ["--check", "--diff"]);
  return twice(name, extra);
}

const kill = (app: string) => {
  const [pid = "0"] = readFileSync(path("run", `${app}.pid`), "utf8").split(" ");
  process.kill(Number(pid), "SIGKILL");
};

const answers = async (url: string) =>
  (await fetch(url, { headers: { connection: "close" }, signal: AbortSignal.timeout(5000) }))
    .status;

describe("the example homelab runs", () => {
  it("says hello quickly", async () => {
    const first = await previewedTwice("hello/report");
    expect(first.output).toContain("Hello, homelab.");
  });

  it.each(["disk/report", "certificates/configure"])("%s", async (name) => {
    await previewedTwice(name);
  });

  it("renews certificates that expire soon, keeping the authority", async () => {
    const authority = readFileSync(path("certs/ca.crt"), "utf8");
    const result = await succeed("certificates/configure", { certificate_renew_days: 398 });
    expect(result.changed).toBe(1);
    expect(readFileSync(path("certs/ca.crt"), "utf8")).toBe(authority);
    const verify = [
      "verify",
      "-CAfile",
      path("certs/ca.crt"),
      path("certs/hosts/kuma.home.arpa.crt"),
    ];
    expect(execFileSync("openssl", verify, { encoding: "utf8" })).toContain("OK");
  });

  it
    .runIf(hasApt)
    .each(["packages/report", "node-exporter/deploy", "dns/configure", "portal/deploy"])(
    "%s",
    async (name) => {
      await previewedTwice(name);
    },
  );

  it.runIf(hasApt)("serves real metrics and a page with every portal", async () => {
    const metrics = await fetch(`http://127.0.0.1:${variables["node_exporter_port"]}/metrics`);
    expect(await metrics.text()).toContain("node_memory_MemTotal_bytes");
    const page = await fetch(`http://127.0.0.1:${variables["portal_port"]}/`);
    expect(await page.text()).toContain('<a href="http://127.0.0.1:8123/">Home Assistant</a>');
  });

  it.runIf(hasApt)(
    "answers a changed DNS record without a restart, and refuses a broken one",
    async () => {
      const pid = readFileSync(path("run/dns.pid"), "utf8");
      await succeed("dns/configure", { dns_records: ["10.1.2.3 printer.home.arpa"] });
      expect(readFileSync(path("run/dns.pid"), "utf8")).toBe(pid);
      const broken = { ...variables, dns_records: ["printer.home.arpa 10.1.2.3"] };
      expect((await homelab.run("dns/configure", broken)).output).toContain("Not a record");
    },
  );

  it.runIf(hasRegistry)(
    "deploys Uptime Kuma, which then answers",

    async () => {
      const first = await kumaDeployment;
      if (!first) throw new Error("the deployment was started before");
      expect(first.exitCode, first.output).toBe(0);
      const preview = await succeed("uptime-kuma/deploy", {}, ["--check", "--diff"]);
      expect(preview.changed, preview.output).toBe(0);
      const again = await succeed("uptime-kuma/deploy");
      expect(again.changed, again.output).toBe(0);
      const seconds = [first, again].map((run) => (run.durationMs / 1000).toFixed(1));
      process.stderr.write(`  uptime-kuma/deploy: ${seconds.join(" s, again ")} s\n`);
      expect(first.changed).toBeGreaterThan(0);
      expect(await answers(kumaUrl)).toBe(200);
      expect(statSync(secretFile()).mode & 0o777).toBe(0o600);
      const { password } = JSON.parse(readFileSync(secretFile(), "utf8"));
      expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
      expect(first.output).not.toContain(password);
    },
  );

  it.runIf(hasRegistry)("gives Uptime Kuma one monitor for each portal", async () => {
    const first = await previewedTwice("uptime-kuma/add-portals");
    expect(first.changed).toBe(1);
    const monitors = await readKumaMonitors(kumaUrl, secretFile());
    const named = monitors.map(({ name, description }) => ({ name, description }));
    const file = parse(readFileSync(join(homelab.repository, "portals.yml"), "utf8"));
    const portals: { name: string; description: string }[] = file.portals;
    const expected = portals.map(({ name, description }) => ({ name, description }));
    expect(named).toEqual(expected);
    expect(monitors.find((monitor) => monitor.name === "Router")).toMatchObject({
      type: "http",
      url: `http://${file.router_address}/`,
    });
    const [hostname, port] = file.printer_address.split(":");
    const printer = { type: "port", hostname, port: Number(port) };
    expect(monitors.find((monitor) => monitor.name === "Printer")).toMatchObject(printer);
  });

  it.runIf(hasRegistry)(
    "corrects a changed portal, restores a deleted one and leaves the rest",
    async () => {
      const before = await readKumaMonitors(kumaUrl, secretFile());
      const deleted = before.find((monitor) => monitor.name === "NAS");
      await deleteKumaMonitor(kumaUrl, secretFile(), deleted?.id ?? 0);
      const file = join(homelab.repository, "portals.yml");
      const changed = readFileSync(file, "utf8").replace("127.0.0.1:8081", "127.0.0.1:8082");
      writeFileSync(file, changed);
      const result = await twice("uptime-kuma/add-portals");
      expect(result.output).toContain('"changed": 2');
      const after = await readKumaMonitors(kumaUrl, secretFile());
      const address = (name: string) => after.find((monitor) => monitor.name === name)?.url;
      expect(address("Router")).toBe("http://127.0.0.1:8082/");
      expect(after.map((monitor) => monitor.name).sort()).toEqual(
        before.map((monitor) => monitor.name).sort(),
      );
      const same = (list: typeof after) =>
        list.find((monitor) => monitor.name === "Home Assistant");
      expect(same(after)).toMatchObject({ id: same(before)?.id });
    },
  );

  it.runIf(hasRegistry)(
    "backs Uptime Kuma up with its monitors while it runs, and updates it",
    async () => {
      await previewedTwice("uptime-kuma/backup");
      await previewedTwice("uptime-kuma/update");
      const archives = execFileSync("find", [path("backups/uptime-kuma"), "-name", "*.tar.gz"]);
      const [archive = ""] = archives.toString().trim().split("\n");
      execFileSync("tar", ["-xzf", archive, "-C", path("tmp"), "data/uptime-kuma/kuma.db"]);
      const count =
        "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('select count(*) from monitor').fetchone()[0])";
      const monitors = execFileSync("python3", ["-c", count, path("tmp/data/uptime-kuma/kuma.db")]);
      expect(Number(monitors)).toBe(5);
    },
  );

  it.runIf(hasRegistry)("starts Uptime Kuma again when it died", async () => {
    kill("uptime-kuma");
    const again = await succeed("uptime-kuma/deploy");
    expect(again.changed).toBe(1);
    expect(await answers(kumaUrl)).toBe(200);
  });

  it.runIf(hasApt)("says which port something else has, and starts on another", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await succeed("apps/stop", { app_name: "portal" });
    const refused = await homelab.run("portal/deploy", { ...variables, portal_port: port });
    other.close();
    expect(refused.failed, refused.output).toBe(1);
    expect(refused.output).toContain(`Port ${port} of this machine is in use by something`);
    await succeed("portal/deploy");
  });

  it.runIf(hasApt)("acts on one app by its name, and names the choices otherwise", async () => {
    await previewedTwice("apps/report");
    await previewedTwice("apps/backup");
    await previewedTwice("apps/stop", { app_name: "dns" });
    await previewedTwice("apps/start", { app_name: "all" });
    expect((await succeed("apps/restart", { app_name: "portal" })).changed).toBe(1);
    const unknown = await homelab.run("apps/restart", { app_name: "nextcloud" });
    expect(unknown.failed).toBe(1);
    expect(unknown.output).toContain("node-exporter");
  });

  it.runIf(hasRegistry)(
    "still has Uptime Kuma answering after all the other playbooks",
    async () => {
      expect(await answers(kumaUrl)).toBe(200);
    },
  );

  it.runIf(hasApt).each(["portal/remove", "node-exporter/remove", "dns/remove"])(
    "%s",
    async (name) => {
      await twice(name);
    },
  );

  it.runIf(hasRegistry)("removes Uptime Kuma, its data only when asked", async () => {
    await previewedTwice("uptime-kuma/remove");
    expect(existsSync(path("data/uptime-kuma/kuma.db"))).toBe(true);
    await twice("uptime-kuma/remove", { remove_data: true });
    expect(existsSync(path("data/uptime-kuma"))).toBe(false);
    await expect(answers(kumaUrl)).rejects.toThrow();
  });

  it.runIf(hasLint)("is clean by ansible-lint's strictest profile", async () => {
    const playbooks = playbookFiles();
    const args = ["--offline", "--nocolor", "-q", "--profile", "production", ...playbooks];
    const lint = spawnSync("ansible-lint", args, { cwd: homelab.repository, encoding: "utf8" });
    expect(lint.status, lint.stdout).toBe(0);
  });

  it.each(["users/configure", "packages/update"])("%s is valid", async (name) => {
    const result = await homelab.run(name, {}, ["--syntax-check"]);
    expect(result.exitCode, result.output).toBe(0);
  });

  it.runIf(isRoot && hasApt).each(["users/configure", "packages/update"])(
    "%s can be previewed without changing this machine",
    async (name) => {
      const extra = { ansible_become: false, user_name: "chiffon-test-person" };
      const accounts = readFileSync("/etc/passwd", "utf8");
      await succeed(name, extra, ["--check"]);
      expect(readFileSync("/etc/passwd", "utf8")).toBe(accounts);
    },
  );
});
