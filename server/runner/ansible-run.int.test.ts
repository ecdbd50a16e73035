import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunEvent } from "#server/contracts/runner.ts";
import { forgetInput } from "./clean-run.ts";
import { prepareRun } from "./prepare-run.ts";
import { createRedactor } from "./redactor.ts";
import { runPaths } from "./run-directory.ts";
import { readRunLog } from "./run-log.ts";
import { callbackDir, RunnerFixture } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

/** A play on localhost with these ansibleTasks, written as YAML list items. */
function play(name: string, tasks: string, head = ""): string {
  const text = `- hosts: localhost\n  gather_facts: false\n${head}  tasks:\n${tasks.replace(/^/gm, "    ")}\n`;
  fixture.write(name, text);
  return name;
}

const results = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "host.result" ? [event] : []));

describe("a playbook run", () => {
  it("tells its plays, ansibleTasks, results and stats, and succeeds", async () => {
    const playbookPath = play(
      "hello.yml",
      `- name: Say it\n  debug: { msg: "hello {{ who }}" }\n- name: Do it\n  command: "true"\n- name: Leave it\n  command: "true"\n  when: false`,
    );
    const { outcome, events, text, end } = await fixture.complete(
      fixture.ansible({ playbookPath, extraVars: { who: "world" } }),
    );
    expect(outcome).toMatchObject({
      verdict: "succeeded",
      exitCode: 0,
      message: "Done on 1 host: 1 change.",
      hosts: [{ host: "localhost", ok: 2, changed: 1, skipped: 1, failed: 0, unreachable: 0 }],
    });
    expect(outcome.resources.peakMemoryMib).toBeGreaterThan(20);
    expect(outcome.resources.cpuSeconds).toBeGreaterThan(0.1);
    expect(events.map(({ n }) => n)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ type: "play.started", hosts: ["localhost"] });
    expect(events[1]).toMatchObject({
      type: "ansibleTask.started",
      name: "Say it",
      action: "debug",
    });
    expect(results(events).map(({ status }) => status)).toEqual(["ok", "changed", "skipped"]);
    expect(results(events)[0]?.message).toBe("hello world");
    expect(text).toContain("TASK [Say it]");
    expect(end.droppedEvents).toBe(0);
  });

  it("names the ansibleTask, the host and the reason when it fails", async () => {
    const playbookPath = play(
      "fail.yml",
      `- name: Ignored\n  command: "false"\n  ignore_errors: true\n- block:\n    - name: Rescued\n      command: "false"\n  rescue:\n    - debug: { msg: saved }\n- name: Fatal\n  shell: echo because >&2; exit 3`,
    );
    const { outcome, events } = await fixture.complete(fixture.ansible({ playbookPath }));
    expect(outcome).toMatchObject({
      verdict: "failed",
      exitCode: 2,
      message: '"Fatal" failed on localhost.',
      failedAnsibleTask: { name: "Fatal", host: "localhost" },
      hosts: [{ failed: 1, rescued: 1, ignored: 1 }],
    });
    expect(outcome.failedAnsibleTask?.message).toContain("because");
    expect(outcome.failedAnsibleTask?.path).toMatch(/fail\.yml:\d+$/);
    expect(results(events).map(({ ignoreErrors }) => ignoreErrors)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("names the hosts that could not be reached", async () => {
    fixture.write(
      "dead.ini",
      "nas ansible_host=127.0.0.1 ansible_port=1\nlocalhost ansible_connection=local\n",
    );
    fixture.write("dead.yml", "- hosts: all\n  gather_facts: false\n  tasks:\n    - ping:\n");
    const { outcome } = await fixture.complete(
      fixture.ansible({
        playbookPath: "dead.yml",
        inventoryPath: "dead.ini",
        limit: ["nas", "localhost"],
      }),
    );
    expect(outcome).toMatchObject({ verdict: "failed", message: "nas could not be reached." });
    expect(outcome.hosts).toMatchObject([
      { host: "localhost", ok: 1 },
      { host: "nas", unreachable: 1 },
    ]);
  });

  it("is no success when nothing was done", async () => {
    fixture.write("two.ini", "web1 ansible_connection=local\nnas ansible_connection=local\n");
    fixture.write("web.yml", "- hosts: web1\n  gather_facts: false\n  tasks:\n    - ping:\n");
    fixture.write("empty.yml", "- hosts: web1\n  gather_facts: false\n  tasks: []\n");
    const run = (playbookPath: string, limit: string[]) =>
      fixture.complete(fixture.ansible({ playbookPath, inventoryPath: "two.ini", limit }));
    expect((await run("web.yml", ["nas"])).outcome).toMatchObject({
      verdict: "failed",
      exitCode: 0,
      message: "Nothing was done. No host matched this play.",
    });
    expect((await run("web.yml", ["web1", "nas"])).outcome).toMatchObject({
      verdict: "failed",
      message: "The playbook left out nas: no play in it addresses that host.",
    });
    expect((await run("empty.yml", ["web1"])).outcome.verdict).toBe("failed");
    expect((await run("web.yml", ["web1"])).outcome.verdict).toBe("succeeded");
  });

  it("fails with a hint when the playbook cannot be parsed", async () => {
    fixture.write("broken.yml", "- hosts: [\n");
    const { outcome } = await fixture.complete(fixture.ansible({ playbookPath: "broken.yml" }));
    expect(outcome).toMatchObject({ verdict: "failed", exitCode: 4, hosts: [] });
    expect(outcome.message).toContain("before the first result");
  });

  it("ends instead of asking a question", async () => {
    const playbookPath = play(
      "ask.yml",
      `- pause: { prompt: "Sure?" }\n- command: cat`,
      "  vars_prompt: [{ name: secret, prompt: Secret }]\n",
    );
    const { end } = await fixture.complete(
      fixture.ansible({ playbookPath }, { timeoutSeconds: 20 }),
    );
    expect(end.exit?.timedOut).toBe(false);
  });

  it("runs a role by a play of its own, addressing the limit", async () => {
    fixture.write(
      "roles/greet/tasks/main.yml",
      '- debug: { msg: "from the role on {{ inventory_hostname }}" }\n',
    );
    const { outcome, text } = await fixture.complete(fixture.ansible({ roleName: "greet" }));
    expect(outcome.verdict).toBe("succeeded");
    expect(text).toContain("from the role on localhost");
  });

  it("addresses localhost also where the inventory does not name it, and nothing else then", async () => {
    fixture.write("others.ini", "nas ansible_host=192.0.2.1\n");
    fixture.write("group_vars/all.yml", "greeting: from group_vars\n");
    const playbookPath = play("implicit.yml", '- debug: { msg: "{{ greeting }}" }');
    const { outcome, text } = await fixture.complete(
      fixture.ansible({ playbookPath, inventoryPath: "others.ini" }),
    );
    expect(outcome.hosts.map(({ host }) => host)).toEqual(["localhost"]);
    expect(text).toContain("from group_vars");
  });

  it("tells before and after, in check mode too, and changes nothing there", async () => {
    const target = join(fixture.root, "target.txt");
    writeFileSync(target, "old\n");
    const playbookPath = play("diff.yml", `- copy: { dest: "${target}", content: "new\\n" }`);
    const spec = { writableDirs: [fixture.root] };
    const preview = await fixture.complete(
      fixture.ansible({ playbookPath, check: true, diff: true }, spec),
    );
    expect(results(preview.events)[0]).toMatchObject({ status: "changed" });
    expect(results(preview.events)[0]?.diff).toMatch(/^-old\n\+new$/m);
    expect(readFileSync(target, "utf8")).toBe("old\n");
  });
});

describe("values from outside", () => {
  it("are never evaluated as templates, however deep, and keep their types", async () => {
    const evil = '{{ lookup("pipe", "echo evaluated") }}';
    const extraVars = {
      text: evil,
      list: [evil],
      map: { inner: { deep: evil } },
      port: 3000,
      on: true,
    };
    const playbookPath = play(
      "template.yml",
      `- debug: { msg: "<{{ text }}><{{ list[0] }}><{{ map.inner.deep }}><{{ port + 1 }}><{{ on | type_debug }}>" }\n- shell: "echo {{ text | quote }}"\n  register: out\n- debug: { msg: "{{ out.stdout }}" }`,
    );
    const { outcome, events } = await fixture.complete(
      fixture.ansible({ playbookPath, extraVars }),
    );
    expect(outcome.verdict).toBe("succeeded");
    expect(results(events)[0]?.message).toBe(`<${evil}><${evil}><${evil}><3001><bool>`);
    expect(results(events)[2]?.message).toBe(evil);
  });

  it.each([
    ["a limit pattern", { limit: ["all:!nas"] }],
    ["a limit file", { limit: ["@/etc/passwd"] }],
    ["a limit template", { limit: ["{{ x }}"] }],
    ["an option as tag", { tags: ["--check"] }],
    ["a tag template", { tags: ["{{ x }}"] }],
    ["a playbook outside the tree", { playbookPath: "../../secret.yml" }],
    ["an absolute playbook", { playbookPath: "/etc/passwd" }],
    ["a missing inventory", { inventoryPath: "nowhere.ini" }],
    ["an inventory with a comma", { inventoryPath: "a,b" }],
  ])("refuse %s before anything exists", async (_, command) => {
    fixture.write("a,b", "localhost\n");
    fixture.write("ok.yml", "- hosts: all\n");
    const spec = fixture.ansible({ playbookPath: "ok.yml", ...command });
    await expect(fixture.prepare(spec)).rejects.toMatchObject({ code: "run_refused" });
  });

  it.each([
    "ansible_connection",
    "ansible_python_interpreter",
    "hostvars",
    "environment",
    "a-b",
    "{{ x }}",
    "__proto__x y",
  ])("refuse the variable %s", async (name) => {
    fixture.write("ok.yml", "- hosts: all\n");
    const spec = fixture.ansible({ playbookPath: "ok.yml", extraVars: { [name]: "x" } });
    await expect(fixture.prepare(spec)).rejects.toMatchObject({ code: "variable_invalid" });
  });
});

describe("the repository's ansible.cfg", () => {
  it("moves roles inside the tree and nothing else", async () => {
    const outside = join(fixture.root, "evil");
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, "marker.py"), "raise SystemExit('loaded')\n");
    fixture.write("cfg/content/greet/tasks/main.yml", "- debug: { msg: role found }\n");
    fixture.write("cfg/play.yml", "- hosts: localhost\n  gather_facts: false\n  roles: [greet]\n");
    fixture.write(
      "cfg/ansible.cfg",
      `[defaults]\nroles_path = content\ncallback_plugins = ${outside}\nstdout_callback = marker\nhost_key_checking = False\nforks = 3\ntimeout = 33\nvault_password_file = ./run-me.sh\n[ssh_connection]\nssh_args = -o ProxyCommand=evil\n`,
    );
    const spec = fixture.ansible({ playbookPath: "cfg/play.yml" });
    const prepared = await prepareRun(spec, { runsDir: fixture.runsDir, callbackDir });
    expect(prepared).toMatchObject({
      ok: true,
      ignoredSettings: [
        "defaults.callback_plugins",
        "defaults.stdout_callback",
        "defaults.host_key_checking",
        "defaults.vault_password_file",
        "ssh_connection.ssh_args",
      ],
    });
    const { outcome, text } = await fixture.complete(spec);
    expect(outcome.verdict).toBe("succeeded");
    expect(text).toContain("role found");
  });
});

