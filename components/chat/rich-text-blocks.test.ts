import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { richTextBlocks } from "./rich-text-blocks.ts";

describe("rich text", () => {
  it("reads paragraphs, lists, code and links", () => {
    expect(
      richTextBlocks("Run `uptime` on **nas**.\n\n- one\n- two\n\nSee [the run](/requests/1)."),
    ).toEqual([
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "Run " },
          { kind: "code", text: "uptime" },
          { kind: "text", text: " on " },
          { kind: "strong", text: "nas" },
          { kind: "text", text: "." },
        ],
      },
      {
        kind: "list",
        isOrdered: false,
        items: [[{ kind: "text", text: "one" }], [{ kind: "text", text: "two" }]],
      },
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "See " },
          { kind: "link", text: "the run", href: "/requests/1" },
          { kind: "text", text: "." },
        ],
      },
    ]);
  });

  it.each(["javascript:alert(1)", "//evil.example", "data:text/html,x", "/\\evil.example"])(
    "makes no link of %s",
    (href) => {
      const [block] = richTextBlocks(`[click](${href})`);
      expect(JSON.stringify(block)).not.toContain('"link"');
    },
  );

  it("knows a moment as the server writes it", () => {
    expect(richTextBlocks("Approved 2026-11-21T03:51:03.055Z.")).toEqual([
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "Approved " },
          { kind: "instant", at: "2026-11-21T03:51:03.055Z" },
          { kind: "text", text: "." },
        ],
      },
    ]);
  });

  it("keeps names, markup and what it does not know as the text it is", () => {
    const odd = "Use __init__ and *nas* in <b>web</b>.\n> quoted &amp; | a | b |";
    expect(richTextBlocks(odd)).toEqual([
      { kind: "paragraph", inlines: [{ kind: "text", text: odd }] },
    ]);
  });

  it("puts the items of an inner list after the one they belong to", () => {
    expect(richTextBlocks("1. one\n   - `two`\n2. three")).toEqual([
      {
        kind: "list",
        isOrdered: true,
        items: [
          [{ kind: "text", text: "one" }],
          [{ kind: "code", text: "two" }],
          [{ kind: "text", text: "three" }],
        ],
      },
    ]);
  });

  it.each([">", "- ", "[", "**a *b ", "`", "<a ", "_"])("bears thousands of %s", (piece) => {
    expect(richTextBlocks(piece.repeat(4000)).length).toBeGreaterThan(0);
  });

  it("leaves the full stop out of an address", () => {
    expect(richTextBlocks("http://nas:3001/.")).toEqual([
      {
        kind: "paragraph",
        inlines: [
          { kind: "link", text: "http://nas:3001/", href: "http://nas:3001/" },
          { kind: "text", text: "." },
        ],
      },
    ]);
  });

  it("ends for any text and yields only safe links", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (source) => {
        const hrefs = JSON.stringify(richTextBlocks(source)).match(/"href":"[^"]*"/g) ?? [];
        for (const href of hrefs) expect(href).toMatch(/^"href":"(?:https?:\/\/|\/)/i);
      }),
    );
  });
});
