import { parentPort } from "node:worker_threads";
import { placeTasks } from "#server/ansible/placed-tasks.ts";
import { checkFile } from "./domain/own-checks.ts";

/** Says when it is ready, reads the text it is given, and says when it is done: that is all that is asked of it. */
parentPort?.once("message", ({ text, isHandlerFile }: { text: string; isHandlerFile: boolean }) => {
  const file = placeTasks(text, isHandlerFile);
  if (!("refusal" in file)) checkFile(text, file, { skipped: new Set(), setsGathering: false });
  parentPort?.postMessage("done");
});
parentPort?.postMessage("ready");
