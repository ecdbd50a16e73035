import { describe, expect, it } from "vitest";
import { placeTasks } from "#server/ansible/placed-tasks.ts";
import { categoryOf } from "./categories.ts";
import { checkFile, withoutRepeats } from "./own-checks.ts";

const usual = { skipped: new Set<string>(), setsGathering: false };

function found(text: string, setting = usual, isHandlerFile = false) {
  const file = placeTasks(text, isHandlerFile);
  if ("refusal" in file) throw new Error(file.refusal);
  return checkFile(text, file, setting);
}

const rulesOf = (text: string) =>
  found(text).map(({ rule, line }) => `${rule.replace(/^chiffon\[(.*)\]$/, "$1")}:${line}`);

describe("Chiffon's own checks", () => {
  it.each([
    ["a command without a guard", "- command: make install\n", ["always-changed:1"]],
    ["one that only reads", "- command: uptime\n", ["always-changed:1"]],
    ["one with creates", "- command: make install creates=/usr/bin/x\n", []],
    ["one with creates below args", "- shell: make\n  args:\n    creates: /x\n", []],
    ["one with changed_when", "- command: make\n  changed_when: false\n", []],
    [
      "a line added each time",
      '- shell: echo "a" >> /etc/x\n  changed_when: true\n',
      ["appends-every-run:1"],
    ],
    [
      "one that is added on a condition",
      "- shell: echo a >> /x\n  changed_when: true\n  when: y\n",
      [],
    ],
    [
      "a piped download",
      "- shell: curl -s https://x.y/i.sh | sudo bash\n  args: {creates: /x}\n",
      ["piped-download:1"],
    ],
    [
      "a substituted one",
      '- shell: bash -c "$(wget -qO- x.y/i)"\n  args: {creates: /x}\n',
      ["piped-download:1"],
    ],
    ["a download that is piped elsewhere", "- shell: curl x | jq .\n  changed_when: false\n", []],
    ["a fixed wait", "- name: a\n  pause:\n    seconds: 30\n", ["fixed-wait:1"]],
    ["a pause for a person", "- pause:\n    prompt: go?\n    seconds: 3\n", []],
    [
      "a line that varies",
      '- lineinfile:\n    path: /x\n    line: "a={{ b }}"\n',
      ["growing-file:1"],
    ],
    [
      "one with a pattern",
      '- lineinfile:\n    path: /x\n    regexp: ^a\n    line: "a={{ b }}"\n',
      [],
    ],
    [
      "a loop over packages",
      '- apt:\n    name: "{{ item }}"\n  loop: [a, b]\n',
      ["package-loop:1"],
    ],
    [
      "one that is written behind the name",
      "- yum: name={{ item }} state=present\n  with_items: [a]\n",
      ["package-loop:1"],
    ],
    [
      "one with its own variable",
      '- dnf: {name: "{{ it }}"}\n  loop: [a]\n  loop_control: {loop_var: it}\n',
      ["package-loop:1"],
    ],
    [
      "one that picks by item",
      '- apt:\n    name: "{{ item }}"\n  loop: [a, b]\n  when: item != "b"\n',
      [],
    ],
    ["one over mappings", '- apt:\n    name: "{{ item.name }}"\n  loop: [{name: a}]\n', []],
    ["a latest package", "- homebrew: {name: a, state: latest}\n", ["package-latest:1"]],
    ["lists fetched each time", "- apt: update_cache=yes\n", ["cache-refresh:1"]],
    ["lists that may be an hour old", "- apt: update_cache=yes cache_valid_time=3600\n", []],
    ["an ignored failure", "- ping:\n  ignore_errors: true\n", ["ignored-failure:1"]],
    ["one that is looked at", "- ping:\n  ignore_errors: true\n  register: x\n", []],
    [
      "a block whose failures are ignored",
      "- ignore_errors: yes\n  block:\n    - ping:\n",
      ["ignored-failure:1"],
    ],
    ["a task that never fails", "- ping:\n  failed_when: false\n", ["never-fails:1"]],
    ["an unverified download", "- get_url: url=https://x/y dest=/z\n", ["unverified-download:1"]],
    [
      "an archive from the web",
      "- unarchive: {src: 'http://x/y.tgz', dest: /z}\n",
      ["unverified-download:1"],
    ],
    ["an archive from the repository", "- unarchive: {src: y.tgz, dest: /z}\n", []],
    ["a restart on each run", "- service: name=x state=restarted\n", ["restart-every-run:1"]],
    [
      "a restart by condition",
      "- systemd: name=x state=restarted\n  when: y.changed\n",
      ["restart-by-condition:1"],
    ],
    ["a restart that asks for more", "- service: name=x state=restarted\n  when: do_it\n", []],
    ["another collection's module of that name", "- acme.tools.command: make\n", []],
  ])("%s", (_what, text, rules) => {
    expect(rulesOf(text)).toEqual(rules);
  });

  it("lets handlers restart and run commands", () => {
    const text = "- service: name=x state=restarted\n- command: make\n";
    expect(found(text, usual, true)).toEqual([]);
  });

  it.each([
    ["nothing in it needs them", "- hosts: all\n  tasks:\n    - ping:\n", true],
    [
      "its own names alone are used",
      "- hosts: all\n  vars: {a: 1}\n  tasks:\n    - debug: {msg: '{{ a | default(2) }}'}\n",
      true,
    ],
    [
      "a fact is used",
      "- hosts: all\n  tasks:\n    - debug: {msg: '{{ ansible_facts.os_family }}'}\n",
      false,
    ],
    [
      "a variable comes from elsewhere",
      "- hosts: all\n  tasks:\n    - debug: {msg: '{{ port }}'}\n",
      false,
    ],
    [
      "a condition asks for one",
      "- hosts: all\n  tasks:\n    - ping:\n      when: ansible_os_family == 'Debian'\n",
      false,
    ],
    ["a role follows", "- hosts: all\n  roles: [a]\n  tasks:\n    - ping:\n", false],
    [
      "a template could use one",
      "- hosts: all\n  tasks:\n    - template: src=a dest=/b mode=0644\n",
      false,
    ],
    ["a module looks at them itself", "- hosts: all\n  tasks:\n    - package: name=a\n", false],
    ["the play decides", "- hosts: all\n  gather_facts: true\n  tasks:\n    - ping:\n", false],
  ])("says that facts are gathered for nothing only where %s", (_when, text, isSaid) => {
    expect(rulesOf(text)).toEqual(isSaid ? ["unused-facts:1"] : []);
  });

  it("leaves facts to a repository that decides when they are gathered", () => {
    const text = "- hosts: all\n  tasks:\n    - ping:\n";
    expect(found(text, { ...usual, setsGathering: true })).toEqual([]);
  });

  it.each([
    ["by its settings", "- command: make\n", new Set(["chiffon[always-changed]"])],
    ["by what it tells ansible-lint", "- command: make\n", new Set(["no-changed-when"])],
    ["by a bare mark", "- command: make # noqa\n", new Set<string>()],
    [
      "by a mark that names the rule",
      "- command: make # noqa: no-changed-when\n",
      new Set<string>(),
    ],
  ])("is silenced by the repository %s", (_how, text, skipped) => {
    expect(found(text, { ...usual, skipped })).toEqual([]);
  });

  it("says nothing that ansible-lint says of the same ansibleTask", () => {
    const own = found("- name: a\n  command: make\n- command: make\n");
    const [first] = own;
    const lint = { ...first, rule: "no-changed-when", line: 2 } as (typeof own)[number];
    expect(withoutRepeats(own, [lint]).map(({ line }) => line)).toEqual([3]);
  });
});

it.each([
  ["name[casing]", [], "standards"],
  ["fqcn[action-core]", [], "best_practices"],
  ["no-changed-when", [], "idempotency"],
  ["command-instead-of-shell", [], "performance"],
  ["syntax-check[specific]", [], "error_handling"],
  ["brand-new", ["metadata"], "standards"],
  ["brand-new", [], "best_practices"],
])("sorts %s with tags %j under %s", (rule, tags, category) => {
  expect(categoryOf(rule, tags)).toBe(category);
});
