import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunnerFixture } from "./runner-fixture.ts";
import { detectSandbox } from "./sandbox.ts";

const fixture = new RunnerFixture();
const data = join(fixture.root, "data");
const canary = "canary-7f3a91";
let socket: Server;
/** Stands for a process of Chiffon: what it was started with must stay its own. */
let worker: ChildProcess;

/** What Chiffon keeps, at places like its own. */
const planted: Readonly<Record<string, string>> = {
  "secrets/ssh/id_ed25519": `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary}-ssh\n`,
  "secrets/audit/id_ed25519": `${canary}-audit`,
  "secrets/git/repository-1": `${canary}-token`,
  "secrets/master.key": `${canary}-master`,
  "secrets/postgres-app": `${canary}-password`,
  "setup-token": `${canary}-setup`,
  "postgres/base/1/1259": `${canary}-row`,
  "redis/dump.rdb": `${canary}-queue`,
  "runs/other/input/extra-vars.json": `${canary}-vars`,
  "runs/other/settings": `nonce='${canary}-nonce'`,
};

beforeAll(async () => {
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(join(data, path, ".."), { recursive: true });
    writeFileSync(join(data, path), text, { mode: 0o600 });
  }
  socket = createServer((connection) => connection.end(`${canary}-database`));
  await new Promise<void>((resolve) => socket.listen(join(data, "database.sock"), resolve));
  worker = spawn("sleep", ["1000"], {
    cwd: data,
    env: { NODE_ENV: "test", API_KEY: `${canary}-environment` },
  });
});

afterAll(async () => {
  worker.kill("SIGKILL");
  socket.close();
  await fixture.close();
});

function hostilePlay(): string {
  const pid = worker.pid ?? 0;
  const python = `import socket; s = socket.socket(socket.AF_UNIX); s.connect('${data}/database.sock'); print(s.recv(99))`;
  const attempts = [
    ...Object.keys(planted).map((path) => `cat ${data}/${path}`),
    ...Object.keys(planted).map((path) => `cat /proc/${pid}/root${data}/${path}`),
    `grep -rs ${canary.slice(0, 6)} ${fixture.root} /proc/${pid}/cwd/ /proc/1/root${fixture.root}`,
    `ls ${data} ${data}/runs ../.. ../../../runs; cat ../settings ../../*/settings ../../../*/settings`,
    `cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep ${canary.slice(0, 6)}`,
    `cat /proc/${pid}/environ /proc/${process.pid}/environ /proc/$PPID/environ`,
    `timeout 1 cat /proc/${pid}/mem /proc/${pid}/fd/*`,
    `python3 -c "${python}"`,
    `umount ${data} /tmp; mount -o remount,rw /; cat ${data}/secrets/master.key`,
    `unshare -m sh -c 'umount -l ${data}; cat ${data}/secrets/master.key'`,
    `nsenter -t ${pid} -m cat ${data}/secrets/master.key`,
    `cat /etc/ssh/ssh_host_*_key /root/.ssh/id_* ~root/.ssh/id_*`,
  ];
  // Written as a file, so that the canary's own name in the command does not count as found.
  fixture.write("files/attempts.sh", attempts.map((line) => `( ${line} ) 2>&1`).join("\n"));
  fixture.write(
    "hostile.yml",
    "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - script: files/attempts.sh\n      failed_when: false\n      register: out\n    - debug: { msg: \"{{ out.stdout }}\" }\n    - debug: { msg: \"{{ lookup('pipe', 'sh ' ~ playbook_dir ~ '/files/attempts.sh; true') }}\" }\n",
  );
  return "hostile.yml";
}

describe("a hostile playbook", { timeout: 300_000 }, () => {
  it.each([
    ["isolated", true],
    ["local", true],
    ["isolated", false],
    ["local", false],
  ] as const)(
    "of the profile %s, with bubblewrap %s, reads nothing of Chiffon's",
    async (profile, hasBubblewrap) => {
      const measured = await detectSandbox();
      const sandbox = { ...measured, bubblewrap: measured.bubblewrap && hasBubblewrap };
      const { events, text, outcome } = await fixture.complete(
        fixture.ansible(
          { playbookPath: hostilePlay() },
          { profile, hiddenDirs: [data], timeoutSeconds: 280 },
        ),
        { sandbox },
      );
      expect(outcome.verdict).toBe("succeeded");
      const read = JSON.stringify({ events, text });
      expect(read).toContain("No such file");
      expect(read).not.toContain(`${canary}-`);
      expect(read).not.toContain("PRIVATE KEY");
      // Nothing of this process either, which stands for a worker.
      expect(read).not.toContain("VITEST");
    },
  );

  it("finds what is planted where nothing hides it: the test would notice", async () => {
    const spec = fixture.ansible(
      { playbookPath: hostilePlay() },
      { profile: "unconfined", timeoutSeconds: 280 },
    );
    const { text } = await fixture.complete(spec);
    for (const kind of ["ssh", "master", "vars", "environment", "database"])
      expect(text).toContain(`${canary}-${kind}`);
  });

  it("is told that it is less fenced in than planned, in the first line of its output", async () => {
    const sandbox = { ...(await detectSandbox()), bubblewrap: false };
    const spec = fixture.shell("echo done", { profile: "isolated", hiddenDirs: [data] });
    const { lines } = await fixture.complete(spec, { sandbox });
    expect(lines[0]).toContain("may write wherever Chiffon can");
    expect(lines.at(-1)).toBe("done");
  });
});
