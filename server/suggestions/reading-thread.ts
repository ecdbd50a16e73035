import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const readingLimitMs = 4_000;
const startLimitMs = 60_000;
/** Threads do not inherit the TypeScript loader, so each registers it for itself; found from here, not from the cwd. */
const tsxFolder = path.dirname(createRequire(import.meta.url).resolve("tsx/package.json"));
const loader = pathToFileURL(path.join(tsxFolder, "dist/esm/api/index.mjs")).href;
const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("./reading-worker.ts", import.meta.url).href)});
});`;

/** True where a text can be read and checked within seconds: tried in a thread first, for hostile YAML may take hours. */
export async function isReadInTime(text: string, isHandlerFile: boolean): Promise<boolean> {
  const worker = new Worker(bootstrap, {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
    env: {},
  });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let timer = setTimeout(() => resolve(false), startLimitMs);
      worker.on("error", reject);
      worker.on("message", (said: "ready" | "done") => {
        clearTimeout(timer);
        if (said === "done") return resolve(true);
        timer = setTimeout(() => resolve(false), readingLimitMs);
        worker.postMessage({ text, isHandlerFile });
      });
    });
  } finally {
    await worker.terminate();
  }
}
