import { expect, test } from "vitest";
import { readOutputLine } from "./console-lines.ts";

test.each([
  ["stdout", '{"level":"info","msg":"task finished"}', false, "info: task finished"],
  ["stdout", '{"level":"warn","msg":"no model"}', true, "warn: no model"],
  [
    "stdout",
    '{"level":"error","msg":"failed","err":{"message":"boom"}}',
    true,
    "error: failed (boom)",
  ],
  ["stdout", "plain words", false, "plain words"],
  ["stderr", "SyntaxError: Unexpected token", true, "SyntaxError: Unexpected token"],
  ["stderr", "", false, ""],
  ["stderr", "    at start (server/main.ts:3:1)", false, "    at start (server/main.ts:3:1)"],
  ["stderr", "Node.js v20.19.0", false, "Node.js v20.19.0"],
  ["stderr", "{broken json", true, "{broken json"],
  ["stdout", "{}", false, "{}"],
] as const)("%s %j reaches the console: %s", (stream, line, isForConsole, text) => {
  expect(readOutputLine(stream, line)).toEqual({ isForConsole, text });
});
