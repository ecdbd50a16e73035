import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputLines } from "./output-lines.ts";
import { createRedactor, keepRedactor } from "./redactor.ts";

const password = "hunter2-s3cret!";
const key = [
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
  "QyNTUxOQAAACBqY1xk0m2fQf1nJ0v8q3s5d7h9k2l4p6r8t0v2x4z6BwAAAJgAAAAAAAAA",
  "-----END OPENSSH PRIVATE KEY-----",
].join("\n");

/** Everything the splitter lets out when it gets the output in these chunks. */
function linesOf(
  secrets: string[] | ReturnType<typeof createRedactor>,
  chunks: readonly Uint8Array[],
): string[] {
  const lines = new OutputLines(Array.isArray(secrets) ? createRedactor(secrets) : secrets, 0);
  const out = chunks.flatMap((chunk) => lines.push(Buffer.from(chunk)));
  return [...out, ...lines.end()].map(({ text }) => text);
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  const sorted = borders.toSorted((a, b) => a - b);
  return sorted.slice(1).map((border, index) => bytes.subarray(sorted[index], border));
}

describe("redaction of whole texts", () => {
  const { redactText } = createRedactor([password, key, "p@ss/w ord+1"]);
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  it.each([
    ["as it is", `login with ${password} now`, password],
    [
      "as base64",
      `Authorization: Basic ${base64(`admin:${password}`)}`,
      base64(`admin:${password}`),
    ],
    ["as base64 behind one byte", base64(`x${password}yz`), base64(`x${password}yz`).slice(2, -4)],
    ["as base64 of a line", base64(`${password}\n`), base64(`${password}\n`).slice(0, -4)],
    ["as URL text", "https://u:p%40ss%2Fw%20ord%2B1@host/", "p%40ss%2Fw%20ord%2B1"],
    ["as form text", "a=p%40ss%2Fw+ord%2B1&b=1", "p%40ss%2Fw+ord%2B1"],
    ["as lower-case URL text", "p%40ss%2fw%20ord%2b1", "p%40ss%2fw%20ord%2b1"],
    [
      "as hexadecimal",
      Buffer.from(password).toString("hex"),
      Buffer.from(password).toString("hex"),
    ],
    ["as JSON", JSON.stringify({ key }), JSON.stringify(key).slice(1, -1)],
    ["line by line", key.split("\n").join("\n    "), key.split("\n")[1] ?? ""],
    ["as wrapped base64", base64(key).replace(/.{76}/g, "$&\n"), base64(key).slice(0, 76)],
  ])("finds a secret %s", (_, text, secret) => {
    expect(text).toContain(secret);
    const clean = redactText(text);
    expect(clean).toContain("[redacted]");
    expect(clean).not.toContain(secret);
  });

  it.each([
    ["JSON in ASCII", "pä\"ss'ü", "p\\u00e4\\\"ss'\\u00fc"],
    ["JSON within JSON", 'pa"ss"word', 'pa\\\\\\"ss\\\\\\"word'],
    ["Python", "it's\\word", "it\\'s\\\\word"],
    ["YAML", "it's word", "it''s word"],
    ["a shell", "it's word", "it'\\''s word"],
    ["a shell, as Python quotes", "it's word", "it'\"'\"'s word"],
    ["HTML", "a<b>&'word'", "a&lt;b&gt;&amp;&#39;word&#39;"],
    ["base64 of one of its lines", "line one of it\nline two of it", base64("line two of it")],
  ])("finds a secret as text of %s", (_, secret, written) => {
    expect(written).not.toContain(secret);
    expect(createRedactor([secret]).redactText(`<${written}>`)).toBe("<[redacted]>");
  });

  it("leaves other text alone, and secrets too short to be hidden", () => {
    expect(redactText("nothing to see")).toBe("nothing to see");
    expect(createRedactor(["abc", "  "]).redactText("abc")).toBe("abc");
    expect(createRedactor([]).redactText(password)).toBe(password);
  });

  it("replaces overlapping secrets by one mark", () => {
    expect(createRedactor(["abcdef", "defghi", "efgh"]).redactText("-abcdefghi-")).toBe(
      "-[redacted]-",
    );
  });

  it("keeps the rest of a line readable in any script", () => {
    expect(createRedactor(["schlüssel"]).redactText("naïve schlüssel für 你好")).toBe(
      "naïve [redacted] für 你好",
    );
  });
});

