import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunSecrets } from "#server/contracts/runner.ts";
import { writeSudoStandIn } from "#tests/support/sudo-stand-in.ts";
import { findRemembered, forgetInput, removeAbandonedDrafts } from "./clean-run.ts";
import { interruptRun } from "./interrupt-run.ts";
import { runPaths } from "./run-directory.ts";
import { readRedactions } from "./run-secrets.ts";
import { RunnerFixture, until } from "./runner-fixture.ts";
import { gitBlobId } from "./verify-files.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

const none: RunSecrets = { vaultPasswords: [], hostVars: {} };
const writableDirs = [fixture.root];
const out = (name: string) => join(fixture.root, name);

/** Files below a directory with what is in them. */
function contents(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(directory, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(directory, name), "latin1")]));
}

function encrypt(path: string, text: string, password: string, id?: string): void {
  const file = fixture.write(path, text);
  const passwordFile = out("vault-password-for-encrypting");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  execFileSync("ansible-vault", [
    "encrypt",
    ...(id === undefined
      ? [`--vault-password-file=${passwordFile}`]
      : [`--vault-id=${id}@${passwordFile}`, `--encrypt-vault-id=${id}`]),
    file,
  ]);
}

describe("vault passwords (INFRA-07)", () => {
  it("keeps out of the output what only a vault file holds (INFRA-03)", async () => {
    encrypt(
      "hidden/vars.yml",
      "door_code: 4711xy\nhost_note: |\n  behind the\n  hedge\n",
      "open up",
    );
    const whole = fixture.write("hidden/site.yml", "");
    const inline = execFileSync("ansible-vault", [
      ...["encrypt_string", `--vault-password-file=${out("vault-password-for-encrypting")}`],
      ...["in-line secret", "--name", "sidedoor"],
    ]).toString();
    writeFileSync(
      whole,
      `- hosts: localhost
  gather_facts: false
  vars_files: [vars.yml]
  vars:
    ${inline.replaceAll("\n", "\n    ")}
  tasks:
    - copy: { dest: "${out("shown")}", content: "{{ door_code }}/{{ sidedoor }}/{{ host_note }}" }
    - debug: { msg: "{{ door_code }} {{ sidedoor }}" }
`,
    );
    const files = ["hidden/vars.yml", "hidden/site.yml"].map((path) => ({
      path,
      blob: gitBlobId(readFileSync(join(fixture.tree, path))),
    }));
    const secrets = { ...none, vaultPasswords: [{ id: "default", password: "open up" }] };
    const run = await fixture.complete(
      fixture.ansible(
        { playbookPath: "hidden/site.yml", secrets, diff: true },
        { writableDirs, files },
      ),
    );
    expect(readFileSync(out("shown"), "utf8")).toBe("4711xy/in-line secret/behind the\nhedge\n");
    expect(run.outcome.verdict).toBe("succeeded");
    const said = JSON.stringify([run.events, run.lines]);
    expect(said).toContain("[redacted]");
    expect(said).not.toMatch(/4711xy|in-line secret|behind the/);
  });

  fixture.write("vault/hosts.ini", "localhost ansible_connection=local\n");
  encrypt("vault/group_vars/all/a.yml", "first: from-a\n", "password of a");
  encrypt("vault/group_vars/all/b.yml", "second: from-b\n", "password of b", "prod");
  const target = out("opened");
  fixture.write(
    "vault/site.yml",
    `- hosts: localhost\n  gather_facts: false\n  tasks:\n    - copy: { dest: "${target}", content: "{{ first }} {{ second }}" }\n`,
  );
  const run = (vaultPasswords: RunSecrets["vaultPasswords"]) =>
    fixture.complete(
      fixture.ansible(
        {
          playbookPath: "vault/site.yml",
          inventoryPath: "vault/hosts.ini",
          secrets: { ...none, vaultPasswords },
        },
        { writableDirs },
      ),
    );

  it("open files of several ids", async () => {
    const { outcome } = await run([
      { id: "default", password: "password of a" },
      { id: "prod", password: "password of b" },
    ]);
    expect(outcome.verdict).toBe("succeeded");
    expect(readFileSync(target, "utf8")).toBe("from-a from-b");
  });

  it.each([
    ["a wrong one", [{ id: "prod", password: "guess" }], "wrong"],
    ["none", [], "missing"],
  ])("%s: the outcome says so", async (_what, passwords, problem) => {
    const { outcome } = await run(passwords);
    expect(outcome).toMatchObject({
      verdict: "failed",
      secretTrouble: { kind: "vault_password", problem },
    });
    expect(outcome.message).toMatch(/vault.*not tried again by itself/);
  });
});

