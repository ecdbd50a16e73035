import { describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";

function entryOf(files: Record<string, string>, path = "look.yml") {
  const { entries } = buildCatalog(treeOf(files), "repo");
  return required(
    entries.find((entry) => entry.path === path),
    path,
  );
}
const play = (tasks: string, head = "") =>
  `- name: Look\n  hosts: all\n${head}  tasks:\n${tasks.replace(/^/gm, "    ")}\n`;

describe("what only reads is low, and the card says no more than that", () => {
  it.each([
    ["modules", "- stat: {path: /etc/passwd}\n  register: s\n- debug: {var: s.stat.mode}"],
    [
      "a command",
      "- command: systemctl status nginx\n  register: out\n- debug: var=out.stdout_lines",
    ],
    ["a command whatever is claimed", "- shell: df -h | grep sda\n  changed_when: true"],
    ["argv", "- command: {argv: [docker, ps]}"],
    ["a full name", "- ansible.builtin.command: uname -r\n- ansible.builtin.setup:"],
    ["a loop", "- command: systemctl is-active {{ item }}\n  loop: [nginx, docker]"],
    [
      "conditions",
      "- debug: {msg: \"{{ ansible_facts['distribution'] | default('?') }}\"}\n  when: ansible_facts.distribution is defined and inventory_hostname in groups['all']",
    ],
    [
      "a harmless lookup",
      "- debug: msg=\"{{ lookup('file', 'motd') }}\"\n- debug: {msg: \"{{ item }}\"}\n  with_items: [a]",
    ],
    ["a request that reads", "- uri: {url: 'http://127.0.0.1/', return_content: true}"],
    [
      "a loop in a template",
      '- debug:\n    msg: |\n      {% for x in groups["all"] | sort %}\n      {{ x }}: {{ hostvars[x].a | default("?") }}\n      {% endfor %}',
    ],
    ["blocks", "- block:\n    - command: uptime\n  rescue:\n    - debug: {msg: down}"],
    ["a language", "- command: df -h\n  environment: {LC_ALL: C}"],
    ["its own delegation", "- command: uptime\n  delegate_to: localhost"],
  ])("%s", (_name, tasks) => {
    const entry = entryOf({ "look.yml": play(tasks), motd: "x", "files/motd": "x" });
    expect(entry.riskReasons).toEqual([
      "only reads: every step is a known reading module or command",
    ]);
    expect(entry.risk).toBe("low");
  });

  it("with an inventory that names hosts and usual settings", () => {
    const files = {
      "look.yml": play("- ping:"),
      "inventory/hosts.ini":
        "[all]\nnas ansible_host=10.0.0.2 ansible_user=pi ansible_python_interpreter=/usr/bin/python3\n[all:vars]\nansible_port=2222\n",
      "inventory/group_vars/all.yml": "site: home\nport: '{{ base_port }}'\n",
    };
    expect(entryOf(files).risk).toBe("low");
  });
});

/** Each is a whole list of ansibleTasks whose author claims that it changes nothing. */
const disguised: readonly (readonly [string, string])[] = [
  ["any command", "- shell: do-it\n  changed_when: false"],
  ["a reading one behind a chain", "- shell: uptime; do-it\n  changed_when: false"],
  ["several lines", "- shell: |\n    uptime\n    do-it\n  changed_when: false"],
  ["a folded text", "- shell: >\n    cat /x |\n    sh\n  changed_when: false"],
  ["a line continuation", '- shell: "ca\\\\\\nt /x"\n  changed_when: false'],
  [
    "a module's free form with executable",
    "- shell: cat /x executable=/tmp/sh\n  changed_when: false",
  ],
  ["args with executable", "- shell: cat /x\n  args: {executable: /tmp/sh}\n  changed_when: false"],
  ["cmd", "- command: {cmd: do-it}\n  changed_when: false"],
  ["argv", "- command: {argv: [sh, -c, do-it]}\n  changed_when: false"],
  ["raw", "- raw: do-it\n  changed_when: false"],
  ["script", "- script: look.sh\n  changed_when: false"],
  ["script of a reading name", "- script: cat\n  changed_when: false"],
  ["win_shell", "- win_shell: Get-Item\n  changed_when: false"],
  ["win_command", "- win_command: whoami\n  changed_when: false"],
  ["expect", "- expect: {command: uptime, responses: {a: b}}\n  changed_when: false"],
  ["action", "- action: shell do-it\n  changed_when: false"],
  ["action as a mapping", "- action: {module: shell, cmd: do-it}\n  changed_when: false"],
  [
    "action with raw parameters",
    "- action: {module: command, _raw_params: do-it}\n  changed_when: false",
  ],
  [
    "action with its text in the module",
    "- action: {module: 'shell do-it'}\n  changed_when: false",
  ],
  ["local_action", "- local_action: command do-it\n  changed_when: false"],
  ["a templated action", '- action: "{{ what }} x"\n  changed_when: false'],
  ["a full name", "- ansible.builtin.shell: do-it\n  changed_when: false"],
  ["the legacy name", "- ansible.legacy.command: do-it\n  changed_when: false"],
  ["a module of the same name elsewhere", "- evil.tools.stat: {path: /x}"],
  ["an include of the same name elsewhere", "- evil.tools.include_tasks: x.yml"],
  ["a block", "- block:\n    - shell: do-it\n      changed_when: false"],
  ["a rescue", "- block: [{ping: }]\n  rescue:\n    - shell: do-it\n      changed_when: false"],
  ["an always", "- block: [{ping: }]\n  always:\n    - shell: do-it\n      changed_when: false"],
  [
    "a templated command word",
    "- command: '{{ item }} /x'\n  with_items: [cat]\n  changed_when: false",
  ],
  ["a templated option", "- command: find {{ where }}\n  changed_when: false"],
  ["LD_PRELOAD", "- command: cat /x\n  environment: {LD_PRELOAD: /tmp/x.so}"],
  ["PATH", "- command: cat /x\n  environment: {PATH: /tmp}"],
  ["a templated environment", "- command: cat /x\n  environment: '{{ env }}'"],
  ["an environment of a block", "- block: [{command: cat /x}]\n  environment: {PATH: /tmp}"],
  ["become", "- command: cat /x\n  become: true"],
  ["templated become", "- command: cat /x\n  become: '{{ yes_please }}'"],
  ["become by a variable", "- command: cat /x\n  vars: {ansible_become: true}"],
  ["another interpreter", "- ping:\n  vars: {ansible_python_interpreter: /tmp/x}"],
  [
    "another interpreter, kept as a fact",
    "- set_fact: {ansible_python_interpreter: /tmp/x}\n- ping:",
  ],
  ["another shell", "- command: cat /x\n  vars: {ansible_shell_executable: /tmp/sh}"],
  ["arguments for ssh", "- ping:\n  vars: {ansible_ssh_common_args: '-o ProxyCommand=do-it'}"],
  ["another connection", "- ping:\n  connection: evil.tools.run"],
  ["another host", "- command: cat /x\n  delegate_to: other"],
  [
    "module defaults",
    "- module_defaults: {command: {executable: /tmp/sh}}\n  block: [{command: cat /x}]",
  ],
  ["facts of one's own", "- setup: {fact_path: /tmp/x}"],
  ["a pipe", "- debug: msg=\"{{ lookup('pipe', 'do-it') }}\""],
  ["a pipe by its full name", "- debug: {msg: \"{{ lookup('ansible.builtin.pipe', 'do-it') }}\"}"],
  ["a pipe by query", "- debug: {msg: \"{{ query('pipe', 'do-it') }}\"}"],
  ["a pipe by q", "- debug: {msg: \"{{ q ( 'pipe' , 'do-it' ) }}\"}"],
  ["a pipe whose name is worked out", "- debug: {msg: \"{{ lookup('pi' ~ 'pe', 'do-it') }}\"}"],
  ["a pipe through a list", "- debug: {msg: \"{{ ([lookup] | first)('pipe', 'do-it') }}\"}"],
  ["a pipe in a statement", "- debug: {msg: \"{% set x = lookup('pipe', 'do-it') %}\"}"],
  ["an escaped pipe", "- debug: {msg: \"{{ \\x6cookup('pipe', 'do-it') }}\"}"],
  ["a pipe in a condition", "- ping:\n  when: lookup('pipe', 'do-it') == ''"],
  ["a pipe in an assertion", "- assert: {that: [\"lookup('pipe', 'do-it')\"]}"],
  ["a pipe in until", "- ping:\n  until: lookup('pipe', 'do-it')"],
  ["a pipe in vars", "- ping:\n  vars: {x: \"{{ lookup('pipe', 'do-it') }}\"}"],
  ["a pipe in a name", "- name: \"{{ lookup('pipe', 'do-it') }}\"\n  ping:"],
  ["with_pipe", "- debug: {msg: x}\n  with_pipe: do-it"],
  ["with_lines", "- debug: {msg: x}\n  with_lines: do-it"],
  ["a url", "- debug: msg=\"{{ lookup('url', 'http://a/') }}\""],
  ["a template file", "- debug: msg=\"{{ lookup('template', 'x.j2') }}\""],
  [
    "a condition worked out twice",
    "- ping:\n  when: \"{{ x }}\"\n  vars: {x: \"lookup('pipe', 'do-it')\"}",
  ],
  ["Python behind a value", "- debug: {msg: \"{{ ''.__class__.__mro__ }}\"}"],
  ["Python behind a filter", "- debug: {msg: \"{{ x | attr('a') }}\"}"],
  ["a method that does something", "- debug: {msg: \"{{ lipsum.popen('do-it') }}\"}"],
  ["an unknown filter", "- debug: {msg: \"{{ 'do-it' | evil.tools.run }}\"}"],
  ["an unknown test", "- ping:\n  when: x is evil.tools.run"],
  ["a filter by its name", "- debug: {msg: \"{{ ['do-it'] | map('evil.tools.run') | list }}\"}"],
  ["a request that writes", "- uri: {url: 'http://a/', method: POST}"],
  ["a request of a templated method", "- uri: {url: 'http://a/', method: '{{ m }}'}"],
  ["an odd method", "- uri: {url: 'http://a/', method: PURGE}"],
  ["an answer that is written down", "- uri: {url: 'http://a/', dest: /x}"],
  ["a file that is fetched", "- fetch: {src: /x, dest: /y}"],
  ["an added host", "- add_host: {name: x, ansible_connection: local}"],
  ["a copy", "- copy: {dest: /x, content: x}"],
  ["an unknown module", "- my_own: {}"],
  ["tasks outside the repository", "- include_tasks: /tmp/x.yml"],
  ["tasks that are not there", "- include_tasks: nowhere.yml"],
  ["variables outside the repository", "- include_vars: /tmp/x.yml\n- ping:"],
  ["a role that is not there", "- import_role: {name: nobody.nothing}"],
  ["a role of a collection that is not there", "- import_role: {name: nobody.nothing.role}"],
  ["a role of a templated name", "- include_role: {name: '{{ x }}'}"],
  [
    "an encrypted value",
    "- ping:\n  vars:\n    x: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      00",
  ],
  ["modules of other collections", "- collections: [evil.tools]\n  block: [{stat: {path: /x}}]"],
  [
    "more than one word of an include",
    "- include_tasks: {file: more.yml, apply: {environment: {PATH: /tmp}}}",
  ],
];

describe("what its author calls harmless is not low", () => {
  it.each(disguised)("%s", (_name, tasks) => {
    const entry = entryOf({
      "look.yml": play(tasks),
      "more.yml": "- command: cat /x\n",
      "files/look.sh": "x",
      "files/cat": "x",
      "templates/x.j2": "x",
    });
    expect(entry.risk).not.toBe("low");
    expect(entry.riskReasons.join()).not.toMatch(/only reads|only looks|changes nothing/);
  });

  it("counts more than forty ways", () => {
    expect(disguised.length).toBeGreaterThan(40);
  });

  const reading = play("- command: cat /x");
  it.each([
    [
      "a handler",
      { "look.yml": `${reading}  handlers:\n    - shell: do-it\n      changed_when: false\n` },
    ],
    [
      "the play's environment",
      { "look.yml": play("- command: cat /x", "  environment: {PATH: /tmp}\n") },
    ],
    [
      "the play's variables",
      { "look.yml": play("- ping:", "  vars: {x: \"{{ lookup('pipe', 'y') }}\"}\n") },
    ],
    [
      "the play's interpreter",
      { "look.yml": play("- ping:", "  vars: {ansible_python_interpreter: /x}\n") },
    ],
    ["the play's strategy", { "look.yml": play("- ping:", "  strategy: evil.tools.run\n") }],
    ["the play's fact path", { "look.yml": play("- ping:", "  fact_path: /tmp/x\n") }],
    [
      "the play's collections",
      { "look.yml": play("- stat: {path: /x}", "  collections: [evil.tools]\n") },
    ],
    ["the play's become", { "look.yml": play("- command: cat /x", "  become: yes\n") }],
    [
      "a role's defaults",
      {
        "look.yml": `${play("- ping:")}  roles: [r]\n`,
        "roles/r/tasks/main.yml": "- ping:\n",
        "roles/r/defaults/main.yml": "x: \"{{ lookup('pipe', 'y') }}\"\n",
      },
    ],
    [
      "a role's own module",
      {
        "look.yml": `${play("- ping:")}  roles: [r]\n`,
        "roles/r/tasks/main.yml": "- stat: {path: /x}\n",
        "roles/r/library/stat": "x",
      },
    ],
    [
      "tasks of a role under another ending",
      {
        "look.yml": `${play("- ping:")}  roles: [r]\n`,
        "roles/r/tasks/main.yml": "- include_tasks: more.inc\n",
        "roles/r/tasks/more.inc": "- shell: do-it\n  changed_when: false\n",
      },
    ],
    [
      "tasks of a role in another folder",
      {
        "look.yml": `${play("- ping:")}  roles: [r]\n`,
        "roles/r/tasks/main.yml": "- include_tasks: ../files/more.yml\n",
        "roles/r/files/more.yml": "- shell: do-it\n  changed_when: false\n",
      },
    ],
    [
      "a dependency of a role",
      {
        "look.yml": `${play("- ping:")}  roles: [r]\n`,
        "roles/r/tasks/main.yml": "- ping:\n",
        "roles/r/meta/main.yml": "dependencies: [d]\n",
        "roles/d/tasks/main.yml": "- shell: do-it\n  changed_when: false\n",
      },
    ],
    [
      "a module of the repository",
      { "look.yml": play("- stat: {path: /x}"), "library/stat.py": "x" },
    ],
    [
      "a filter of the repository",
      {
        "look.yml": play('- debug: {msg: "{{ 1 | default(2) }}"}'),
        "filter_plugins/default.py": "x",
      },
    ],
    [
      "an action plugin deep inside",
      { "look.yml": play("- ping:"), "plugins/action/ping.py": "x" },
    ],
    [
      "variables beside it",
      { "look.yml": play("- ping:"), "group_vars/all.yml": "x: \"{{ lookup('pipe', 'y') }}\"\n" },
    ],
    [
      "encrypted variables beside it",
      {
        "look.yml": play("- ping:"),
        "group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n00\n",
      },
    ],
    [
      "variables of its inventory",
      {
        "look.yml": play("- ping:"),
        "inventory/hosts.yml": "all: {hosts: {a: }}\n",
        "inventory/group_vars/all.yml": "ansible_shell_executable: /x\n",
      },
    ],
    [
      "a host's interpreter",
      { "look.yml": play("- ping:"), "hosts.ini": "nas ansible_python_interpreter=/tmp/x\n" },
    ],
    [
      "a group's arguments",
      {
        "look.yml": play("- ping:"),
        "hosts.ini": "nas\n[all:vars]\nansible_ssh_common_args=-o ProxyCommand=do-it\n",
      },
    ],
    [
      "a file of variables",
      {
        "look.yml": play("- ping:", "  vars_files: [v.yml]\n"),
        "v.yml": "x: \"{{ lookup('pipe', 'y') }}\"\n",
      },
    ],
    [
      "included variables",
      {
        "look.yml": play("- include_vars: v.yml\n- ping:"),
        "v.yml": "x: \"{{ lookup('pipe', 'y') }}\"\n",
      },
    ],
    [
      "an imported playbook by its legacy name",
      {
        "look.yml": `${play("- ping:")}- ansible.legacy.import_playbook: other.yml\n`,
        "other.yml": play("- shell: do-it\n  changed_when: false"),
      },
    ],
    [
      "blocks too deep to follow",
      {
        "look.yml": play(
          `- ${"{block: [".repeat(23)}{shell: do-it, changed_when: false}${"]}".repeat(23)}`,
        ),
      },
    ],
    [
      "merged keys",
      {
        "look.yml": play(
          "- ping:\n  vars: &a {ansible_python_interpreter: /x}\n- ping:\n  vars:\n    <<: *a",
        ),
      },
    ],
  ] as const)("in %s", (_name, files) => {
    expect(entryOf(files as Record<string, string>).risk).not.toBe("low");
  });

  it("with become in the nearest ansible.cfg", () => {
    const files = {
      "look.yml": play("- ping:"),
      "sub/look.yml": play("- ping:"),
      "sub/ansible.cfg": "[privilege_escalation]\nbecome = yes\n",
    };
    expect(entryOf(files).risk).toBe("low");
    expect(entryOf(files, "sub/look.yml")).toMatchObject({
      risk: "medium",
      usesBecome: true,
      riskReasons: ["acts as root on the host"],
    });
  });

  it("a tag of a playbook that does more", () => {
    const files = {
      "site.yml":
        "- hosts: all\n  pre_tasks:\n    - shell: do-it\n      changed_when: false\n      tags: always\n  roles:\n    - {role: a, tags: a}\n    - {role: b, tags: b}\n    - {role: c, tags: c}\n",
      "roles/a/tasks/main.yml": "- ping:\n",
      "roles/b/tasks/main.yml": "- ping:\n",
      "roles/c/tasks/main.yml": "- ping:\n",
    };
    const { entries } = buildCatalog(treeOf(files), "repo");
    const tags = entries.filter((entry) => entry.kind === "tag");
    expect(tags.map((entry) => entry.risk)).toEqual(["medium", "medium", "medium"]);
  });

  it("is not run twice by itself either", () => {
    const entry = (tasks: string) => entryOf({ "look.yml": play(tasks) });
    expect(entry("- shell: do-it\n  changed_when: false").idempotent).toBe(false);
    expect(entry("- shell: uptime").idempotent).toBe(true);
  });
});
