import { describe, expect, it } from "vitest";
import { firstProse, plainText, titleOf } from "./markdown.ts";

describe("plain text of a page", () => {
  it("leaves out code, tables, pictures, comments and markup", () => {
    const page =
      "---\ntitle: Bees\n---\n# Bees\n\n![badge](b.svg) <b>Keeps</b> `bees` *well*, see [the docs](u).\n" +
      "<!-- no -->\n```sh\n# no\nrm -rf /\n```\n| a | b |\n|---|---|\n| no | no |\n\n- one\n- two\n  - three\n";
    expect(plainText(page)).toBe("Bees Keeps bees well, see the docs. one two three");
  });

  it("keeps names with underscores", () => {
    expect(plainText("Set _kuma_port_ and web_server.")).toBe("Set _kuma_port_ and web_server.");
  });

  it.each([">", "- ", "[", "**a *b ", "<a "])("bears a page of nothing but %s", (piece) => {
    expect(plainText(piece.repeat(20_000)).length).toBeLessThanOrEqual(3_000);
  });
});

describe("title of a page", () => {
  it("is its first heading, not a comment in a script", () => {
    expect(titleOf("```sh\n# a comment\n```\n\n# Bees\n")).toBe("Bees");
    expect(titleOf("Bees\n====\n")).toBe("Bees");
  });

  it("is the one in its settings where it has no heading", () => {
    expect(titleOf("---\ntitle: Bees\n---\nText.")).toBe("Bees");
  });
});

describe("first prose of a page", () => {
  it("passes over headings, badges, lists, quotes and tables", () => {
    const page =
      "# Bees\n\n[![ci](x)](y)\n\n> A note of the house.\n\n- a list of things\n\n| a | b |\n|--|--|\n\nBees make honey for everyone.";
    expect(firstProse(page)).toBe("Bees make honey for everyone.");
  });
});
