import { describe, expect, it } from "vitest";
import { type PlacedFile, placeTasks } from "./placed-tasks.ts";

function placed(text: string): PlacedFile {
  const file = placeTasks(text);
  if ("refusal" in file) throw new Error(file.refusal);
  return file;
}

const playbook = `# heading
- name: web
  hosts: all
  tasks:
    - name: "install"   # why
      apt:
        name: nginx
        update_cache: yes
    - when: x
      block:
        - command: uptime
  handlers:
    - name: restart
      service: name=nginx state=restarted
`;

describe("places of plays and ansibleTasks", () => {
  it("names lines, modules, handlers and what blocks hand down", () => {
    const { kind, plays, tasks } = placed(playbook);
    expect(kind).toBe("playbook");
    expect(plays.map(({ line, endLine }) => [line, endLine])).toEqual([[2, 14]]);
    expect(
      tasks.map(({ line, endLine, call, isHandler, inherited }) => [
        line,
        endLine,
        call?.module ?? null,
        isHandler,
        inherited["when"] ?? null,
      ]),
    ).toEqual([
      [5, 8, "apt", false, null],
      [9, 11, null, false, null],
      [11, 11, "command", false, "x"],
      [13, 14, "service", true, null],
    ]);
  });

  it("gives offsets at which exactly the written text stands", () => {
    const { tasks, scalars } = placed(playbook);
    const [task] = tasks;
    const name = task?.entries.get("name");
    expect(playbook.slice(name?.scalar?.start, name?.scalar?.end)).toBe('"install"');
    expect(playbook.slice(task?.moduleEntry?.key.start, task?.moduleEntry?.key.end)).toBe("apt");
    const truth = scalars.find(({ value, isKey }) => value === true && !isKey);
    expect(playbook.slice(truth?.start, truth?.end)).toBe("yes");
    expect(truth?.line).toBe(8);
  });

  it.each([
    ["- apt: name=x\n", "tasks"],
    ["- import_playbook: a.yml\n", "playbook"],
    ["a: 1\n", "other"],
    ["- one\n- two\n", "other"],
    ["", "other"],
  ])("knows %j by its content", (text, kind) => {
    expect(placed(text).kind).toBe(kind);
  });

  it.each([
    ["- a: [1\n- b: 2\n", 2],
    ["$ANSIBLE_VAULT;1.1;AES256\n6162\n", null],
    [`${"[".repeat(100)}${"]".repeat(100)}`, null],
  ])("refuses %j with the line where it knows it", (text, line) => {
    expect(placeTasks(text)).toMatchObject({ refusal: expect.stringMatching(/./), line });
  });
});