describe("the chosen Ansible", () => {
  it("is the one that runs, also from an environment where the sandbox hides things", async () => {
    const venv = join(fixture.root, "data", "venv");
    mkdirSync(join(venv, "bin"), { recursive: true });
    writeFileSync(join(venv, "pyvenv.cfg"), "home = /usr/bin\n");
    const programPath = join(venv, "bin", "ansible-playbook");
    writeFileSync(
      programPath,
      '#!/bin/sh\necho "the chosen one"\nexec /usr/bin/ansible-playbook "$@"\n',
    );
    chmodSync(programPath, 0o755);
    const playbookPath = play("chosen.yml", "- debug: { msg: hi }");
    const spec = { hiddenDirs: [join(fixture.root, "data")] };
    const { text, outcome } = await fixture.complete(
      fixture.ansible({ playbookPath, programPath }, spec),
    );
    expect(outcome.verdict).toBe("succeeded");
    expect(text).toContain("the chosen one");
    const gone = fixture.ansible({
      playbookPath,
      programPath: `${venv}/bin/other/ansible-playbook`,
    });
    await expect(fixture.prepare(gone)).rejects.toMatchObject({
      code: "run_refused",
      message: expect.stringContaining("not there any more"),
    });
  });
});

describe("the sandbox", () => {
  it.each(["isolated", "local"] as const)(
    "hides Chiffon's files from an %s run",
    async (profile) => {
      const data = join(fixture.root, "data");
      writeFileSync(join(data, "master.key"), "top-secret-key\n");
      const own = `/proc/${process.pid}`;
      const playbookPath = play(
        `hide-${profile}.yml`,
        [
          `cat ${data}/master.key`,
          `cat ${own}/root${data}/master.key`,
          `tr '\\\\0' ' ' < ${own}/environ`,
          `touch ${fixture.tree}/hello.yml`,
          "touch /etc/chiffon-was-here",
          "ls ../nonce ../settings ../exit ../../*/settings",
          "mount -o remount,rw /",
          "mknod /tmp/disk b 254 0",
        ]
          .map(
            (command, index) =>
              `- name: Try ${index}\n  shell: "${command}"\n  ignore_errors: true`,
          )
          .join("\n"),
      );
      const { events, text } = await fixture.complete(
        fixture.ansible({ playbookPath }, { profile, hiddenDirs: [data] }),
      );
      expect(results(events).map(({ status }) => status)).toEqual(Array(8).fill("failed"));
      expect(text).not.toContain("top-secret");
    },
  );

  it("lets a local run write where it may, and only there", async () => {
    const allowed = join(fixture.root, "site");
    mkdirSync(allowed);
    const playbookPath = play(
      "write.yml",
      `- copy: { dest: "${allowed}/a", content: x }\n- copy: { dest: "${fixture.root}/b", content: x }\n- copy: { dest: /etc/chiffon-test, content: x }\n  ignore_errors: true`,
    );
    const { events } = await fixture.complete(
      fixture.ansible({ playbookPath }, { writableDirs: [allowed] }),
    );
    expect(results(events).map(({ status }) => status)).toEqual(["changed", "changed", "failed"]);
    expect(existsSync(join(allowed, "a"))).toBe(true);
    // Below /tmp, which is the run's own.
    expect(existsSync(join(fixture.root, "b"))).toBe(false);
  });

  it("passes on an environment of its own only, without the run's secrets", async () => {
    const spec = fixture.ansible(
      {
        playbookPath: play(
          "env.yml",
          "- command: env\n  register: out\n- debug: { var: out.stdout }",
        ),
      },
      { profile: "unconfined" },
    );
    const { text } = await fixture.complete(spec);
    expect(text).toContain("CHIFFON_RUN_ID=");
    expect(text).not.toContain("VITEST");
    expect(text).not.toContain(spec.nonce);
  });
});

