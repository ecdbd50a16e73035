import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a thread with nothing of this process's environment. A thread does not inherit the TypeScript loader, so one
 * that runs from source registers it for itself; found from here, not from the cwd.
 */
export function startThread(
  file: URL,
  options: Pick<WorkerOptions, "workerData" | "resourceLimits">,
): Worker {
  const isolated = { ...options, execArgv: [], env: {} };
  if (!file.pathname.endsWith(".ts")) return new Worker(file, isolated);
  const tsx = path.dirname(createRequire(import.meta.url).resolve("tsx/package.json"));
  const loader = pathToFileURL(path.join(tsx, "dist/esm/api/index.mjs")).href;
  const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(file.href)});
  });`;
  return new Worker(bootstrap, { ...isolated, eval: true });
}
