import { describe, expect, it } from "vitest";
import { isAppError } from "#server/lib/app-error.ts";
import { checkMessage, titleFrom } from "./check-message.ts";

function refusal(message: unknown): string | null {
  try {
    checkMessage(message);
    return null;
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

describe("checkMessage", () => {
  it.each([
    ["nothing", "", "message_empty"],
    ["white space", " \n\t ", "message_empty"],
    ["only invisible characters", "\u200b\u2060", "message_empty"],
    ["4,001 characters", "x".repeat(4001), "message_too_long"],
    ["a megabyte", "x".repeat(1_000_000), "message_too_long"],
    ["binary", "deploy\u0000kuma", "message_not_text"],
    ["a number", 7, "message_not_text"],
    ["an object", { text: "x" }, "message_not_text"],
    ["undefined", undefined, "message_not_text"],
  ])("refuses %s", (_name, message, code) => {
    expect(refusal(message)).toBe(code);
  });

  it("accepts 4,000 characters, markup and line breaks as they are", () => {
    expect(checkMessage("x".repeat(4000))).toHaveLength(4000);
    expect(checkMessage("<script>alert(1)</script>")).toBe("<script>alert(1)</script>");
    expect(checkMessage(" a\r\nb ")).toBe("a\nb");
  });

  it("drops characters that reorder what a person reads", () => {
    expect(checkMessage("deploy \u202eamuk")).toBe("deploy amuk");
  });
});

it.each([
  ["deploy kuma on nas2\nand be quick", "Deploy kuma on nas2"],
  ["Hi, can you please restart grafana, thanks!", "Restart grafana"],
  ["I'd like you to update the dns.", "Update the dns"],
  ["What failed today?", "What failed today?"],
  ["hello", "hello"],
  ["please", "Please"],
  ["hostname nas1 is down", "Hostname nas1 is down"],
  ["long ".repeat(30), `${"Long ".slice(0, 5)}${"long ".repeat(10)}long…`],
  ["x".repeat(80), `X${"x".repeat(58)}…`],
])("titles a conversation by what its first line asks for: %j", (text, title) => {
  expect(titleFrom(text)).toBe(title);
  expect(titleFrom(text).length).toBeLessThanOrEqual(60);
});
