import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import { CanaryFinder, makeCanaries } from "#tests/support/canaries.ts";
import { follow } from "#tests/support/chiffon-client.ts";
import { startOllama } from "#tests/support/fake-model/ollama-server.ts";
import { planFor, until, useInstallation } from "#tests/support/installation.ts";
import { writeSudoStandIn } from "#tests/support/sudo-stand-in.ts";
import { playbook } from "./lab-repository.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const ollama = await startOllama();
const { models } = loadConfig({ DATABASE_URL: "postgres://x/x", REDIS_URL: "redis://x" });
const chiffon = useInstallation({
  config: { models: { ...models, ollamaUrl: ollama.url } },
  keepLog: true,
});
/** What the test itself writes values to, apart from everything that is searched. */
const apart = mkdtempSync(path.join(tmpdir(), "chiffon-apart-"));
afterAll(async () => {
  await ollama.close();
  rmSync(apart, { recursive: true, force: true });
});

const canaries = makeCanaries();
const finder = new CanaryFinder(canaries);
const single = canaries.filter(({ kind }) => kind === "long");
const [become, vault] = [single[0]?.value ?? "", single[1]?.value ?? ""];
const variables = canaries
  .filter(({ value }) => value !== become && value !== vault)
  .map(({ value }, at) => ({ name: `c${at}_token`, value }));
const each = (format: (name: string) => string) => variables.map(({ name }) => format(name));

/** Prints what it is given in every way that a careless playbook might. */
const careless = (script: string, target: string) =>
  playbook({
    service: "leakage",
    extra: `  vars:\n${each((name) => `    ${name}: ""\n`).join("")}`,
    body: `  vars_files: [vault-vars.yml]
  tasks:
    - name: "Signs in with {{ c3_token }} and {{ c15_token }}"
      ansible.builtin.debug:
        msg: "{{ from_vault }}"
    - name: Becomes
      ansible.builtin.command: id -un
      become: true
      changed_when: false
    - name: Prints them
      ansible.builtin.debug:
        msg:
${each((name) => `          - "<{{ ${name} }}>|{{ ${name} | b64encode }}|{{ ${name} | urlencode }}|{{ ${name} | to_json }}"\n`).join("")}    - name: Pipes them
      ansible.builtin.command:
        argv: [python3, ${script}]
        stdin: "{{ [${each((name) => name).join(", ")}] | to_json }}"
      register: piped
      changed_when: true
    - name: Prints what came of it
      ansible.builtin.debug: { var: piped }
    - name: Writes them
      ansible.builtin.copy:
        content: "{{ [${each((name) => name).join(", ")}] | join('\\n') }}"
        dest: ${target}
        mode: "0600"
    - name: Removes them
      ansible.builtin.file: { path: ${target}, state: absent }
    - name: Fails
      ansible.builtin.fail:
        msg: "refused ${each((name) => `{{ ${name} }}`).join(" ")}"
`,
  });

const pipe = `import base64, json, sys, time
for value in json.load(sys.stdin):
    half = len(value) // 2
    sys.stdout.write(value[:half]); sys.stdout.flush(); time.sleep(0.001)
    sys.stdout.write(value[half:] + "\\n")
    for shift in (b"", b"x", b"xy"):
        print(base64.b64encode(shift + value.encode() + b"\\n").decode())
    sys.stderr.write(value + "\\n")
`;

