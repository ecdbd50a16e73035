import { expect, it } from "vitest";
import { sharedAnsibles } from "./shared-ansibles.ts";

const system = { path: "/usr/bin/ansible-playbook", version: "2.14.18" };
const newer = { path: "/opt/venv/bin/ansible-playbook", version: "2.17.1" };

it("is everything of a single machine, newest first", () => {
  expect(sharedAnsibles([[system, newer]])).toEqual([newer, system]);
  expect(sharedAnsibles([])).toEqual([]);
});

it("is of several what all of them have, at the same place and in the same version", () => {
  expect(sharedAnsibles([[system, newer], [system]])).toEqual([system]);
  expect(sharedAnsibles([[system], [{ ...system, version: "2.16.0" }]])).toEqual([]);
  // A machine without Ansible runs no playbook.
  expect(sharedAnsibles([[], [newer, system]])).toEqual([newer, system]);
});
