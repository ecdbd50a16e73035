import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownPlaces } from "./own-places.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "compile-"));
  mkdirSync(path.join(root, "server/runner"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Compiles a file of that text and says what it exports once it runs from where compiled files lie. */
async function compiled(text: string): Promise<Record<string, unknown>> {
  const outdir = path.join(root, ".chiffon/compiled");
  const source = path.join(root, "server/runner/main.ts");
  writeFileSync(source, text);
  await build({
    entryPoints: { main: source },
    outdir,
    bundle: true,
    format: "esm",
    platform: "node",
    minifyWhitespace: true,
    plugins: [ownPlaces(outdir, ["scan-worker"])],
  });
  return import(pathToFileURL(path.join(outdir, "main.js")).href);
}

it("keeps the place of what lies beside a source", async () => {
  const { shim } = await compiled(
    'export const shim = new URL("./shim.sh", import.meta.url).href;',
  );
  expect(shim).toBe(pathToFileURL(path.join(root, "server/runner/shim.sh")).href);
});

it("leads to the compiled file of a thread", async () => {
  const { thread } = await compiled(
    'export const thread = new URL("./scan-worker.ts", import.meta.url).href;',
  );
  expect(thread).toBe(pathToFileURL(path.join(root, ".chiffon/compiled/scan-worker.js")).href);
});