beforeAll(async () => {
  const sudo = writeSudoStandIn(path.join(apart, "bin"), become);
  const script = path.join(apart, "pipe.py");
  writeFileSync(script, pipe);
  const target = path.join(chiffon.paths.apps, "effects", "written");
  mkdirSync(path.dirname(target), { recursive: true });
  const repository = new PlaybookRepository(path.join(apart, "repository"), {
    "inventory/hosts.yml": `all:
  children:
    lab:
      hosts:
        localhost:
          ansible_connection: local
          ansible_python_interpreter: /usr/bin/python3
          ansible_become_exe: ${sudo}
          ansible_become_user: daemon
`,
    "playbooks/leakage.yml": careless(script, target),
    "playbooks/vault-vars.yml": encrypted("from_vault: opened\n"),
  });
  const { id } = await addRepository(chiffon.admin, "Careless", repository);
  await chiffon.services.ai.lookForModels();
  const add = (secret: object) =>
    chiffon.admin.call("POST", "/api/secrets", {
      scope: "repository",
      repositoryId: id,
      ...secret,
    });
  await add({ name: "sudo", kind: "become_password", value: become });
  await add({ name: "vault", kind: "vault_password", value: vault });
  for (const secret of variables) await add({ kind: "variable_value", ...secret });
});

function encrypted(text: string): string {
  const [file, password] = [path.join(apart, "clear.yml"), path.join(apart, "vault-password")];
  writeFileSync(file, text);
  writeFileSync(password, `${vault}\n`, { mode: 0o600 });
  execFileSync("ansible-vault", ["encrypt", `--vault-password-file=${password}`, file]);
  return readFileSync(file, "utf8");
}

/** Every row of every table, as text. */
async function databaseText(): Promise<Map<string, string>> {
  const { db } = chiffon;
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ text: string }[]>(
      `SELECT t::text AS text FROM "${name}" t`,
    );
    texts.set(name, rows.map(({ text }) => text).join("\n"));
  }
  return texts;
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** Text of a file; empty where it has gone meanwhile, as git's temporary objects do. */
function readIfThere(file: string, encoding: "utf8" | "latin1"): string {
  try {
    return readFileSync(file, encoding);
  } catch (error) {
    if (Object(error).code === "ENOENT") return "";
    throw error;
  }
}

/** Arguments and environments of all processes but this one. */
function processTexts(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) =>
      ["cmdline", "environ"].flatMap((name) => {
        try {
          return [readFileSync(`/proc/${pid}/${name}`, "latin1")];
        } catch {
          return [];
        }
      }),
    );
}

const leaks = (texts: Iterable<readonly [string, string]>) =>
  [...texts].flatMap(([where, text]) => finder.leaksIn(text).map((leak) => `${where}: ${leak}`));

describe("the search for canaries", () => {
  const clear: readonly (readonly [string, (value: string) => string])[] = [
    ["as it is", (value) => value],
    ["in base64", (value) => Buffer.from(value).toString("base64")],
    ["in base64 behind others", (value) => Buffer.from(`user:${value}\n`).toString("base64")],
    ["as URL text", encodeURIComponent],
    ["as JSON", (value) => JSON.stringify([value])],
  ];
  it.each(clear)("finds each of the sixty %s", (_how, write) => {
    expect(canaries).toHaveLength(60);
    const missed = canaries.filter(({ value }) => finder.leaksIn(`<${write(value)}>`).length === 0);
    expect(missed).toEqual([]);
  });
});

