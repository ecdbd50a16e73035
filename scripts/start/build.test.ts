import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "#scripts/setup/source-hash.mjs";
import { SOURCES } from "./build.ts";

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "build-"));
  write("app/page.tsx", "page");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ["a changed page", "app/page.tsx"],
  ["a new component", "components/chat/message.tsx"],
  ["another version of a package", "package-lock.json"],
])("%s makes the build stale", (_what, file) => {
  const before = hashSources(root, SOURCES);
  write(file, "something else");
  expect(hashSources(root, SOURCES)).not.toBe(before);
});

test.each([
  ["a changed test", "server/lib/ids.test.ts"],
  ["a worker, which is not part of it", "workers/main.ts"],
])("%s does not", (_what, file) => {
  const before = hashSources(root, SOURCES);
  write(file, "something else");
  expect(hashSources(root, SOURCES)).toBe(before);
});
