import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { unpackRedis } from "./redis-without-root.mjs";
import { SetupError, say } from "./say.mjs";
import { runStep, setupLog } from "./step.mjs";

const INSTALL_SCRIPT = fileURLToPath(new URL("install-packages.sh", import.meta.url));
const ASK_AGAIN_AFTER_MS = 60 * 60 * 1000;

/**
 * What the operating system has to bring. `programs`: any one of them is enough.
 * @type {{ name: string, programs: string[], sizeMb: number, reason: string, forTests?: boolean, required?: boolean }[]}
 */
const PACKAGES = [
  {
    name: "redis-server",
    programs: ["redis-server"],
    sizeMb: 7,
    reason: "the work queue",
    required: true,
  },
  {
    name: "git",
    programs: ["git"],
    sizeMb: 40,
    reason: "playbook repositories and the audit history",
  },
  {
    name: "ansible-core",
    programs: ["ansible-playbook"],
    sizeMb: 20,
    reason: "runs your playbooks",
  },
  {
    name: "ansible-lint",
    programs: ["ansible-lint"],
    sizeMb: 12,
    reason: "suggestions after a failure",
  },
  {
    name: "bubblewrap",
    programs: ["bwrap"],
    sizeMb: 1,
    reason: "keeps playbooks away from this machine's files",
  },
  { name: "openssh-client", programs: ["ssh"], sizeMb: 6, reason: "reaches your hosts" },
  {
    name: "openssh-server",
    programs: ["sshd"],
    sizeMb: 2,
    reason: "test hosts on loopback",
    forTests: true,
  },
  { name: "sudo", programs: ["sudo"], sizeMb: 6, reason: "test hosts on loopback", forTests: true },
  {
    name: "chromium",
    programs: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    sizeMb: 300,
    reason: "browser tests",
    forTests: true,
  },
];

/**
 * Returns what is missing for a target.
 * @param {{ withTests: boolean, env?: Record<string, string | undefined> }} options
 */
export function findMissing({ withTests, env = process.env }) {
  return PACKAGES.filter((wanted) => {
    if (wanted.forTests && !withTests) return false;
    if (wanted.forTests && wanted.name === "chromium" && env.CHROMIUM_PATH) return false;
    if (wanted.name === "redis-server" && env.REDIS_URL) return false;
    return !wanted.programs.some((program) => isOnPath(program, env));
  });
}

/**
 * Installs missing packages: asks once on a terminal; without one only as root or with CHIFFON_INSTALL=1.
 * Everything but Redis is optional and merely switched off when missing.
 *
 * @param {{ root: string, dataDir: string, withTests: boolean }} options
 * @throws SetupError with the one command when Redis can't be had
 */
export async function installSystemPackages({ root, dataDir, withTests }) {
  const missing = findMissing({ withTests });
  if (missing.length === 0) return;
  const redisUnpacked = existsSync(path.join(dataDir, "redis-bin/usr/bin/redis-server"));
  if (redisUnpacked && missing.every(({ name }) => name === "redis-server")) return;
  if (await mayInstall(root, missing)) runInstaller(root, missing);

  const left = findMissing({ withTests });
  for (const { name, reason, required } of left) {
    if (!required) say(`${name} is missing (${reason}): that part is off.`);
  }
  if (left.length === 0) return;
  const command = commandFor(left);
  if (left.some(({ required }) => required) && !redisUnpacked && !unpackRedis(root, dataDir)) {
    throw new SetupError(
      `Redis is required and not installed. Run:\n  ${command}\nor set REDIS_URL to a Redis of your own.`,
    );
  }
  const optional = left.filter(({ required }) => !required);
  if (optional.length > 0) say(`To switch it on:\n  ${commandFor(optional)}`);
}

async function mayInstall(root, missing) {
  if (process.env.CHIFFON_INSTALL === "0" || !isOnPath("apt-get", process.env)) return false;
  if (process.env.CHIFFON_INSTALL === "1") return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) return process.getuid?.() === 0;
  const refusal = path.join(root, ".chiffon/install-refused");
  if (existsSync(refusal) && Date.now() - statSync(refusal).mtimeMs < ASK_AGAIN_AFTER_MS)
    return false;
  rmSync(refusal, { force: true });
  if (await askToInstall(missing)) return true;
  mkdirSync(path.dirname(refusal), { recursive: true });
  writeFileSync(refusal, "");
  return false;
}

async function askToInstall(missing) {
  say("These packages of your system are missing:");
  for (const { name, sizeMb, reason, required } of missing) {
    say(
      `  ${name.padEnd(16)} ${`${sizeMb} MB`.padStart(7)}  ${reason}${required ? " (required)" : ""}`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("Install them now? [Y/n] ");
    return /^(y|yes|)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

/** Refreshes the package lists once and installs, without ever starting or enabling a service. */
function runInstaller(root, missing) {
  const names = missing.map(({ name }) => name);
  const [command, ...args] = [...asRoot(), "sh", INSTALL_SCRIPT, ...names];
  const { ok, problem } = runStep({
    title: `Installing ${names.join(", ")}`,
    log: setupLog(root),
    command,
    args,
    // sudo may ask for a password; it speaks to the terminal itself.
    stdin: process.stdin.isTTY ? "inherit" : "ignore",
  });
  if (!ok) say(`The installation did not go through:\n${problem}`);
}

function asRoot() {
  if (process.getuid?.() === 0) return [];
  return process.stdin.isTTY ? ["sudo"] : ["sudo", "-n"];
}

function commandFor(missing) {
  const names = missing.map(({ name }) => name).join(" ");
  if (!isOnPath("apt-get", process.env)) return `install with your package manager: ${names}`;
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names}`;
}

function isOnPath(program, env) {
  // sshd and friends live in folders that are not on a normal user's path.
  const folders = `${env.PATH ?? ""}:/usr/sbin:/sbin`.split(":").filter(Boolean);
  return folders.some((folder) => isExecutable(path.join(folder, program)));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
