import { expect, it } from "vitest";
import { mayStillRun } from "./lost-words.ts";

it.each([
  [[], "its hosts"],
  [["nas"], "nas"],
  [["a", "b", "c"], "a, b, c"],
  [["a", "b", "c", "d", "e"], "a, b, c and 2 more"],
])("names what may still run, where, and who started it: %j", (hosts, words) => {
  expect(mayStillRun({ taskName: "Deploy Kuma", agentName: "attic", hosts })).toBe(
    `"Deploy Kuma" may still be running on ${words}, started by the agent attic. Look there, then say what became of it.`,
  );
});