describe("secrets", () => {
  it("stay out of output, events and outcome, also in names, diffs and failures", async () => {
    const secret = "correct-horse-battery";
    const target = join(fixture.root, "conf");
    const playbookPath = play(
      "secrets.yml",
      `- name: "Login with {{ pw }}"\n  debug: { msg: "{{ pw }} {{ pw | b64encode }} {{ pw | urlencode }}" }\n- copy: { dest: "${target}", content: "pw={{ pw }}\\n" }\n- fail: { msg: "refused {{ pw }}" }`,
    );
    const redact = createRedactor([secret]);
    const spec = fixture.ansible(
      { playbookPath, extraVars: { pw: secret }, diff: true },
      { writableDirs: [fixture.root] },
    );
    const { runDir, events, text, outcome } = await fixture.complete(spec, { redact });
    const kept = readRunLog(runDir, { fromLine: 1, count: 5000 });
    const everything = JSON.stringify({ events, text, outcome, kept });
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString("base64"));
    expect(outcome.failedAnsibleTask?.message).toBe("refused [redacted]");
    expect(everything).toContain("Login with [redacted]");
  });

  it("of no_log ansibleTasks are in no event", async () => {
    const playbookPath = play(
      "nolog.yml",
      `- command: echo hidden-value\n  no_log: true\n- command: sh -c 'echo hidden-value >&2; exit 1'\n  no_log: true`,
    );
    const { events, outcome } = await fixture.complete(fixture.ansible({ playbookPath }));
    expect(JSON.stringify(results(events))).not.toContain("hidden-value");
    expect(outcome.failedAnsibleTask?.message).toBe("Hidden: this ansibleTask is marked no_log.");
  });

  it("are gone from the run's directory after cleaning, the log is not", async () => {
    const playbookPath = play("clean.yml", '- debug: { msg: "{{ pw | length }}" }');
    const spec = fixture.ansible({ playbookPath, extraVars: { pw: "correct-horse-battery" } });
    const { runDir } = await fixture.complete(spec);
    await forgetInput(runDir);
    expect(() => readFileSync(runPaths(runDir).extraVars)).toThrow();
    expect(() => readFileSync(runPaths(runDir).rawOutput)).toThrow();
    expect(readRunLog(runDir, { fromLine: 1, count: 10 }).lastLine).toBeGreaterThan(3);
  });
});
