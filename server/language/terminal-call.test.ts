import { expect, it } from "vitest";
import { sayTerminalCall } from "./terminal-call.ts";

it.each([
  ["ansible-playbook site.yml", "run site.yml"],
  ["$ ansible-playbook -i inventories/prod site.yml -K", "run -i inventories/prod site.yml"],
  ["ansible-playbook web.yml --limit=nas1 -t nginx,php", "run web.yml on nas1 --tags nginx,php"],
  [
    "`sudo ansible-playbook web.yml -e 'port=3002 tls=true' -vv`",
    "run web.yml with port=3002 tls=true",
  ],
  ["ansible-playbook web.yml --check --diff --ask-become-pass", "run web.yml"],
])("says %s in words", (typed, said) => {
  expect(sayTerminalCall(typed)).toBe(said);
});

it.each(["run site.yml", "what does ansible-playbook do?", "use ansible-playbook for site.yml"])(
  "leaves %s as it is",
  (text) => expect(sayTerminalCall(text)).toBe(text),
);
