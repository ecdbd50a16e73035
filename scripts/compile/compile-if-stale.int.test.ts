import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { COMPILED_DIR, compileIfStale } from "./compile-if-stale.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, COMPILED_DIR);
const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
const scripts = () => readdirSync(folder).filter((file) => file.endsWith(".js"));

beforeAll(() => compileIfStale(root), 120_000);

it("makes every process and thread of the product", () => {
  expect(scripts()).toEqual(
    expect.arrayContaining([
      ...["start.js", "web.js", "workers.js", "scan-worker.js", "reading-worker.js"],
    ]),
  );
});

it("does nothing while nothing changed", async () => {
  const before = statSync(path.join(folder, "web.js")).mtimeMs;
  await compileIfStale(root);
  expect(statSync(path.join(folder, "web.js")).mtimeMs).toBe(before);
});

it("keeps what would stay in memory for ever out of it", () => {
  for (const file of scripts()) expect(/[^\0-\x7f]/.test(read(file)), file).toBe(false);
  const largest = Math.max(...scripts().map((file) => read(file).length));
  expect(largest).toBeLessThan(4_000_000);
  expect(existsSync(path.join(folder, "query-compiler.wasm"))).toBe(true);
  expect(scripts().some((file) => read(file).includes("AGFzbQEAAAAB"))).toBe(false);
});

it("needs no TypeScript compiler at run time", () => {
  const loading = scripts().filter((file) => /from"(?:tsx|esbuild|typescript)/.test(read(file)));
  expect(loading).toEqual([]);
});
