import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import type { RunSpec } from "#server/contracts/runner.ts";
import { placeOfRunFile } from "./verify-files.ts";

const deriveKey = promisify(pbkdf2);

/** An encrypted file, or value of a file, in Ansible's own form. */
const envelope =
  /\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^\n]*)?\r?\n((?:[ \t]*[0-9a-f]+[ \t]*\r?\n?)+)/g;
const maxFileBytes = 1_000_000;
const maxEnvelopes = 300;
/** Each takes some milliseconds of a core before the run can start. */
const maxTries = 600;
const maxValues = 700;
/** Shorter ones stand in too much that is no secret, unless their name says what they are. */
const leastLength = 6;
const shortest = 4;
const longest = 16_000;
const secretName = /pass|pwd|secret|token|key|pin\b|credential/i;

/**
 * What the vault files of a run hold, as far as its passwords open them: values that must not leave it. A value in a file
 * that Ansible decrypts is known to nobody else, and `--diff` shows where it is written.
 *
 * Source: Ansible's vault format 1.1 and 1.2 (PBKDF2-HMAC-SHA256 with 10,000 rounds, AES-256 in counter mode).
 */
export async function readVaultValues(spec: Pick<RunSpec, "command" | "files">): Promise<string[]> {
  const { command, files } = spec;
  if (command.kind !== "ansible") return [];
  const passwords = (command.secrets?.vaultPasswords ?? []).map(({ password }) => password);
  if (passwords.length === 0) return [];
  const values = new Set<string>();
  let left = maxTries;
  for (const payload of await payloadsOf(command, files)) {
    const tried = passwords.slice(0, left);
    left -= tried.length;
    for (const value of valuesIn(await openWithAny(payload, tried))) values.add(value);
  }
  return [...values].slice(0, maxValues);
}

type Ansible = Extract<RunSpec["command"], { kind: "ansible" }>;

async function payloadsOf(command: Ansible, files: RunSpec["files"]): Promise<Buffer[]> {
  const contentDir = command.contentDirs?.[0];
  const beside = { contentDir, inventoryTree: command.inventoryTreePath };
  const found: Buffer[] = [];
  for (const { path } of files) {
    const place = placeOfRunFile(command.treePath, path, beside);
    if (place !== null) found.push(...(await payloadsIn(join(...place))));
    if (found.length >= maxEnvelopes) break;
  }
  return found.slice(0, maxEnvelopes);
}

/** The payloads of what is encrypted in a file; none in what is no file, or too large. */
async function payloadsIn(file: string): Promise<Buffer[]> {
  const info = await lstat(file).catch(() => null);
  if (info === null || !info.isFile() || info.size > maxFileBytes) return [];
  const text = await readFile(file, "latin1");
  return [...text.matchAll(envelope)].map(([, hex = ""]) =>
    Buffer.from(hex.replaceAll(/\s/g, ""), "hex"),
  );
}

async function openWithAny(payload: Buffer, passwords: readonly string[]): Promise<string | null> {
  for (const password of passwords) {
    const text = await open(payload, password);
    if (text !== null) return text;
  }
  return null;
}

/** Null where the password is another one, or the payload is broken. */
async function open(payload: Buffer, password: string): Promise<string | null> {
  const [salt, mac, sealed] = payload
    .toString("latin1")
    .split("\n")
    .map((part) => Buffer.from(part, "hex"));
  if (salt === undefined || mac === undefined || sealed === undefined) return null;
  const keys = await deriveKey(password, salt, 10_000, 80, "sha256");
  const own = createHmac("sha256", keys.subarray(32, 64)).update(sealed).digest();
  if (mac.length !== own.length || !timingSafeEqual(mac, own)) return null;
  const cipher = createDecipheriv("aes-256-ctr", keys.subarray(0, 32), keys.subarray(64, 80));
  const padded = Buffer.concat([cipher.update(sealed), cipher.final()]);
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0)).toString("utf8");
}

/** The secret values of what was opened: every leaf of a mapping, or all of it where it is one value. */
function valuesIn(text: string | null): string[] {
  if (text === null) return [];
  const value = parsed(text);
  const isPlain = typeof value !== "object" || value === null;
  return isPlain ? longEnough(text.trim(), true) : leaves(value, "");
}

/** The text itself where it is no YAML, or none that can be taken apart. */
function parsed(text: string): unknown {
  try {
    const [document] = parseAllDocuments(text.slice(0, maxFileBytes), { logLevel: "silent" });
    return document?.errors.length === 0 ? document.toJS({ maxAliasCount: 100 }) : text;
  } catch {
    return text; // Aliases beyond all measure: Ansible decides what becomes of them.
  }
}

function leaves(value: unknown, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, name));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leaves(item, key));
  const isText = typeof value === "string" || typeof value === "number";
  return isText ? longEnough(String(value), secretName.test(name)) : [];
}

/** @param isNamed its name says that it is a secret */
function longEnough(value: string, isNamed: boolean): string[] {
  const least = isNamed ? shortest : leastLength;
  return value.length >= least && value.length <= longest ? [value] : [];
}