describe("become passwords (INFRA-07)", () => {
  const passwords = { web1: "pass{{ word }} 'one'", web2: 'p"two\\' };
  const sudos = Object.entries(passwords).map(([host, password]) => {
    const exe = writeSudoStandIn(out(`bin/${host}`), password);
    // As root Ansible would not ask sudo to become root; the stand-in stays whoever calls it.
    return `${host} ansible_connection=local ansible_become_exe=${exe} ansible_become_user=daemon`;
  });
  fixture.write("sudo.ini", `${sudos.join("\n")}\n`);
  fixture.write(
    "sudo.yml",
    `- hosts: all\n  gather_facts: false\n  become: true\n  tasks:\n    - copy: { dest: "${out("by-")}{{ inventory_hostname }}", content: done }\n`,
  );
  const asked = (host: string) => {
    const file = out(`bin/${host}/asked`);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0;
  };
  const run = (secrets: RunSecrets, limit: string[]) =>
    fixture.complete(
      fixture.ansible(
        { playbookPath: "sudo.yml", inventoryPath: "sudo.ini", limit, secrets },
        { profile: "unconfined" },
      ),
    );

  it("serve all hosts by one file", async () => {
    const { outcome, text } = await run({ ...none, becomePassword: passwords.web1 }, ["web1"]);
    expect(outcome.message, text).toBe("Done on 1 host: 1 change.");
    expect(asked("web1")).toBeGreaterThan(0);
  });

  it("go host by host where they differ, template text and quotes in them included", async () => {
    const hostVars = Object.fromEntries(
      Object.entries(passwords).map(([host, word]) => [host, { ansible_become_password: word }]),
    );
    const { outcome, text } = await run({ ...none, hostVars }, ["web1", "web2"]);
    expect(
      outcome.hosts.map(({ host, failed }) => [host, failed]),
      text,
    ).toEqual([
      ["web1", 0],
      ["web2", 0],
    ]);
    expect(existsSync(out("by-web2"))).toBe(true);
  });

  it("that are wrong are tried once, and the outcome names the host", async () => {
    const before = asked("web2");
    const { outcome } = await run({ ...none, becomePassword: "guess" }, ["web2"]);
    expect(outcome).toMatchObject({
      verdict: "failed",
      secretTrouble: { kind: "become_password", problem: "wrong", hosts: ["web2"] },
      message:
        "The sudo password is not the right one on web2. It is not tried again by itself, so that no account is locked.",
    });
    expect(asked("web2")).toBe(before + 1);
  });

  it("that are missing are named as missing", async () => {
    const { outcome } = await run(none, ["web1", "web2"]);
    expect(outcome.secretTrouble).toMatchObject({ problem: "missing", hosts: ["web1", "web2"] });
    expect(outcome.message).toContain("sudo asks for a password on web1, web2");
  });
});

