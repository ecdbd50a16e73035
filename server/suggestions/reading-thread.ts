import { startThread } from "#server/platform/thread.ts";

const readingLimitMs = 4_000;
const startLimitMs = 60_000;

/** True where a text can be read and checked within seconds: tried in a thread first, for hostile YAML may take hours. */
export async function isReadInTime(text: string, isHandlerFile: boolean): Promise<boolean> {
  const worker = startThread(new URL("./reading-worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
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
