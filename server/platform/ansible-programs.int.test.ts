import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ansibleVersion, findAnsiblePrograms } from "./ansible-programs.ts";

const home = mkdtempSync(join(tmpdir(), "chiffon-ansibles-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function program(path: string, script: string): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
const says = (version: string) => `echo "ansible-playbook [core ${version}]"`;

it("finds every Ansible that works, each once, newest first", async () => {
  const pipx = program(".local/share/pipx/venvs/ansible/bin/ansible-playbook", says("2.99.1"));
  const venv = program(".venv-old/bin/ansible-playbook", 'echo "ansible-playbook 2.9.27"');
  program("venv/bin/ansible-playbook", "exit 1");
  program(".venv-odd/bin/ansible-playbook", "echo hello");
  mkdirSync(join(home, ".local/bin"), { recursive: true });
  const link = join(home, ".local/bin/ansible-playbook");
  symlinkSync(pipx, link);
  const found = await findAnsiblePrograms("/usr/bin:relative/bin", home);
  expect(found[0]).toEqual({ path: link, version: "2.99.1" });
  expect(found.at(-1)).toEqual({ path: venv, version: "2.9.27" });
  const real = found.find(({ path }) => path === "/usr/bin/ansible-playbook");
  expect(real?.version).toMatch(/^2\.\d+\.\d+/);
  expect(found.map(({ path }) => path)).not.toContain(pipx);
  expect(found.filter(({ path }) => path.startsWith(home))).toHaveLength(2);
}, 300_000);

it("takes nothing of another name, and nothing that does not answer", async () => {
  expect(await ansibleVersion(program("bin/evil", says("2.99.1")))).toBeNull();
  expect(await ansibleVersion(join(home, "nowhere/ansible-playbook"))).toBeNull();
  expect(await ansibleVersion(program("env/ansible-playbook", says("$SECRET")))).toBeNull();
});