describe("variables of one host", () => {
  it("reach that host alone, and localhost keeps its local connection", async () => {
    fixture.write("pair.ini", "nas ansible_connection=local\n");
    fixture.write(
      "pair.yml",
      `- hosts: nas,localhost\n  gather_facts: false\n  tasks:\n    - copy: { dest: "${out("var-")}{{ inventory_hostname }}", content: "{{ api_token | default('unset') }} {{ ansible_password | default('') }}" }\n`,
    );
    const hostVars = {
      localhost: { api_token: "of {{ localhost }}" },
      nas: { ansible_password: "ssh-pass" },
    };
    const { outcome, text } = await fixture.complete(
      fixture.ansible(
        {
          playbookPath: "pair.yml",
          inventoryPath: "pair.ini",
          limit: ["nas", "localhost"],
          secrets: { ...none, hostVars },
        },
        { writableDirs },
      ),
    );
    expect(outcome.verdict, text).toBe("succeeded");
    expect(readFileSync(out("var-localhost"), "utf8")).toBe("of {{ localhost }} ");
    expect(readFileSync(out("var-nas"), "utf8")).toBe("unset ssh-pass");
  });
});

describe("what a run was given (E13, E14)", () => {
  const canaries = ["become-canary-1", "vault-canary-2", "host-canary-3", "variable-canary-4"];
  const [becomePassword = "", vault = "", hostVar = "", variable = ""] = canaries;
  const secrets: RunSecrets = {
    becomePassword,
    vaultPasswords: [{ id: "prod", password: vault }],
    hostVars: { localhost: { ansible_password: hostVar } },
  };
  const begun = out("begun");
  fixture.write(
    "wait.yml",
    `- hosts: localhost\n  gather_facts: false\n  tasks:\n    - shell: touch ${begun}; sleep 60\n`,
  );
  const start = () =>
    fixture.start(
      fixture.ansible(
        { playbookPath: "wait.yml", extraVars: { token: variable }, secrets },
        { writableDirs, redactions: canaries },
      ),
    );
  const leaking = (texts: Iterable<string>) =>
    [...texts].filter((text) => canaries.some((canary) => text.includes(canary)));

  it("is in no argument and no environment, in private files only, and gone after a kill", async () => {
    const runDir = await start();
    await until(() => existsSync(begun), 60_000);
    const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const seen = processes.flatMap((pid) =>
      ["cmdline", "environ"].map((name) => {
        try {
          return readFileSync(`/proc/${pid}/${name}`, "latin1");
        } catch {
          return "";
        }
      }),
    );
    expect(seen.some((text) => text.includes(runDir))).toBe(true);
    expect(leaking(seen)).toEqual([]);
    const holding = [...contents(runDir)].filter(([, text]) => leaking([text]).length > 0);
    expect(holding.map(([name]) => name).sort()).toEqual([
      "input/become-password",
      "input/extra-vars.json",
      "input/host-secrets/host_vars/localhost.json",
      "input/vault-password-1",
      "redactions.json",
    ]);
    for (const [name] of holding) expect(statSync(join(runDir, name)).mode & 0o777).toBe(0o600);
    expect(readRedactions(runDir)).toEqual(canaries);

    await interruptRun(runDir, { graceMs: 0 });
    expect(findRemembered(fixture.runsDir)).toContain(runDir.slice(fixture.runsDir.length + 1));
    await forgetInput(runDir);
    expect(leaking(contents(runDir).values())).toEqual([]);
    expect(findRemembered(fixture.runsDir)).not.toContain(runDir.slice(fixture.runsDir.length + 1));
  });

  it("does not stay in a directory that was never finished", async () => {
    const runDir = await fixture.prepare(
      fixture.ansible({ playbookPath: "wait.yml", secrets }, { redactions: canaries }),
    );
    const draft = `${runDir}.0a.draft`;
    execFileSync("cp", ["-a", runDir, draft]);
    await removeAbandonedDrafts(fixture.runsDir);
    expect(existsSync(draft)).toBe(true);
    execFileSync("touch", ["-d", "2 minutes ago", draft]);
    await removeAbandonedDrafts(fixture.runsDir);
    expect(existsSync(draft)).toBe(false);
    expect(existsSync(runPaths(runDir).input)).toBe(true);
  });
});
