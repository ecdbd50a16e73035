import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { say } from "./say.mjs";
import { runStep, setupLog } from "./step.mjs";

const DEBIAN_PACKAGES = ["redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"];

/**
 * Unpacks Debian's Redis below the data directory, which needs no root; returns whether it runs from there.
 * @param {string} root
 * @param {string} dataDir
 */
export function unpackRedis(root, dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const draft = mkdtempSync(path.join(dataDir, "redis-bin-"));
  try {
    const { ok, problem } = runStep({
      title: "Trying without root: fetching Redis into the data directory",
      log: setupLog(root),
      command: "apt-get",
      args: ["download", "-q", ...DEBIAN_PACKAGES],
      cwd: draft,
    });
    if (!ok) {
      say(problem);
      return false;
    }
    for (const file of readdirSync(draft).filter((name) => name.endsWith(".deb"))) {
      if (
        spawnSync("dpkg", ["-x", file, "."], { cwd: draft, stdio: ["ignore", 2, 2] }).status !== 0
      )
        return false;
      rmSync(path.join(draft, file));
    }
    if (!runs(draft)) return false;
    const target = path.join(dataDir, "redis-bin");
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
    return true;
  } finally {
    if (existsSync(draft)) rmSync(draft, { recursive: true, force: true });
  }
}

function runs(directory) {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`].map((at) => path.join(directory, at));
  const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(":") };
  const redis = path.join(directory, "usr/bin/redis-server");
  return spawnSync(redis, ["--version"], { env, stdio: "ignore" }).status === 0;
}
