import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRichText } from "./rich-text-parser.ts";

describe("rich text", () => {
  it("reads paragraphs, lists, code and links", () => {
    expect(
      parseRichText("Run `uptime` on **nas**.\n\n- one\n- two\n\nSee [the run](/requests/1)."),
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
      const [block] = parseRichText(`[click](${href})`);
      expect(JSON.stringify(block)).not.toContain('"link"');
    },
  );

  it("knows a moment as the server writes it", () => {
    expect(parseRichText("Approved 2026-11-21T03:51:03.055Z.")).toEqual([
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

  it("leaves the full stop out of an address", () => {
    expect(parseRichText("http://nas:3001/.")).toEqual([
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
        const hrefs = JSON.stringify(parseRichText(source)).match(/"href":"[^"]*"/g) ?? [];
        for (const href of hrefs) expect(href).toMatch(/^"href":"(?:https?:\/\/|\/)/i);
      }),
    );
  });
});
