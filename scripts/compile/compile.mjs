// node scripts/compile/compile.mjs ROOT FOLDER: the product's processes as plain JavaScript.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { ascii } from "./ascii.mjs";
import { ownPlaces } from "./own-places.mjs";
import { queryCompilerFromFile } from "./query-compiler.mjs";
import { requireForPackages } from "./packages.mjs";
import { buildRemoteAgent } from "./remote-agent.mjs";

/** The process that starts the others. Its packages find programs beside themselves and stay where they are. */
const SUPERVISOR = { start: "scripts/start.mjs" };

/** Each becomes a file of that name: the processes, and the threads that they start. */
const PROCESSES = {
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
const shared = {
  absWorkingDir: path.resolve(root),
  outdir,
  bundle: true,
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
    ownPlaces(outdir, [...Object.keys(SUPERVISOR), ...Object.keys(PROCESSES), REMOTE_AGENT]),
    queryCompilerFromFile(draft),
  ],
};
const built = await Promise.all([
  build({ ...shared, entryPoints: SUPERVISOR, packages: "external" }),
  // With their packages: to find and read a thousand small files takes half of what a process does before it begins.
  build({
    ...shared,
    entryPoints: PROCESSES,
    external: ["next", "react", "react-dom"],
    banner: { js: requireForPackages },
  }),
]);
const outputFiles = built.flatMap((one) => one.outputFiles);
for (const { path: file, contents, text } of outputFiles) {
  writeFileSync(
    path.join(draft, path.basename(file)),
    file.endsWith(".js") ? ascii(text) : contents,
  );
}
writeFileSync(path.join(draft, `${REMOTE_AGENT}.js`), await buildRemoteAgent(path.resolve(root)));
// Whole before it has its name: a kill in the middle leaves a draft, which the next one clears.
renameSync(draft, outdir);
