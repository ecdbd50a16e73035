import { randomBytes } from "node:crypto";

/** A value that must not be found anywhere, and what kind of text it is. */
export interface Canary {
  readonly kind: "long" | "short" | "lines" | "url" | "quotes" | "base64";
  readonly value: string;
}

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** Sixty values of every kind that owners use: each is found only where it leaked, because it is random. */
export function makeCanaries(): Canary[] {
  const make = (kind: Canary["kind"], count: number, value: (at: number) => string): Canary[] =>
    Array.from({ length: count }, (_, at) => ({ kind, value: value(at) }));
  return [
    ...make("long", 12, (at) => `${hex(20 + at * 12)}`),
    ...make("short", 12, (at) => `${hex(2)}#${"gkmpqrstvwxz"[at]}`),
    ...make("lines", 12, () => [hex(12), hex(16), hex(9)].join("\n")),
    ...make("url", 8, () => `pä ${hex(4)}/wö${hex(3)}+%&=?`),
    ...make("quotes", 8, () => `it's "${hex(5)}" \\ {{ ${hex(3)} }} <b>`),
    ...make("base64", 8, (at) => randomBytes(24 + at).toString("base64")),
  ];
}

/** The ways of writing a value down that are looked for; made apart from those that the product knows. */
function writings({ value }: Canary): string[] {
  const lines = value.split("\n");
  const base64 = [...lines, value].flatMap((text) =>
    [0, 1, 2].map((shift) => {
      const bytes = Buffer.concat([Buffer.alloc(shift, "x"), Buffer.from(text)]);
      // Without the characters that its neighbours share in.
      return bytes
        .toString("base64")
        .replace(/=+$/, "")
        .slice(shift === 0 ? 0 : shift + 1, -1);
    }),
  );
  const json = JSON.stringify(value).slice(1, -1);
  const escaped = json.replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [...lines, ...base64, json, escaped, ...lines.map(encodeURIComponent)].filter(
    (text) => text.length >= 6,
  );
}

/** Finds what of these values stands in a text, in any of the usual writings. */
export class CanaryFinder {
  private readonly forms: readonly { readonly kind: string; readonly text: string }[];

  constructor(canaries: readonly Canary[]) {
    this.forms = canaries.flatMap((canary) =>
      [...new Set(writings(canary))].map((text) => ({ kind: canary.kind, text })),
    );
  }

  /** What leaked: the kind of value and the writing that was found. */
  leaksIn(text: string): string[] {
    return this.forms
      .filter((form) => text.includes(form.text))
      .map(({ kind, text: written }) => `${kind}: ${written}`);
  }
}
