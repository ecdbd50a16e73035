import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownIdentity } from "./agent-identity.ts";

let directory: string;
const file = () => path.join(directory, "agent-identity");
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "chiffon-identity-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("is made once, for many processes that start at once, and kept for their owner alone", async () => {
  const made = await Promise.all(Array.from({ length: 16 }, () => ownIdentity(file())));
  expect(new Set(made).size).toBe(1);
  expect(await ownIdentity(file())).toBe(made[0]);
  expect(readFileSync(file(), "utf8").trim()).toBe(made[0]);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["agent-identity"]);
});

it("is another in another directory", async () => {
  expect(await ownIdentity(file())).not.toBe(await ownIdentity(path.join(directory, "other")));
});

it.each(["", "not an identity"])("is never guessed from a file that holds %j", async (text) => {
  writeFileSync(file(), text);
  await expect(ownIdentity(file())).rejects.toThrow("Remove it");
  expect(readFileSync(file(), "utf8")).toBe(text);
});
