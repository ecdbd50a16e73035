import { describe, expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { findSwitchLines } from "./switch-lines.ts";

const find = (files: Readonly<Record<string, string>>, ...names: string[]) =>
  findSwitchLines(treeOf(files), new Set(names));

describe("lines that switch a variable", () => {
  it("are found where variables lie, with what they would be switched on", () => {
    const text = "---\nother: 1\nplex_enabled: false # the big one\n";
    expect(find({ "inventories/home/group_vars/all/apps.yml": text }, "plex_enabled")).toEqual(
      new Map([
        [
          "plex_enabled",
          [
            {
              path: "inventories/home/group_vars/all/apps.yml",
              line: 3,
              text: "plex_enabled: false # the big one",
              isOn: false,
              switchedOn: "plex_enabled: true # the big one",
            },
          ],
        ],
      ]),
    );
  });

  it.each([
    ["a: no\n", "a: yes"],
    ["a:   off\n", "a:   on"],
    ["a: 'False'\n", "a: 'true'"],
    ["a: True\n", "a: true"],
  ])("keep their author's manner: %j", (text, switchedOn) => {
    expect(find({ "group_vars/all.yml": text }, "a").get("a")).toMatchObject([{ switchedOn }]);
  });

  it.each([
    ["another variable", "group_vars/all.yml", "ab: false\n"],
    ["one inside of another", "group_vars/all.yml", "x:\n  a: false\n"],
    ["a template", "group_vars/all.yml", 'a: "{{ b }}"\n'],
    ["text that only starts like a switch", "group_vars/all.yml", "a: no thanks\n"],
    ["a line that no patch would fit", "group_vars/all.yml", "a: false\r\n"],
    ["a last line without an end", "group_vars/all.yml", "a: false"],
    ["a file that is no place of variables", "notes/all.yml", "a: false\n"],
    ["a path that a shell would read otherwise", "group_vars/my vars.yml", "a: false\n"],
    ["one that ends a paste and types", "group_vars/all.yml", "a: no # \u001b[201~\u0003id\n"],
    ["one that shows otherwise than it is", "group_vars/all.yml", "a: no # \u202eon\n"],
    ["an encrypted file", "group_vars/all.yml", "$ANSIBLE_VAULT;1.1;AES256\n6162\n"],
  ])("are not %s", (_what, path, text) => {
    expect(find({ [path]: text }, "a").size).toBe(0);
  });
});
