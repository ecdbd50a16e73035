import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeVariable } from "#tests/support/planning-parts.ts";
import { findValueFault, readParameters, readValue } from "./read-parameters.ts";

const port = makeVariable("kuma_port", { type: "number" });
describe("readParameters", () => {
  it.each([
    ["deploy kuma on port 8443", 8443],
    ["deploy kuma, port: 3002.", 3002],
    ["kuma_port=81", 81],
    ["change the port to 3002", 3002],
    ["deploy kuma on prot 3056", 3056],
    ["deploy kuma, pport 3056", 3056],
  ])("reads %j", (text, value) => {
    expect(readParameters(text, [port], "uptime-kuma")).toEqual([{ name: "kuma_port", value }]);
  });

  it("reads a variable that nobody says aloud where it is written as name=value", () => {
    const text = makeVariable("banner_text");
    const read = (said: string) => readParameters(said, [text], "web-banner");
    expect(read("deploy the banner with banner_text=hello")).toEqual([
      { name: "banner_text", value: "hello" },
    ]);
    expect(read("deploy the banner text to all")).toEqual([]);
  });

  it("takes no other word for a slip of the fingers", () => {
    expect(readParameters("deploy kuma for part 3056", [port], "uptime-kuma")).toEqual([]);
  });

  it("refuses a number that no port has, and names the limit", () => {
    expect(findValueFault(port, 99_999)).toBe(
      "kuma_port: A port is a whole number from 1 to 65535",
    );
  });

  it("finds nothing where the value has the wrong type or is not said", () => {
    expect(readParameters("deploy kuma to the port authority", [port], "uptime-kuma")).toEqual([]);
    expect(readParameters("deploy kuma", [port], "uptime-kuma")).toEqual([]);
  });

  it("never returns a value with a template marker", () => {
    const text = makeVariable("page_title");
    fc.assert(
      fc.property(fc.string(), (noise) => {
        for (const { value } of readParameters(
          `title "{{ ${noise} }}" title {{x}}`,
          [text],
          null,
        )) {
          expect(String(value)).not.toContain("{{");
        }
      }),
    );
  });
});

it("keeps types: text that is no number is refused for a number", () => {
  expect(readValue(port, "80a")).toBeUndefined();
  expect(readValue(makeVariable("x", { type: "boolean" }), "off")).toBe(false);
  expect(findValueFault(port, "80")).toBe("kuma_port takes a number");
  expect(findValueFault(makeVariable("t"), "{{ lookup('file') }}")).toContain("must not hold");
  expect(findValueFault(makeVariable("mode", { choices: ["a", "b"] }), "c")).toContain(
    "one of: a, b",
  );
  expect(findValueFault(port, 80)).toBeNull();
});
