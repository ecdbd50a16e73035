import { expect, it } from "vitest";
import { InTurn } from "./in-turn.ts";

it("does one after the other, goes on after a failure, and turns away what is too much", async () => {
  const turns = new InTurn(3);
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    if (name === "a") throw new Error("it failed");
    return name;
  };
  const [a, b, other, c] = [
    turns.run("key", work("a")),
    turns.run("key", work("b")),
    turns.run("other", work("x")),
    turns.run("key", work("c")),
  ];
  expect(turns.run("key", work("d"))).toBeNull();
  await expect(a).rejects.toThrow("it failed");
  expect([await b, await other, await c]).toEqual(["b", "x", "c"]);
  const ofKey = log.filter((line) => !line.startsWith("x"));
  expect(ofKey).toEqual(["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
  expect(await turns.run("key", work("e"))).toBe("e");
});
