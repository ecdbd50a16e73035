import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import type { AnsibleCommand, RunSpec } from "#server/contracts/runner.ts";
import { hostChecksOf } from "#server/lib/host-checks.ts";
import { decideOutcome } from "./outcome.ts";
import { RunnerFixture } from "./runner-fixture.ts";

const fixture = new RunnerFixture();
afterAll(() => fixture.close());

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Starts a web service on this machine's loopback; its answer goes by the path. */
async function serve(port = 0): Promise<number> {
  const server = createHttpServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/" });
    else if (request.url === "/broken") response.writeHead(503);
    response.end(request.url === "/" ? "<h1>Sign in</h1>" : "");
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // of a TCP server it is no pipe
}

fixture.write(
  "hosts.ini",
  [
    "localhost ansible_connection=local",
    "one ansible_connection=local",
    "two ansible_connection=local",
    "",
  ].join("\n"),
);

const deploy =
  "- name: Deploy\n  ansible.builtin.command: touch {{ done | default('/dev/null') }}\n";

function playbook(name: string, tasks = deploy, head = ""): string {
  const text = `- hosts: all\n  gather_facts: false\n${head}  tasks:\n${tasks.replace(/^(?=.)/gm, "    ")}`;
  fixture.write(name, text);
  return name;
}

type Check = Omit<ServiceCheck, "timeoutSeconds"> & { readonly timeoutSeconds?: number };

/** Runs a playbook with checks on its hosts to its end. */
function run(
  checks: readonly Check[],
  command: Partial<AnsibleCommand> = {},
  spec: Partial<RunSpec> = {},
) {
  const hostChecks = hostChecksOf(
    checks.map((check) => ({ host: "localhost", timeoutSeconds: 2, ...check })),
  );
  const playbookPath = command.playbookPath ?? playbook("deploy.yml");
  return fixture.complete(fixture.ansible({ ...command, playbookPath, hostChecks }, spec));
}

const command = (...argv: string[]): Check => ({ kind: "command", target: argv.join(" "), argv });

