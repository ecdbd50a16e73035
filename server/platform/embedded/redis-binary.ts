import { existsSync } from "node:fs";
import path from "node:path";

/** The server program and what it needs in its environment. */
export interface RedisBinary {
  file: string;
  env: Record<string, string>;
}

const SYSTEM_FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/redis/bin"];

/**
 * Finds redis-server: the system's, else the one that set-up unpacked without root into `dataDir`/redis-bin.
 * @throws Error with the command that installs it.
 */
export function locateRedis(dataDir: string): RedisBinary {
  for (const folder of SYSTEM_FOLDERS) {
    const file = path.join(folder, "redis-server");
    if (existsSync(file)) return { file, env: {} };
  }
  const unpacked = path.join(dataDir, "redis-bin");
  const file = path.join(unpacked, "usr/bin/redis-server");
  if (existsSync(file)) {
    const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
    const folders = [`usr/lib/${triplet}`, `lib/${triplet}`].map((at) => path.join(unpacked, at));
    return { file, env: { LD_LIBRARY_PATH: folders.join(":") } };
  }
  throw new Error(
    "Redis is not installed. Run: sudo apt-get install -y redis-server (or set REDIS_URL to a Redis of your own)",
  );
}
