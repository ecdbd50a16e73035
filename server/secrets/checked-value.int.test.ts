import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { unpackSshKey } from "#server/lib/stored-ssh-key.ts";
import { checkedValue } from "./checked-value.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-given-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function makeKey(name: string, passphrase: string, ...more: string[]): string {
  const file = path.join(root, name);
  execFileSync("ssh-keygen", ["-q", "-N", passphrase, "-f", file, ...more]);
  return readFileSync(file, "utf8");
}
const open = makeKey("open", "", "-t", "ed25519");
const locked = makeKey("locked", "correct horse", "-t", "ed25519");
const readText = (file: string) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
const given = (value: string, passphrase?: string) =>
  checkedValue("ssh_key", { value, ...(passphrase === undefined ? {} : { passphrase }) });

describe("a private key that is stored (INFRA-07)", () => {
  it.each([
    ["as ssh-keygen writes it", open, undefined],
    ["with a passphrase", locked, "correct horse"],
    ["in the older format", makeKey("pem", "correct", "-t", "rsa", "-m", "PEM"), "correct"],
    [
      "pasted with the line ends of Windows and blanks around",
      `\n ${open.replaceAll("\n", "\r\n")}\n`,
      undefined,
    ],
  ])("is taken %s", async (_how, value, passphrase) => {
    expect(unpackSshKey(await given(value, passphrase))).toEqual({
      privateKey: `${value.replaceAll("\r\n", "\n").trim()}\n`,
      passphrase: passphrase ?? null,
    });
  });

  it.each([
    ["without its passphrase", locked, undefined, /locked by a passphrase\. Give that as well/],
    ["with another passphrase", locked, "battery staple", /passphrase does not open the key/],
    [
      "as its public half",
      readFileSync(path.join(root, "open.pub"), "utf8"),
      undefined,
      /without \.pub/,
    ],
    ["as PuTTY's", "PuTTY-User-Key-File-3: ssh-ed25519\n", undefined, /puttygen/],
    ["cut off", open.split("\n").slice(0, 3).join("\n"), undefined, /The key is cut off/],
    ["damaged", open.replace(/\n(.)(.)/, "\n$2$1"), undefined, /OpenSSH cannot read that key/],
    ["as something else", "hunter2", undefined, /That is no private key/],
  ])("is refused %s, with what to do", async (_how, value, passphrase, message) => {
    const refused = expect(given(value, passphrase)).rejects;
    await refused.toMatchObject({ code: "invalid_input", message: expect.stringMatching(message) });
  });

  it("leaves nothing of itself on the disk", async () => {
    const scratch = path.join(root, "tmp");
    mkdirSync(scratch);
    vi.stubEnv("TMPDIR", scratch);
    const look = () => {
      for (const file of readdirSync(scratch, { recursive: true, encoding: "utf8" })) {
        seen.add(path.basename(file));
        const stat = statSync(path.join(scratch, file), { throwIfNoEntry: false });
        if (stat?.isFile() === true) expect(readText(path.join(scratch, file))).not.toMatch(secret);
      }
    };
    const seen = new Set<string>();
    const secret = /PRIVATE KEY|correct horse/;
    const looking = setInterval(look, 1);
    await given(locked, "correct horse");
    await expect(given(locked, "wrong")).rejects.toThrow();
    clearInterval(looking);
    vi.unstubAllEnvs();
    expect([...seen]).toContain("askpass");
    expect(readdirSync(scratch)).toEqual([]);
  });

  it("is the only kind with a passphrase", async () => {
    const refused = checkedValue("become_password", { value: "x", passphrase: "y" });
    await expect(refused).rejects.toThrow("only a private key has one");
    expect(await checkedValue("become_password", { value: " x " })).toBe(" x ");
  });
});
