// node scripts/compile/remote-agent.mjs FILE: the agent of another machine as one file that needs nothing but Node.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { hashSources } from "../setup/source-hash.mjs";
import { ascii } from "./ascii.mjs";
import { requireForPackages } from "./packages.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What is no JavaScript and goes along: the shim, the callback plugin with its licence, and the modules. */
const ASSETS = [
  "server/runner/shim.sh",
  "ansible/callback_plugins/chiffon_events.py",
  "ansible/callback_plugins/LICENSE.md",
  "ansible/library/chiffon_check.py",
  "ansible/library/chiffon_files.py",
  "ansible/library/LICENSE.md",
];

/**
 * Builds the file.
 *
 * @param {string} root the checkout
 * @returns {Promise<string>}
 */
export async function buildRemoteAgent(root) {
  const text = (file) => readFileSync(path.join(root, file), "utf8");
  const assets = Object.fromEntries(ASSETS.map((file) => [file, text(file)]));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["workers/remote/main.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "inline",
    banner: { js: requireForPackages },
    define: {
      AGENT_ASSETS: JSON.stringify(JSON.stringify(assets)),
      AGENT_VERSION: JSON.stringify(JSON.parse(text("package.json")).version),
      AGENT_FILE_MARK: JSON.stringify(hashSources(root, ["server", "workers"]).slice(0, 12)),
    },
    write: false,
  });
  return ascii(outputFiles[0].text);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(process.argv[2], await buildRemoteAgent(ROOT));
