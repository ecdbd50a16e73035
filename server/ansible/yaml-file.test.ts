import { describe, expect, it } from "vitest";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";
import { isVaultValue, maxYamlBytes, readYaml } from "./yaml-file.ts";

const read = (text: string) => readYaml("a.yml", text);

describe("YAML as Ansible reads it", () => {
  it("reads 1.1 booleans, octal-looking modes as written and merged keys", () => {
    const [value] = read("a: yes\nmode: '0644'\nbase: &b {x: 1}\nc:\n  <<: *b\n  y: 2\n").documents;
    expect(value).toMatchObject({ a: true, mode: "0644", c: { x: 1, y: 2 } });
  });

  it("marks vault values and keeps unsafe text, with a warning for tags it does not know", () => {
    const file = read(
      "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\nb: !unsafe '{{ x }}'\nc: !mine 1\n",
    );
    const [value] = file.documents as [Record<string, unknown>];
    expect(isVaultValue(value["a"])).toBe(true);
    expect(value["b"]).toBe("{{ x }}");
    expect(file.warnings.map((warning) => warning.line)).toEqual([5]);
  });

  it("takes the comment above a key, else the one behind its value", () => {
    const file = read(
      "---\n# Port of the page.\n# Open it in the firewall.\nport: 80\nname: x # Who it is.\nbare: 1\n",
    );
    expect(file.keys).toEqual([
      { name: "port", line: 4, comment: "Port of the page. Open it in the firewall." },
      { name: "name", line: 5, comment: "Who it is." },
      { name: "bare", line: 6, comment: null },
    ]);
  });

  it.each([
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`).join(",")}]`).join("\n")}\n`,
    ],
    ["brackets without end", "[".repeat(100_000)],
    ["deep indentation", Array.from({ length: 400 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["more than 1 MB", "a".repeat(maxYamlBytes + 1)],
    ["a vault file", "$ANSIBLE_VAULT;1.1;AES256\n616263\n"],
    ["binary content", "a: \0\u0001\n"],
    ["broken YAML", "a: [1, 2\nb: }\n- c"],
    ["a tab as indentation", "a:\n\t- b\n"],
  ])("survives %s with a warning that says so", (_name, text) => {
    const usedMs = cpuTimeOf(() => read(text));
    const file = read(text);
    expect(file.warnings.length).toBeGreaterThan(0);
    expect(file.warnings[0]?.path).toBe("a.yml");
    expect(usedMs).toBeLessThan(2_000);
  });

  it("reads duplicate keys, CRLF, a byte-order mark and several documents without complaint", () => {
    expect(read("a: 1\r\na: 2\r\n").documents).toEqual([{ a: 2 }]);
    expect(read("\uFEFFa: 1\n---\nb: 2\n").documents).toEqual([{ a: 1 }, { b: 2 }]);
    expect(read("a: 1\na: 2\n").warnings).toEqual([]);
  });

  it("takes quoted text whose lines are indented less than what they belong to, as Python does", () => {
    const text = [
      "- name: one",
      "  lineinfile:",
      "    line: x",
      `  loop: "{{ ['zsh'] | product([`,
      `    'export A=\\"b\\"',`,
      `  ]) | list }}"`,
      "  when: a == 'b'",
      "- name: two",
      "  debug:",
      "    msg: 'it''s",
      "\there'",
      "",
    ].join("\n");
    const file = read(text);
    expect(file).toMatchObject({ brokenAt: null, warnings: [] });
    expect(file.documents).toEqual([
      [
        {
          name: "one",
          lineinfile: { line: "x" },
          loop: `{{ ['zsh'] | product([ 'export A="b"', ]) | list }}`,
          when: "a == 'b'",
        },
        { name: "two", debug: { msg: "it's here" } },
      ],
    ]);
  });

  it.each([
    ["a quote that never ends", 'a: "b\nc: 1\n'],
    ["one that ends before another begins", "a: 'b\nc: it's\nd: 'x'\n"],
  ])("keeps %s the fault it is", (_name, text) => {
    expect(read(text).brokenAt).not.toBeNull();
  });

  it("never pollutes prototypes", () => {
    read("__proto__:\n  polluted: 1\nconstructor:\n  prototype:\n    polluted: 1\n");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
