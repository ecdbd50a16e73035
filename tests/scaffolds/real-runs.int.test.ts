import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillTarget } from "#server/ansible/check-target.ts";
import { readMetadata } from "#server/ansible/chiffon-metadata.ts";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { required } from "#server/lib/assert.ts";
import { writeNewFiles } from "#server/platform/new-files.ts";
import { runChecks } from "#server/requests/service-check.ts";
import { buildScaffold } from "#server/scaffolds/domain/build-scaffold.ts";
import { findService } from "#server/scaffolds/domain/find-service.ts";
import { usualStyle } from "#server/scaffolds/domain/repository-style.ts";
import { readServiceName } from "#server/scaffolds/domain/service-name.ts";
import { freePorts, works } from "#tests/homelab/homelab-copy.ts";
import {
  startThrowawayHost,
  type ThrowawayHost,
  throwawayObstacle,
} from "#tests/support/throwaway-host.ts";

const scratch = mkdtempSync("/var/tmp/chiffon-scaffold-run-");
const obstacle =
  throwawayObstacle(scratch) ??
  (works("apt-get", ["--version"]) ? null : "no apt-get to install with");
if (obstacle !== null) process.stderr.write(`skipped: ${obstacle}\n`);

let host: ThrowawayHost;
beforeAll(async () => {
  if (obstacle === null) host = await startThrowawayHost(scratch);
});
afterAll(async () => {
  await host?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** Writes the scaffold of a service into a repository of its own. */
async function write(service: string) {
  const name = readServiceName(service);
  if ("refusal" in name) throw new Error(name.refusal);
  const built = buildScaffold(name, findService(service), { ...usualStyle, hosts: "lab" });
  const repository = path.join(scratch, name.service);
  await writeNewFiles(repository, built.files);
  const inventory = path.join(scratch, "hosts.yml");
  writeFileSync(
    inventory,
    JSON.stringify({
      lab: {
        hosts: {
          throwaway: {
            ansible_host: host.address,
            ansible_port: host.port,
            ansible_user: "root",
            ansible_ssh_private_key_file: host.keyFile,
            ansible_ssh_common_args: "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null",
            ansible_python_interpreter: "/usr/bin/python3",
          },
        },
      },
    }),
  );
  const run = (port: number, ...options: string[]) =>
    play(repository, [
      ...["-i", inventory, "-e", JSON.stringify({ [`${name.role}_port`]: port })],
      ...[...options, built.playbook],
    ]);
  return { name, built, run };
}

interface Played {
  readonly exitCode: number;
  readonly output: string;
  readonly changed: number;
}

function play(cwd: string, args: readonly string[]): Promise<Played> {
  const env = {
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    LANG: "C.UTF-8",
    HOME: scratch,
    ANSIBLE_NOCOLOR: "1",
    ANSIBLE_PIPELINING: "1",
  };
  return new Promise((resolve) => {
    const options = { cwd, env: env as unknown as NodeJS.ProcessEnv, timeout: 600_000 };
    execFile("ansible-playbook", [...args], options, (error, stdout, stderr) => {
      const changed = Number(/changed=(\d+)/.exec(stdout)?.[1] ?? -1);
      const exitCode = error === null ? 0 : Number(error.code ?? 1);
      resolve({ exitCode, output: stdout + stderr, changed });
    });
  });
}

describe.runIf(obstacle === null)("a scaffold runs on a real host", () => {
  it.each([
    ["Node Exporter", "package", "answered 200"],
    ["Lighttpd", "package", "connected"],
    ["http-server", "npm", "answered 200"],
  ])(
    "%s: previewed, installed, answering its declared check, and unchanged again",
    async (service, way, message) => {
      const { name, built, run } = await write(service);
      expect(built.way).toBe(way);
      const [port = 0] = await freePorts(1);
      const preview = await run(port, "--check", "--diff");
      expect(preview.exitCode, preview.output).toBe(0);
      const first = await run(port);
      expect(first.exitCode, first.output).toBe(0);
      expect(first.changed, first.output).toBeGreaterThan(0);
      const [result] = await runChecks(
        { taskKey: "deploy", checks: declaredChecks(built, `${name.role}_port`, port) },
        new AbortController().signal,
      );
      expect(result).toMatchObject({ ok: true, message });
      const again = await run(port);
      expect(again.exitCode, again.output).toBe(0);
      expect(again.changed, again.output).toBe(0);
      const [other = 0] = await freePorts(1);
      const moved = await run(other);
      expect(moved.exitCode, moved.output).toBe(0);
      expect(moved.changed, moved.output).toBe(2);
    },
  );

  it("keeps this machine as it was", () => {
    const installed = works("test", ["-e", "/etc/systemd/system/http-server.service"]);
    expect(installed).toBe(false);
    expect(works("test", ["-e", "/opt/http-server"])).toBe(false);
  });

  it("names what has to be given, before anything is done", async () => {
    const { run } = await write("some odd thing");
    const refused = await run(8123);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain("some_odd_thing_image");
    expect(refused.changed).toBe(0);
  });
});

/** The checks that the playbook declares at its head, with the port filled in. */
function declaredChecks(
  { files, playbook }: ReturnType<typeof buildScaffold>,
  variable: string,
  port: number,
) {
  const { content } = required(
    files.find((file) => file.path === playbook),
    "the playbook",
  );
  const { metadata } = readMetadata(playbook, readYaml(playbook, content).header);
  expect(metadata.checks).toHaveLength(1);
  return metadata.checks.map((check) => {
    const filled = fillTarget(check.target, (asked) => (asked === variable ? String(port) : null));
    if ("unknown" in filled) throw new Error(filled.unknown);
    return { ...check, target: filled.target };
  });
}
