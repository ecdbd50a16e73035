import { expect, it } from "vitest";
import { projectOf, roleOf, siblingsOf } from "./places.ts";

const paths = [
  "site.yml",
  "site",
  "README.md",
  "metal/ansible.cfg",
  "metal/boot.yml",
  "metal/roles/k3s/tasks/main.yml",
  "metal/roles/k3s/tasks/setup/debian.yml",
  "pi/roles/web/tasks/main.yml",
  "tasks/shared.yml",
];

it.each([
  ["metal/roles/k3s/tasks/main.yml", "metal"],
  ["pi/roles/web/tasks/main.yml", "pi"],
  ["site.yml", ""],
])("Ansible runs for %s in %j", (file, folder) => {
  expect(projectOf(paths, file)).toBe(folder);
});

it.each([
  [
    "metal/roles/k3s/tasks/setup/debian.yml",
    { folder: "metal/roles/k3s", tasks: "setup/debian.yml" },
  ],
  ["tasks/shared.yml", null],
  ["site.yml", null],
])("%s belongs to the role %j", (file, role) => {
  expect(roleOf(paths, file)).toEqual(role);
});

it("knows a repository that is one role", () => {
  expect(roleOf(["meta/main.yml", "tasks/main.yml"], "tasks/main.yml")).toEqual({
    folder: "",
    tasks: "main.yml",
  });
});

it("leaves out what lies beside a file, but no name that its own begins with", () => {
  expect(siblingsOf(paths, "site.yml")).toEqual(["README.md", "metal", "pi", "tasks"]);
  expect(siblingsOf(paths, "metal/boot.yml")).toContain("metal/roles");
});
