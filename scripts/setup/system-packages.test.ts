import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findMissing } from "./system-packages.mjs";

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "system-"));
  mkdirSync(at("bin"));
  mkdirSync(at("units"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script = "exit 0") {
  writeFileSync(at("bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(at("bin", name), 0o755);
}

const names = (env: Record<string, string>, withTests = false) =>
  findMissing({ withTests, env: { PATH: at("bin"), ...env } }).map(({ name }) => name);

describe("what is missing", () => {
  test("is what the target needs and the path lacks", () => {
    for (const name of ["git", "ansible-playbook", "ansible-lint", "bwrap", "ssh"]) program(name);
    expect(names({})).toEqual(["redis-server"]);
    expect(names({ REDIS_URL: "redis://nas:6379" })).toEqual([]);
  });

  test("includes a browser only for tests, and any known one will do", () => {
    expect(names({})).not.toContain("chromium");
    expect(names({}, true)).toContain("chromium");
    expect(names({ CHROMIUM_PATH: "/opt/chromium" }, true)).not.toContain("chromium");
    program("google-chrome");
    expect(names({}, true)).not.toContain("chromium");
  });
});

describe("installing", () => {
  const install = (...packages: string[]) =>
    spawnSync("sh", ["scripts/setup/install-packages.sh", ...packages], {
      encoding: "utf8",
      env: {
        NODE_ENV: "test",
        PATH: `${at("bin")}:/usr/bin:/bin`,
        POLICY_FILE: at("policy-rc.d"),
        UNIT_DIR: at("units"),
        RECORD: at("record"),
      },
    });
  /** Stands in for apt-get: notes whether a service could have been started while it ran. */
  const recordGuards = `[ "$1" = update ] || {
    "$POLICY_FILE"; echo "policy $?" >>"$RECORD"
    echo "redis $(readlink "$UNIT_DIR/redis-server.service")" >>"$RECORD"
    mkdir -p "$UNIT_DIR/multi-user.target.wants"
    ln -s /lib/redis "$UNIT_DIR/multi-user.target.wants/redis-server.service"
  }`;

  test("can't start Debian's own Redis meanwhile, and does not leave it enabled", () => {
    program("apt-get", recordGuards);
    expect(install("redis-server", "git").status).toBe(0);
    expect(readFileSync(at("record"), "utf8")).toBe("policy 101\nredis /dev/null\n");
    expect(existsSync(at("policy-rc.d"))).toBe(false);
    expect(existsSync(at("units/redis-server.service"))).toBe(false);
    expect(() => lstatSync(at("units/multi-user.target.wants/redis-server.service"))).toThrow(
      /ENOENT/,
    );
  });

  test("leaves the owner's own policy and masks as they are", () => {
    program("apt-get");
    writeFileSync(at("policy-rc.d"), "#!/bin/sh\nexit 0\n");
    symlinkSync("/dev/null", at("units/redis-server.service"));
    install("redis-server");
    expect(readFileSync(at("policy-rc.d"), "utf8")).toContain("exit 0");
    expect(lstatSync(at("units/redis-server.service")).isSymbolicLink()).toBe(true);
  });

  test("reports failure and still takes its guards away", () => {
    program("apt-get", "exit 100");
    expect(install("redis-server").status).toBe(100);
    expect(existsSync(at("policy-rc.d"))).toBe(false);
    expect(existsSync(at("units/redis-server.service"))).toBe(false);
  });
});
