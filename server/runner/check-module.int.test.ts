import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const module = fileURLToPath(new URL("../../ansible/library/chiffon_check.py", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "chiffon-check-module-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Makes one check on a host that has these programs and no others, each a shell script. */
function check(kind: "systemd" | "container", programs: Readonly<Record<string, string>>): unknown {
  const bin = mkdtempSync(join(scratch, "bin-"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const home = join(bin, "home");
  mkdirSync(home);
  symlinkSync("/bin/sh", join(bin, "sh"));
  const asked = JSON.stringify({ kind, target: "grafana", timeoutSeconds: 1 });
  const said = execFileSync("/usr/bin/python3", [module], {
    input: JSON.stringify({ ANSIBLE_MODULE_ARGS: { key: "c1", check: asked } }),
    env: { PATH: bin, HOME: home, LANG: "C.UTF-8" } as unknown as NodeJS.ProcessEnv, // the web framework's typings ask for more
    encoding: "utf8",
  });
  return (JSON.parse(said) as { check: unknown }).check;
}

const passed = (message: string) => ({ ok: true, isMade: true, message });
const failed = (message: string) => ({ ok: false, isMade: true, message });
const notMade = (message: string) => ({ ok: false, isMade: false, message });

const unit = (load: string, active: string, sub: string) => ({
  systemctl: `printf 'LoadState=${load}\\nActiveState=${active}\\nSubState=${sub}\\n'`,
});

describe("the check of a unit", () => {
  it.each([
    ["runs", unit("loaded", "active", "running"), passed("it is active (running)")],
    ["failed", unit("loaded", "failed", "failed"), failed("it is failed (failed)")],
    ["is not there", unit("not-found", "inactive", "dead"), failed("there is no unit grafana")],
    [
      "can't be asked for",
      { systemctl: "echo 'System has not been booted with systemd' >&2; exit 1" },
      notMade("systemd does not answer here: System has not been booted with systemd"),
    ],
    ["meets no systemd", {}, notMade("this host has no systemd")],
  ])("that %s", (_, programs, expected) => {
    expect(check("systemd", programs)).toEqual(expected);
  });
});

const missing = "echo 'Error: No such container: grafana' >&2; exit 1";
const state = (status: string, health?: string) =>
  `echo '${JSON.stringify({ Status: status, ...(health === undefined ? {} : { Health: { Status: health } }) })}'`;

describe("the check of a container", () => {
  it.each([
    ["runs", { docker: state("running") }, passed("it is running")],
    ["is healthy", { docker: state("running", "healthy") }, passed("it is running and healthy")],
    [
      "is not healthy",
      { docker: state("running", "unhealthy") },
      failed("it is running, but unhealthy"),
    ],
    ["ended", { docker: state("exited") }, failed("it is exited")],
    ["is Podman's", { docker: missing, podman: state("running", "") }, passed("it is running")],
    ["is not there", { docker: missing, podman: missing }, failed("there is no container grafana")],
    [
      "this user may not ask for",
      { docker: "echo 'permission denied while connecting' >&2; exit 1" },
      notMade("docker does not answer here: permission denied while connecting"),
    ],
    ["meets no engine", {}, notMade("this host has neither docker nor podman")],
  ])("that %s", (_, programs, expected) => {
    expect(check("container", programs)).toEqual(expected);
  });
});
