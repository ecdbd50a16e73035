import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAnsi, plainText } from "./ansi.ts";

describe("terminal colours", () => {
  it("reads Ansible's colours", () => {
    expect(parseAnsi("\u001b[0;33mchanged: [nas]\u001b[0m rest")).toEqual([
      { text: "changed: [nas]", color: "3", background: null, isBold: false, isDim: false },
      { text: " rest", color: null, background: null, isBold: false, isDim: false },
    ]);
  });

  it("reads bright, 256 and true colours", () => {
    const colors = (line: string) => parseAnsi(line).map(({ color }) => color);
    expect(colors("\u001b[1;91mx")).toEqual(["9"]);
    expect(colors("\u001b[38;5;196mx")).toEqual(["255,0,0"]);
    expect(colors("\u001b[38;2;1;2;3mx")).toEqual(["1,2,3"]);
  });

  it.each([
    ["cursor moves", "a\u001b[2J\u001b[1;1Hb", "ab"],
    ["window titles", "a\u001b]0;owned\u0007b", "ab"],
    ["hyperlinks", "\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["writing direction", "a\u202egnp.exe", "agnp.exe"],
    ["carriage returns and backspaces", "ok\r\b\u0000x", "okx"],
  ])("takes out %s", (_, line, text) => expect(plainText(line)).toBe(text));

  it("never lets a control character through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (line) => {
        const text = parseAnsi(`\u001b[31m${line}`)
          .map((span) => span.text)
          .join("");
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
