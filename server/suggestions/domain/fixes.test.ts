import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeTasks } from "#server/ansible/placed-tasks.ts";
import { applyEdits, mergeEdits } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { fixSource } from "./fixes/fix.ts";
import { fixFor, textAfter } from "./fixes.ts";

const free = { shadowed: new Set<string>(), hasCollectionList: false };

function mended(
  text: string,
  finding: Partial<Finding> & Pick<Finding, "rule">,
  names: Parameters<typeof fixSource>[2] = free,
  isHandlerFile = false,
): string | null {
  const file = placeTasks(text, isHandlerFile);
  if ("refusal" in file) throw new Error(file.refusal);
  const source = fixSource(text, file, names);
  const said = { reason: "", details: "", line: 1, lineCount: 1 };
  const fix = fixFor({ ...said, category: "standards", severity: "info", ...finding }, source);
  return fix === null ? null : textAfter([fix], source);
}

const builtin = (name: string) => ({
  rule: "fqcn[action-core]",
  reason: `Use FQCN for builtin module actions (${name}).`,
});

describe("a fix changes what it is for, and nothing else", () => {
  it.each([
    [
      "a module's name",
      "- apt:   # keep\n    name: x\n",
      builtin("apt"),
      "- ansible.builtin.apt:   # keep\n    name: x\n",
    ],
    [
      "the name of one below another key",
      "- name: apt\n  apt: {name: x}\n",
      builtin("apt"),
      "- name: apt\n  ansible.builtin.apt: {name: x}\n",
    ],
    [
      "a moved module's name",
      "- docker_container: {name: x}\n",
      {
        rule: "fqcn[action]",
        reason: "Use FQCN for module actions, such `community.docker.docker_container`.",
      },
      "- community.docker.docker_container: {name: x}\n",
    ],
    [
      "a name",
      "- name: install it\n  ping:\n",
      { rule: "name[casing]" },
      "- name: Install it\n  ping:\n",
    ],
    [
      "a quoted name",
      "- ping:\n  name: 'ünïcode, install'\n- name: \"install\"\n  ping:\n",
      { rule: "name[casing]", line: 3 },
      "- ping:\n  name: 'ünïcode, install'\n- name: \"Install\"\n  ping:\n",
    ],
    [
      "a truth",
      "- ping:\n  become: yes # it is\n",
      { rule: "yaml[truthy]", line: 2 },
      "- ping:\n  become: true # it is\n",
    ],
    [
      "a truth in capitals",
      "- ping:\n  become: False\n",
      { rule: "yaml[truthy]", line: 2 },
      "- ping:\n  become: false\n",
    ],
    [
      "blanks at an end",
      "- ping:  \n  become: true\n",
      { rule: "yaml[trailing-spaces]" },
      "- ping:\n  become: true\n",
    ],
    ["the last line's end", "- ping:", { rule: "yaml[new-line-at-end-of-file]" }, "- ping:\n"],
    [
      "the last line's end in its own kind",
      "- ping:\r\n- ping:",
      { rule: "yaml[new-line-at-end-of-file]" },
      "- ping:\r\n- ping:\r\n",
    ],
    [
      "blank lines",
      "- ping:\n\n\n\n- ping:\n",
      { rule: "yaml[empty-lines]", line: 4, reason: "Too many blank lines (3 > 2)" },
      "- ping:\n\n\n- ping:\n",
    ],
    [
      "a document's start",
      "- ping:\n",
      { rule: "yaml[document-start]", reason: 'Missing document start "---"' },
      "---\n- ping:\n",
    ],
    [
      "a comment",
      "#why\n- ping:\n",
      { rule: "yaml[comments]", reason: "Missing starting space in comment" },
      "# why\n- ping:\n",
    ],
    [
      "a comment behind a value",
      "- ping: # why\n",
      { rule: "yaml[comments]", reason: "Too few spaces before comment" },
      "- ping:  # why\n",
    ],
    [
      "braces",
      "- apt: { name: '{ x }', state: present }\n",
      { rule: "yaml[braces]", reason: "Too many spaces inside braces" },
      "- apt: {name: '{ x }', state: present}\n",
    ],
    [
      "commas",
      "- apt: {name: [a,b]}\n",
      { rule: "yaml[commas]", reason: "Too few spaces after comma" },
      "- apt: {name: [a, b]}\n",
    ],
    [
      "colons",
      "- apt:\n    name:   x\n",
      { rule: "yaml[colons]", line: 2, reason: "Too many spaces after colon" },
      "- apt:\n    name: x\n",
    ],
    [
      "a mode",
      "- file:\n    mode: 0644\n",
      { rule: "yaml[octal-values]", line: 2 },
      '- file:\n    mode: "0644"\n',
    ],
    [
      "free arguments",
      "- name: a\n  apt: name=x state=present # why\n",
      { rule: "no-free-form" },
      null,
    ],
    [
      "plain free arguments",
      "- name: a\n  apt: name=x state=present\n",
      { rule: "no-free-form" },
      "- name: a\n  apt:\n    name: x\n    state: present\n",
    ],
    [
      "free arguments whose kind could matter",
      "- file: path={{ x }}/y mode=0644 state=no\n",
      { rule: "no-free-form" },
      '- file:\n    path: "{{ x }}/y"\n    mode: "0644"\n    state: "no"\n',
    ],
    [
      "truths among free arguments",
      "- service: name=x enabled=yes\n",
      { rule: "no-free-form" },
      "- service:\n    name: x\n    enabled: true\n",
    ],
    [
      "free arguments in a file that indents by four",
      "- ping:\n  vars:\n      a: 1\n- apt: name=x\n",
      { rule: "no-free-form", line: 4 },
      "- ping:\n  vars:\n      a: 1\n- apt:\n      name: x\n",
    ],
    [
      "a template's blanks",
      '- debug: {msg: "{{x}} and {{ y }}"}\n',
      {
        rule: "jinja[spacing]",
        reason: "Jinja2 spacing could be improved: {{x}} and {{ y }} -> {{ x }} and {{ y }}",
      },
      '- debug: {msg: "{{ x }} and {{ y }}"}\n',
    ],
  ])("%s", (_what, text, finding, after) => {
    expect(mended(text, finding)).toBe(after);
  });
});