describe("checks on hosts", () => {
  it("tell of every kind in plain words, and are no part of the playbook", async () => {
    const port = await serve();
    const http = (path: string, change: Partial<Check> = {}): Check => ({
      ...{ kind: "http", target: `http://127.0.0.1:${port}${path}` },
      ...change,
    });
    const { outcome, events, text } = await run([
      http("/", { bodyText: "Sign in" }),
      http("/", { bodyText: "Welcome" }),
      http("/moved", { status: { from: 200, to: 299 } }),
      http("/broken"),
      { kind: "tcp", target: `127.0.0.1:${port}` },
      { kind: "tcp", target: "127.0.0.1:1" },
      command("sh", "-c", "exit 0"),
      command("sh", "-c", "echo no database >&2; exit 3"),
      command("no-such-program"),
      { kind: "systemd", target: "no-such-unit" },
      { kind: "container", target: "no-such-container" },
    ]);
    expect(outcome.checks?.map(({ ok, message }) => [ok, message])).toEqual([
      [true, "answered 200 with the text"],
      [false, "answered 200 without the text “Welcome”"],
      [false, "answered 302"],
      [false, "answered 503"],
      [true, "connected"],
      [false, "Connection refused"],
      [true, "succeeded"],
      [false, "ended with exit code 3: no database"],
      [false, "there is no program no-such-program"],
      [false, expect.stringMatching(/no unit no-such-unit|no systemd|systemd does not answer/)],
      [false, expect.stringMatching(/no container|neither docker nor podman|does not answer here/)],
    ]);
    expect(outcome).toMatchObject({
      verdict: "succeeded",
      message: "Done on 1 host: 1 change.",
      hosts: [{ host: "localhost", ok: 1, changed: 1, failed: 0, ignored: 0 }],
      failedAnsibleTask: null,
    });
    expect(events.filter(({ type }) => type === "host.result")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "play.started")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "stats")).toHaveLength(1);
    expect(text).toContain("Checks afterwards");
  });

  it("evaluate nothing of what they are given", async () => {
    const trap = join(fixture.root, "trap");
    const template = `{{ lookup('pipe', 'touch ${trap}') }}`;
    const { outcome } = await run([
      command("test", template, "=", template),
      command("sh", "-c", `test "$0" = 'a;touch ${trap}'`, `a;touch ${trap}`),
      command("printf", "%s\u2028\u0007é", '"}\\'),
    ]);
    expect(outcome.checks?.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(existsSync(trap)).toBe(false);
  });

  it("wait for a service that comes up late, and see a dead one when its time is up", async () => {
    const port = await serve();
    open.pop()?.close();
    const playbookPath = playbook("late.yml");
    const late = run([{ kind: "tcp", target: `127.0.0.1:${port}`, timeoutSeconds: 60 }], {
      playbookPath,
    });
    await delay(6_000);
    await serve(port);
    const [passed] = (await late).outcome.checks ?? [];
    expect(passed).toMatchObject({ ok: true, message: "connected" });

    const dead = await run([{ kind: "tcp", target: "127.0.0.1:1", timeoutSeconds: 3 }]);
    const [failed] = dead.outcome.checks ?? [];
    expect(failed?.ok).toBe(false);
    expect(failed?.durationMs).toBeLessThan(20_000);
    expect(dead.outcome.verdict).toBe("succeeded");
    const { startedAtMs = 0, endedAtMs = 0 } = dead.end.exit ?? {};
    expect(dead.outcome.durationMs).toBeLessThan(endedAtMs - startedAtMs - 2_000);
  });

  it("do not wait for a command that never ends", async () => {
    const { outcome } = await run([command("sh", "-c", "sleep 600 & sleep 600")]);
    expect(outcome.checks).toMatchObject([{ ok: false, message: "did not end in time" }]);
  });

  it("are made whatever tags, start and end the playbook has", async () => {
    const tasks = `${deploy.replace("Deploy", "First")}- name: Second\n  ansible.builtin.debug: { msg: hi }\n  tags: [some]\n- name: Over\n  ansible.builtin.meta: end_host\n  tags: [some]\n`;
    const playbookPath = playbook("parts.yml", tasks);
    const tagged = await run([command("true")], { playbookPath, tags: ["some"] });
    expect(tagged.outcome).toMatchObject({ verdict: "succeeded", checks: [{ ok: true }] });
    const begun = await run([command("true")], { playbookPath, startAtTask: "Second" });
    expect(begun.outcome).toMatchObject({ verdict: "succeeded", checks: [{ ok: true }] });
    expect(begun.outcome.hosts).toMatchObject([{ ok: 1, changed: 0 }]);
    const nowhere = await run([command("true")], { playbookPath, startAtTask: "Nowhere" });
    expect(nowhere.outcome.verdict).toBe("failed");
  });

  it("are made on the planned hosts alone, each with its own result", async () => {
    const playbookPath = playbook("hosts.yml");
    const checks = ["one", "two"].map((host) => ({ ...command("true"), host }));
    const { outcome } = await run(checks, { playbookPath, limit: ["one", "two"] });
    expect(outcome.checks?.map(({ host, ok }) => [host, ok]).sort()).toEqual([
      ["one", true],
      ["two", true],
    ]);
    expect(outcome.checks?.map(({ key }) => key)).toEqual(["c1", "c1"]);
    await expect(run(checks, { playbookPath, limit: ["one"] })).rejects.toMatchObject({
      code: "run_refused",
    });
  });

  it("are not made where the playbook failed on a host", async () => {
    const playbookPath = playbook(
      "half.yml",
      "- name: Break it\n  ansible.builtin.fail: {}\n  when: inventory_hostname == 'two'\n",
    );
    const checks = ["one", "two"].map((host) => ({ ...command("true"), host }));
    const { outcome } = await run(checks, { playbookPath, limit: ["one", "two"] });
    expect(outcome).toMatchObject({ verdict: "failed", message: '"Break it" failed on two.' });
    expect(outcome.checks).toBeUndefined();
  });

  it("say that they were not made on a host that cannot be asked any more", async () => {
    const python = join(fixture.root, "python");
    writeFileSync(python, "#!/bin/sh\nexit 9\n");
    chmodSync(python, 0o755);
    const playbookPath = playbook("raw.yml", "- name: Deploy\n  ansible.builtin.raw: 'true'\n");
    fixture.write("odd.ini", `odd ansible_connection=local ansible_python_interpreter=${python}\n`);
    const { outcome } = await run([{ ...command("true"), host: "odd" }], {
      ...{ playbookPath, limit: ["odd"], inventoryPath: "odd.ini" },
    });
    expect(outcome.verdict).toBe("succeeded");
    expect(outcome.checks).toMatchObject([{ ok: false, isMade: false }]);
    expect(outcome.checks?.[0]?.message).not.toBe("");
  });

  it("have the variables that lie beside the playbook", async () => {
    fixture.write("beside/group_vars/all.yml", "ansible_connection: local\n");
    fixture.write("inv/beside.ini", "lone ansible_host=192.0.2.1\n");
    const playbookPath = playbook("beside/site.yml");
    const { outcome } = await run([{ ...command("true"), host: "lone" }], {
      ...{ playbookPath, limit: ["lone"], inventoryPath: "inv/beside.ini" },
    });
    expect(outcome).toMatchObject({ verdict: "succeeded", checks: [{ ok: true, host: "lone" }] });
  });

  it("never have a deployment that ended well judged by what became of its checks", async () => {
    const { events } = await run([command("true")]);
    const facts = { kind: "ansible", exit: null, timedOut: false, cancelled: false } as const;
    const judged = (change: object) =>
      decideOutcome({ ...facts, events, idempotent: false, ...change }).verdict;
    expect(judged({})).toBe("succeeded");
    expect(judged({ timedOut: true })).toBe("succeeded");
    expect(judged({ cancelled: true })).toBe("cancelled");
    const before = events.filter(({ type }) => !type.startsWith("check"));
    expect(decideOutcome({ ...facts, events: before, idempotent: false }).verdict).toBe(
      "needs_review",
    );
  });

  it("are made by Chiffon's own module, whatever modules the repository has", async () => {
    const forged = `print('{"changed": false, "check": {"ok": true, "isMade": true, "message": "forged"}}')\n`;
    fixture.write("library/chiffon_check.py", forged);
    const { outcome } = await run([command("false")]);
    expect(outcome.checks).toMatchObject([{ ok: false, message: "ended with exit code 1" }]);
  });
});
