import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

let template: string;
let root: string;

/** A checkout with our runner and, in place of everything it installs, one local package of development tools. */
beforeAll(() => {
  template = mkdtempSync(path.join(tmpdir(), "run-template-"));
  mkdirSync(path.join(template, "scripts"));
  cpSync("scripts/run.mjs", path.join(template, "scripts/run.mjs"));
  for (const folder of ["scripts/setup", "scripts/compile"])
    cpSync(folder, path.join(template, folder), { recursive: true });
  const tool = path.join(template, "vendor/next");
  mkdirSync(path.join(tool, "dist/bin"), { recursive: true });
  writeFileSync(path.join(tool, "package.json"), '{"name":"next","version":"1.0.0"}');
  writeFileSync(
    path.join(tool, "dist/bin/next"),
    `process.on("SIGTERM", () => process.exit(7));
     console.log(JSON.stringify(process.argv.slice(2)));
     if (process.argv[3] === "fail") process.exit(3);
     if (process.argv[3] === "wait") setInterval(() => {}, 1000);`,
  );
  const manifest = { name: "copy", private: true, devDependencies: { next: "file:./vendor/next" } };
  writeFileSync(path.join(template, "package.json"), JSON.stringify(manifest));
  spawnSync("npm", ["install", "--package-lock-only", "--offline"], { cwd: template });
});
beforeEach(() => {
  root = path.join(template, "copies", String(performance.now()));
  for (const part of ["scripts", "vendor", "package.json", "package-lock.json"]) {
    cpSync(path.join(template, part), path.join(root, part), { recursive: true });
  }
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** What an owner's shell may bring along. */
function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const userConfig = path.join(root, "npmrc");
  writeFileSync(userConfig, "ignore-scripts=true\nomit[]=dev\nomit[]=optional\n");
  return { ...process.env, NODE_ENV: "production", NPM_CONFIG_USERCONFIG: userConfig, ...extra };
}

function run(...args: string[]) {
  return spawnSync(process.execPath, ["scripts/run.mjs", ...args], {
    cwd: root,
    env: environment(),
    encoding: "utf8",
  });
}

const npmRan = (stderr: string) => stderr.includes("npm ci");

describe("npm run NAME", () => {
  test("installs development tools under ignore-scripts, omit=dev and NODE_ENV=production, with a clean stdout", () => {
    const first = run("build", "--json");
    expect(first.stdout).toBe('["build","--json"]\n');
    expect(npmRan(first.stderr)).toBe(true);
  });

  test("does nothing the second time", () => {
    run("build");
    const second = run("build");
    expect(second.stderr).toBe("");
    expect(second.stdout).toBe('["build"]\n');
  });

  test("installs again after an install that was interrupted", () => {
    run("build");
    rmSync(path.join(root, "node_modules/.chiffon-setup"));
    rmSync(path.join(root, "node_modules/.package-lock.json"));
    rmSync(path.join(root, "node_modules/next"));
    const repaired = run("build");
    expect(npmRan(repaired.stderr)).toBe(true);
    expect(repaired.stdout).toBe('["build"]\n');
  });

  test("accepts what the owner's own npm ci has installed", () => {
    spawnSync("npm", ["ci", "--include=dev", "--offline"], { cwd: root, env: environment() });
    expect(npmRan(run("build").stderr)).toBe(false);
  });

  test("does one set-up when two start together", async () => {
    const outputs = await Promise.all([runInBackground(), runInBackground()]);
    expect(outputs.map(({ stdout }) => stdout)).toEqual(['["build"]\n', '["build"]\n']);
    expect(outputs.filter(({ stderr }) => npmRan(stderr))).toHaveLength(1);
  });

  test("is not held up by a set-up that was killed", () => {
    mkdirSync(path.join(root, ".chiffon"));
    writeFileSync(path.join(root, ".chiffon/setup.lock"), "999999999 1 another-boot\n");
    expect(run("build").status).toBe(0);
    expect(existsSync(path.join(root, ".chiffon/setup.lock"))).toBe(false);
  });

  test("says what to do when npm fails, and leaves no stamp behind", () => {
    writeFileSync(path.join(root, "package-lock.json"), '{"lockfileVersion":3,"packages":{}}');
    const { status, stderr, stdout } = run("build");
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/Installing Node packages .*… failed after \d+\.\d s/);
    expect(stderr).toMatch(/npm ci failed:\n(?: {2}npm .*\n)+All of its output: .*setup\.log\n/);
    expect(stderr).toContain("Check the network, then run: npm run setup");
    expect(existsSync(path.join(root, "node_modules/.chiffon-setup"))).toBe(false);
  });

  test("passes the command's exit code on", () => {
    expect(run("build", "fail").status).toBe(3);
  });

  test("passes signals on to the command", async () => {
    run("build");
    const child = spawn(process.execPath, ["scripts/run.mjs", "build", "wait"], {
      cwd: root,
      env: environment(),
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdout.once("data", () => child.kill("SIGTERM"));
    expect(await ended).toBe(7);
  });

  test("lists the names when asked for another", () => {
    const { status, stderr } = run("nonsense");
    expect(status).toBe(2);
    expect(stderr).toContain("start, dev, build");
  });
});

function runInBackground(): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "build"], {
    cwd: root,
    env: environment(),
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  return new Promise((resolve) => child.once("close", () => resolve(output)));
}
