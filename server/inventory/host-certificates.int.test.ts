import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureSshKey } from "#server/platform/ssh-key.ts";
import { missingForSsh } from "#tests/support/ssh-hosts.ts";
import { scanHostKeys, tryLogin } from "./ssh-access.ts";

const ownKey = { key: null, password: null };
const keygen = (...args: string[]) => execFileSync("ssh-keygen", ["-q", ...args]);

describe.skipIf(missingForSsh !== null)(
  "hosts with certificates (INFRA-07)",
  { timeout: 120_000 },
  () => {
    const root = mkdtempSync(path.join(tmpdir(), "chiffon-certified-"));
    const at = (name: string) => path.join(root, name);
    const keyFile = at("secrets/id_ed25519");
    const stops: (() => void)[] = [];
    let ports = 22_000 + (process.pid % 20_000);

    beforeAll(async () => {
      await mkdir("/run/sshd", { recursive: true });
      await ensureSshKey(keyFile);
      keygen("-t", "ed25519", "-N", "", "-f", at("ca"));
    });
    afterAll(() => {
      for (const stop of stops) stop();
      rmSync(root, { recursive: true, force: true });
    });

    /** An sshd whose key was certified by an authority until yesterday. */
    async function startSshd(name: string, settings: readonly string[], letIn = "") {
      const port = ports++;
      keygen("-t", "ed25519", "-N", "", "-f", at(name));
      const certify = ["-s", at("ca"), "-h", "-I", name, "-n", "127.0.0.1", "-V", "-2d:-1d"];
      keygen(...certify, at(`${name}.pub`));
      writeFileSync(at(`${name}.keys`), `${letIn}${readFileSync(`${keyFile}.pub`, "utf8")}`);
      const lines = [
        ...["ListenAddress 127.0.0.1", `Port ${port}`, `HostKey ${at(name)}`, "PidFile none"],
        ...[
          `HostCertificate ${at(`${name}-cert.pub`)}`,
          `AuthorizedKeysFile ${at(`${name}.keys`)}`,
        ],
        ...["UsePAM no", "StrictModes no", "PasswordAuthentication no", ...settings],
      ];
      writeFileSync(at(`${name}.conf`), `${lines.join("\n")}\n`);
      const args = ["-D", "-f", at(`${name}.conf`), "-E", at(`${name}.log`)];
      const daemon = spawn("/usr/sbin/sshd", args, { stdio: "ignore" });
      stops.push(() => daemon.kill("SIGKILL"));
      const answers = () =>
        new Promise<boolean>((resolve) => {
          const socket = connect({ host: "127.0.0.1", port });
          socket.once("data", () => resolve(true));
          socket.once("error", () => resolve(false));
        });
      await expect.poll(answers, { timeout: 20_000 }).toBe(true);
      return { address: "127.0.0.1", port, user: null, jumps: [] };
    }

    type Target = Awaited<ReturnType<typeof startSshd>>;

    /** Pins what a host shows and signs in, as the first test of a host does. */
    async function pinAndSignIn(target: Target) {
      const scratch = mkdtempSync(at("scratch-"));
      const lines = await scanHostKeys(target, { keyFile, scratch }, ownKey);
      const knownHosts = path.join(scratch, "known_hosts");
      writeFileSync(knownHosts, `${lines.join("\n")}\n`);
      return { lines, ...(await tryLogin(target, { keyFile, knownHosts, scratch }, ownKey)) };
    }

    const plainKeyOf = (name: string) =>
      readFileSync(at(`${name}.pub`), "utf8").split(" ")[1] ?? "";

    it("are known by their plain key: a certificate that expired keeps nobody out", async () => {
      const target = await startSshd("both", []);
      // What is tried is real: whoever trusts the authority is warned of it.
      const trusting = at("trusting");
      writeFileSync(trusting, `@cert-authority * ${readFileSync(at("ca.pub"), "utf8")}`);
      expect(sshBy(trusting, target)).toMatch(/Certificate invalid: expired/);
      const { ok, lines } = await pinAndSignIn(target);
      expect(ok).toBe(true);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(plainKeyOf("both"));
    });

    it("are known by the key in the certificate where they show nothing else", async () => {
      const only = "HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com";
      const target = await startSshd("only", [only]);
      const { ok, lines } = await pinAndSignIn(target);
      expect(ok).toBe(true);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(plainKeyOf("only"));
      expect(lines[0]).not.toContain("cert");
    });

    it("that let Chiffon's key in until yesterday say so in the fix", async () => {
      const target = await startSshd("lapsed", [], 'expiry-time="20200101" ');
      const { ok, message, fix } = await pinAndSignIn(target);
      expect({ ok, message }).toEqual({
        ok: false,
        message: "127.0.0.1 refused Chiffon's key for the default user.",
      });
      expect(fix).toContain("expiry-time");
    });

    function sshBy(knownHosts: string, { port }: Target): string {
      const options = [
        "StrictHostKeyChecking=yes",
        `UserKnownHostsFile=${knownHosts}`,
        "BatchMode=yes",
      ];
      const args = [
        "-F",
        "/dev/null",
        "-v",
        "-i",
        keyFile,
        "-p",
        String(port),
        "127.0.0.1",
        "true",
      ];
      try {
        execFileSync("ssh", [...options.flatMap((one) => ["-o", one]), ...args], { stdio: "pipe" });
        return "";
      } catch (error) {
        return String((error as { stderr?: Buffer }).stderr ?? "");
      }
    }
  },
);