describe("redaction of a stream", () => {
  it("lets no secret out, wherever its bytes are cut into chunks", () => {
    const secrets = [password, key, "p@ss/w ord+1", "äöü-geheim"];
    const redactor = createRedactor(secrets);
    const word = fc.oneof(
      fc.constantFrom(...secrets, "\n", " ", "\r\n", "hunter2", "-----BEGIN"),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (words, places) => {
          const bytes = Buffer.from(words.join(""), "utf8");
          const text = linesOf(redactor, cut(bytes, places)).join("\n");
          for (const secret of secrets) expect(text).not.toContain(secret);
          expect(linesOf(redactor, [bytes]).join("\n")).toBe(text);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("numbers lines as the raw output does, also inside a secret of several lines", () => {
    const bytes = Buffer.from(`one\n${key}\nlast\n`);
    expect(linesOf([key], [bytes])).toEqual([
      "one",
      ...key.split("\n").map(() => "[redacted]"),
      "last",
    ]);
  });

  it("hides a secret that begins before the line cap and ends behind it", () => {
    const line = `${"x".repeat(16 * 1024 - 5)}${password}${"y".repeat(100)}\n`;
    const [text] = linesOf([password], [Buffer.from(line)]);
    expect(text).not.toContain("hunt");
    expect(text).toContain("[line cut]");
  });

  it("goes on from any line border it named without a gap, a repeat or a leak", () => {
    const secrets = [password, key];
    const bytes = Buffer.from(`a ${password}\n${key}\nb\n\nc${password}d\n${key} e\nlast`);
    const first = new OutputLines(createRedactor(secrets), 0);
    const all = [...first.push(bytes), ...first.end()];
    for (const [index, { nextOffset }] of all.entries()) {
      if (nextOffset === null) continue;
      const second = new OutputLines(createRedactor(secrets), nextOffset);
      const rest = [...second.push(bytes.subarray(nextOffset)), ...second.end()];
      expect(rest.map(({ text }) => text)).toEqual(all.slice(index + 1).map(({ text }) => text));
    }
    expect(all.filter(({ nextOffset }) => nextOffset !== null).length).toBeGreaterThan(4);
  });
});

it("makes no other redactor while the secrets are the same", () => {
  const redactorOf = keepRedactor();
  const first = redactorOf(["first secret"]);
  expect(redactorOf(["first secret"])).toBe(first);
  const both = redactorOf(["first secret", "second secret"]);
  expect(both.redactText("first secret, second secret")).toBe("[redacted], [redacted]");
  expect(redactorOf(["other secret"]).redactText("first secret")).toBe("first secret");
});

describe("lines", () => {
  it("cuts long ones, and those only", () => {
    const lines = new OutputLines(createRedactor([]), 0);
    const text = `${"a".repeat(16 * 1024)}\n${"b".repeat(16 * 1024 + 1)}\nshort`;
    const out = [...lines.push(Buffer.from(text)), ...lines.end()];
    expect(out.map(({ wasCut }) => wasCut)).toEqual([false, true, false]);
    expect(out.map(({ text: line }) => line.length)).toEqual([16_384, 16_384 + 12, 5]);
  });

  it("survives bytes that are no text", () => {
    expect(linesOf([], [Buffer.from([0xff, 0x00, 0x41, 0x0d, 0x0a, 0xc3])])).toEqual([
      "\uFFFD\uFFFDA",
      "\uFFFD",
    ]);
  });
});