describe("sixty secrets given to a playbook that prints them all (R12)", () => {
  const frames: string[] = [];
  const seenInProcesses: string[] = [];
  let requestId = "";
  let samples = 0;

  it("reach it, by names that the plan's digest covers", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the leakage");
    requestId = request_id;
    expect((plan.body["secrets"] as string[]).length).toBe(canaries.length);
    expect(plan.body["secret_needs"]).toBeUndefined();
    const socket = await chiffon.viewer.connect();
    const topics = new Set<string>();
    const join = (topic: string) => {
      if (topics.has(topic)) return;
      topics.add(topic);
      void follow(socket, topic, (event) => frames.push(JSON.stringify(event)));
    };
    const { conversationId } = await chiffon.db.request.findUniqueOrThrow({
      where: { id: requestId },
    });
    join(`conversation:${conversationId}`);
    const sampler = setInterval(() => {
      samples += 1;
      seenInProcesses.push(...leaks(processTexts().map((text) => ["process", text] as const)));
    }, 200);
    await chiffon.approver.decide(plan);
    const end = await chiffon.viewer.waitFor(
      requestId,
      (view) => {
        for (const { id } of view.tasks.flatMap(({ runs }) => runs)) join(`run:${id}`);
        return ["done", "failed"].includes(view.phase);
      },
      150_000,
    );
    clearInterval(sampler);
    await until("the frames came", () => frames.some((frame) => frame.includes("Removes them")));
    socket.close();
    const message = JSON.stringify(end.tasks);
    expect(message).toContain("Fails");
    const used = await chiffon.db.auditEntry.count({ where: { type: "secret.used", requestId } });
    expect(used).toBe(canaries.length);
  });

  it("are in no frame, and were in no process's arguments or environment", () => {
    expect(frames.length).toBeGreaterThan(3);
    expect(frames.join("")).toContain("[redacted]");
    expect(leaks(frames.map((frame) => ["frame", frame]))).toEqual([]);
    expect(samples).toBeGreaterThan(5);
    expect([...new Set(seenInProcesses)]).toEqual([]);
  });

  it("are on no card, in no log and no list", async () => {
    const [run] = await chiffon.db.run.findMany({ where: { task: { requestId } } });
    const paths = [
      `/api/v1/requests/${requestId}`,
      `/api/v1/runs/${run?.id}`,
      `/api/v1/runs/${run?.id}/log?from_line=1&count=5000`,
      `/api/v1/requests/${requestId}/context`,
      ...["/api/v1/audit/query?limit=1000", "/api/secrets", "/api/settings", "/api/inbox"],
    ];
    const replies = await Promise.all(
      paths.map(async (at) => [at, JSON.stringify(await chiffon.admin.call("GET", at))] as const),
    );
    expect(leaks(replies)).toEqual([]);
  });

  it("are in no column of the database", async () => {
    const texts = await databaseText();
    expect(texts.size).toBeGreaterThan(20);
    expect(leaks(texts)).toEqual([]);
  });

  it("are in no file that is left, and in no object of the git ledger", async () => {
    await until(
      "the history is committed",
      async () => (await chiffon.db.auditUnsealed.count()) === 0,
    );
    const dataDir = path.dirname(chiffon.paths.runs);
    const files = filesBelow(dataDir);
    const logs = files.filter((file) => file.endsWith("output.log"));
    expect(logs.map((file) => readFileSync(file, "utf8")).join("")).toContain("[redacted]");
    const processLog = files.filter((file) => /\/logs\/[^/]+\.log$/.test(file));
    expect(processLog.map((file) => readFileSync(file, "utf8")).join("")).toContain(requestId);
    expect(leaks(files.map((file) => [file, readIfThere(file, "latin1")]))).toEqual([]);
    expect(leaks(files.map((file) => [file, readIfThere(file, "utf8")]))).toEqual([]);
    const git = ["--git-dir", chiffon.paths.auditRepository, "cat-file"];
    const objects = execFileSync("git", [...git, "--batch-all-objects", "--batch"], {
      maxBuffer: 100_000_000,
      encoding: "utf8",
    });
    expect(objects.length).toBeGreaterThan(1000);
    expect(leaks([["ledger", objects]])).toEqual([]);
  });

  it("are in no prompt, even where a person types one", async () => {
    const asked = variables.slice(0, 50).filter(({ value }) => !value.includes("\n"));
    for (const { value } of asked.slice(0, 6)) {
      const { requestId: id } = await chiffon.operator.say(`set up the thing for ${value} please`);
      await chiffon.viewer.waitFor(id, ({ phase }) => !["intake", "planning"].includes(phase));
    }
    expect(ollama.calls.length).toBeGreaterThan(0);
    expect(leaks(ollama.calls.map((call) => ["prompt", JSON.stringify(call)]))).toEqual([]);
  });
});