describe("there is no fix", () => {
  it.each([
    [
      "for a module that the repository replaces",
      "- apt: {name: x}\n",
      builtin("apt"),
      { ...free, shadowed: new Set(["apt"]) },
    ],
    [
      "for a name that means another module now",
      "- yum: {name: x}\n",
      { ...builtin("yum"), details: "Use `ansible.builtin.dnf` or `ansible.legacy.dnf` instead." },
      free,
    ],
    [
      "where collections are searched",
      "- apt: {name: x}\n",
      builtin("apt"),
      { ...free, hasCollectionList: true },
    ],
    ["for a truth that is text", "- debug: {msg: 'yes'}\n", { rule: "yaml[truthy]" }, free],
    [
      "for blanks within text",
      "- copy:\n    content: |\n      a  \n      b\n",
      { rule: "yaml[trailing-spaces]", line: 3 },
      free,
    ],
    [
      "for a last line's end that is part of text",
      "- copy:\n    content: |\n      a",
      { rule: "yaml[new-line-at-end-of-file]", line: 3 },
      free,
    ],
    [
      "for an octal number that is no mode",
      "- debug:\n    msg: 0644\n",
      { rule: "yaml[octal-values]", line: 2 },
      free,
    ],
    ["for a command's free text", "- command: make prefix=/x\n", { rule: "no-free-form" }, free],
    [
      "for quoted free arguments with blanks",
      '- lineinfile: path=/x line="a b"\n',
      { rule: "no-free-form" },
      free,
    ],
    [
      "for a template that would say something else",
      '- debug: {msg: "{{ x }}"}\n',
      { rule: "jinja[spacing]", reason: "Jinja2 spacing could be improved: {{ x }} -> {{ y }}" },
      free,
    ],
    [
      "for a mark that would begin to count",
      "- ping: #noqa\n",
      { rule: "yaml[comments]", reason: "Missing starting space in comment" },
      free,
    ],
    [
      "for a package's state",
      "- apt: {name: x, state: latest}\n",
      { rule: "package-latest" },
      free,
    ],
    [
      "for unset permissions",
      "- copy: {src: a, dest: /b}\n",
      { rule: "risky-file-permissions" },
      free,
    ],
  ])("%s", (_why, text, finding, names) => {
    expect(mended(text, finding, names)).toBeNull();
  });

  it("for a handler's name, which others call", () => {
    const text = "- name: restart it\n  service: {name: x, state: restarted}\n";
    expect(mended(text, { rule: "name[casing]" }, free, true)).toBeNull();
  });
});

it("edits that touch the same characters never go together, and others keep the rest of the text", () => {
  const edit = fc
    .record({ start: fc.nat(30), length: fc.nat(4), text: fc.string({ maxLength: 3 }) })
    .map(({ start, length, text }) => ({ start, end: start + length, text }));
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 5 }), (edits) => {
      const text = "abcdefghijklmnopqrstuvwxyz0123456789";
      const merged = mergeEdits(edits);
      if (merged === null) return;
      const removed = merged.reduce((sum, { start, end }) => sum + end - start, 0);
      const added = merged.reduce((sum, each) => sum + each.text.length, 0);
      expect(applyEdits(text, merged)).toHaveLength(text.length - removed + added);
    }),
  );
});
