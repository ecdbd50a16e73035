import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** Put in by the build: what lies beside the code in a checkout, by path, as JSON. */
declare const AGENT_ASSETS: string;

const assetsSchema = z.record(z.string(), z.string());

/** Where the runner finds what is not JavaScript. */
export interface AssetPlaces {
  readonly callbackDir: string;
  readonly shimFile: string;
}

/** Writes the shim, the callback plugin and the modules anew: what lies there from another version goes with it. */
export async function writeAssets(directory: string): Promise<AssetPlaces> {
  for (const [name, text] of Object.entries(assetsSchema.parse(JSON.parse(AGENT_ASSETS)))) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, text, { mode: 0o644 });
  }
  return {
    callbackDir: path.join(directory, "ansible/callback_plugins"),
    shimFile: path.join(directory, "server/runner/shim.sh"),
  };
}
