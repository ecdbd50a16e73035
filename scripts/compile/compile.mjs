// node scripts/compile/compile.mjs ROOT FOLDER: the product's processes as plain JavaScript.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { ascii } from "./ascii.mjs";
import { ownPlaces } from "./own-places.mjs";
import { requireForPackages } from "./packages.mjs";
import { queryCompilerFromFile } from "./query-compiler.mjs";
import { buildRemoteAgent } from "./remote-agent.mjs";

/** Each becomes a file of that name: the processes, and the threads that they start. */
const ENTRY_POINTS = {
  start: "scripts/start.mjs",
  web: "server/main.ts",
  workers: "workers/main.ts",
  "scan-worker": "server/catalog/scan-worker.ts",
  "reading-worker": "server/suggestions/reading-worker.ts",
};

/** The program of an agent on another machine; no entry point of the bundle, because nothing of it may lie outside. */
const REMOTE_AGENT = "remote-agent";

const [root = ".", folder = ""] = process.argv.slice(2);
const outdir = path.resolve(root, folder);
const draft = `${outdir}.draft`;
rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
const { outputFiles } = await build({
  absWorkingDir: path.resolve(root),
  entryPoints: ENTRY_POINTS,
  outdir,
  bundle: true,
  // All other packages go along: to find and read a thousand small files is half of what a process does at its start.
  external: ["next", "react", "react-dom"],
  banner: { js: requireForPackages },
  platform: "node",
  format: "esm",
  target: "node20.19",
  splitting: true,
  sourcemap: "linked",
  // Names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  write: false,
  plugins: [
    ownPlaces(outdir, [...Object.keys(ENTRY_POINTS), REMOTE_AGENT]),
    queryCompilerFromFile(draft),
  ],
});
for (const { path: file, contents, text } of outputFiles) {
  writeFileSync(
    path.join(draft, path.basename(file)),
    file.endsWith(".js") ? ascii(text) : contents,
  );
}
writeFileSync(path.join(draft, `${REMOTE_AGENT}.js`), await buildRemoteAgent(path.resolve(root)));
// Whole before it has its name: a kill in the middle leaves a draft, which the next one clears.
renameSync(draft, outdir);
