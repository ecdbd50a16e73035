import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("loads model libraries when a model is asked, never at the start", () => {
  const files = readdirSync("server/ai").filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(10);
  const eager = files.filter((name) =>
    /^import (?!type )[^;]*from "(?:ai|ollama-ai-provider|@ai-sdk\/[\w-]+)"/m.test(
      readFileSync(`server/ai/${name}`, "utf8"),
    ),
  );
  expect(eager).toEqual([]);
});
