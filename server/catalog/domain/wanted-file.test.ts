import { expect, it } from "vitest";
import { isWanted } from "./wanted-file.ts";

const wanted = (path: string, size = 1_000, kind: "file" | "executable" = "file") =>
  isWanted({ path, kind, blob: "0", size });

it.each([
  ...[
    "hosts",
    "hosts.example",
    "hosts.ini.sample",
    "inventory-home",
    "prod-inventory",
    "production",
  ],
  ...["inventories/lab", "ansible/hosts.dist", "site.yml", "group_vars/all"],
])("reads %s, which may hold machines", (path) => {
  expect(wanted(path)).toBe(true);
});

it.each([
  ...["logo.svg", "src/main.c", "roles/web/files/hosts.conf", "etc/hosts.example", "app.example"],
])("leaves %s alone", (path) => {
  expect(wanted(path)).toBe(false);
});

it("reads a script that lists machines, and nothing large", () => {
  expect(wanted("bin/inventory.py", 1_000, "executable")).toBe(true);
  expect(wanted("production", 5_000_000)).toBe(false);
});
