import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { makeCause, makePostMortem } from "#tests/support/dom/post-mortems.ts";
import { toMarkdown } from "./markdown.ts";

const hostile = [
  "<img src=x onerror=alert(1)>",
  "[here](https://evil.example)",
  "https://evil.example www.evil.example a@evil.example",
  "![x](https://evil.example/x.png)",
  "# heading\n\n- item",
  "- nested",
  "1. first",
  "```\n# out of the fence",
  "| a | b |\n|---|---|",
  "a\u2028b\u0007c",
  "&lt;b&gt;",
];

describe("a report as Markdown", () => {
  it.each(hostile)("keeps %j as text: no markup, link or image of its own", async (text) => {
    const cause = makeCause({ message: text, ansibleTask: text, host: text, taskName: text });
    const report = makePostMortem({
      ...{ text, cause, headline: text, suggestions: [text], otherFailures: [cause] },
      output: { lines: text.split("\n"), note: null },
      timeline: [{ at: "2026-11-21T10:00:00.000Z", text, isBad: true }],
    });
    const html = await marked.parse(toMarkdown(report));
    expect(html).not.toMatch(/<(?:a|img|table|b|ol)\b/);
    // Its own headings alone: the title and one for each section.
    const headings = [...html.matchAll(/<h\d>([^<]*)/g)].map(([, heading = ""]) => heading);
    expect(headings.slice(1)).toEqual([
      ...["What it said", "Other failures", "Suggestions"],
      ...["What differs from the last good run", "What had changed by then"],
      ...["Timeline", "End of the output"],
    ]);
    // Facts, other failures, suggestions, timeline.
    expect([...html.matchAll(/<ul>/g)]).toHaveLength(4);
  });

  it("says the same for the same report, and names everything that differs", () => {
    const report = makePostMortem({
      comparison: {
        kind: "compared",
        requestId: "00000000-0000-4000-8000-000000000077",
        endedAt: "2026-11-20T10:00:00.000Z",
        differences: {
          commits: {
            from: "a".repeat(40),
            to: "b".repeat(40),
            touched: [{ path: "roles/kuma/tasks/main.yml", change: "changed" }],
            touchedOmitted: 2,
            log: [
              {
                ...{ commit: "b".repeat(40), subject: "Use another image", author: "Bo" },
                at: "2026-11-20T11:00:00.000Z",
              },
            ],
          },
          variables: [{ name: "kuma_port", before: "3001", after: "3002" }],
          hostsAdded: ["nas2"],
          hostsRemoved: ["nas"],
          versions: [{ name: "Ansible", before: "2.16.1", after: "2.17.0" }],
          settings: [{ name: "Agent", before: null, after: "here" }],
        },
      },
    });
    const text = toMarkdown(report);
    expect(toMarkdown(structuredClone(report))).toBe(text);
    for (const part of [
      "aaaaaaaa → bbbbbbbb",
      "File roles/kuma/tasks/main.yml: changed",
      "and 2 more",
      "by Bo: Use another image",
      "kuma\\_port: 3001 → 3002",
      "Ansible: 2.16.1 → 2.17.0",
      "Agent: not set → here",
      "Host nas2: was not among them",
      "Host nas: is not among them any more",
    ])
      expect(text).toContain(part);
  });
});
