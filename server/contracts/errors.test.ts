import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { errorTable } from "./errors.ts";

/** Sources that can throw: an error is made with its code, or an answer is refused with it at the gate. */
function readSources(): string {
  const files = ["server", "workers"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }),
  );
  return files
    .filter((file) => file.isFile() && /(?<!\.test)\.ts$/.test(file.name))
    .map((file) => readFileSync(path.join(file.parentPath, file.name), "utf8"))
    .join("\n");
}

it("every error code is thrown somewhere, under a number of its own", () => {
  const made = /(?:new (?:AppError|TurnedAway)\(|\battack\(|: KnownError = \{\s*code:)\s*"(\w+)"/g;
  const thrown = new Set([...readSources().matchAll(made)].map(([, code]) => code));
  expect(Object.keys(errorTable).filter((code) => !thrown.has(code))).toEqual([]);
  const numbers = Object.values(errorTable).map(({ errorCode }) => errorCode);
  expect(numbers).toHaveLength(new Set(numbers).size);
});
