import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileIfStale } from "./compile-if-stale.mjs";

const root = path.resolve(import.meta.dirname, "../..");
let folder: string;
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
const scripts = () => readdirSync(folder).filter((file) => file.endsWith(".js"));

beforeAll(async () => {
  folder = path.join(root, await compileIfStale(root));
}, 120_000);

it("makes every process and thread of the product", () => {
  expect(scripts()).toEqual(
    expect.arrayContaining([
      ...["start.js", "web.js", "workers.js", "scan-worker.js", "reading-worker.js"],
      "remote-agent.js",
    ]),
  );
});

it("does nothing while nothing changed", async () => {
  const before = statSync(path.join(folder, "web.js")).mtimeMs;
  expect(path.join(root, await compileIfStale(root))).toBe(folder);
  expect(statSync(path.join(folder, "web.js")).mtimeMs).toBe(before);
});

it("keeps what would stay in memory for ever out of it", () => {
  for (const file of scripts()) expect(/[^\0-\x7f]/.test(read(file)), file).toBe(false);
  const largest = Math.max(...scripts().map((file) => read(file).length));
  expect(largest).toBeLessThan(5_000_000);
  expect(existsSync(path.join(folder, "query-compiler.wasm"))).toBe(true);
  expect(scripts().some((file) => read(file).includes("AGFzbQEAAAAB"))).toBe(false);
});

it("needs no TypeScript compiler at run time", () => {
  const loading = scripts().filter((file) => /from"(?:tsx|esbuild|typescript)/.test(read(file)));
  expect(loading).toEqual([]);
});

it("takes what a process loads along, so that no folder of packages is searched at its start", () => {
  const packages = scripts().filter((file) => /from"(?:zod|pg|ioredis|bullmq)"/.test(read(file)));
  expect(packages).toEqual([]);
});

describe("a checkout that changes under what runs", () => {
  const checkout = mkdtempSync(path.join(tmpdir(), "checkout-"));
  const main = path.join(checkout, "workers/main.ts");
  const change = (text: string) => appendFileSync(main, `\n${text}\n`);
  beforeAll(() => {
    const parts = ["server", "workers", "scripts", "ansible", "package.json", "package-lock.json"];
    for (const part of parts)
      cpSync(path.join(root, part), path.join(checkout, part), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  it("leaves the folder that it started from alone, and keeps three", async () => {
    const first = await compileIfStale(checkout);
    const folders = [first];
    for (const number of [1, 2, 3]) {
      change(`// ${number}`);
      folders.push(await compileIfStale(checkout));
      if (number < 3) expect(existsSync(path.join(checkout, first, "workers.js"))).toBe(true);
    }
    expect(new Set(folders).size).toBe(4);
    expect(existsSync(path.join(checkout, first))).toBe(false);
    expect(readdirSync(path.join(checkout, path.dirname(first)))).toHaveLength(3);
  });

  it("says what does not compile, and leaves nothing that looks whole", async () => {
    const before = await compileIfStale(checkout);
    change("const broken = ;");
    await expect(compileIfStale(checkout)).rejects.toThrow(
      /does not compile[\s\S]*workers\/main\.ts/,
    );
    await expect(compileIfStale(checkout)).rejects.toThrow(/does not compile/);
    expect(existsSync(path.join(checkout, before, "web.js"))).toBe(true);
  });
});
