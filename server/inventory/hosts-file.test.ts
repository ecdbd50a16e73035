import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { scanInventories } from "#server/ansible/inventory.ts";
import type { KeptHost } from "#server/contracts/host.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { hasHost, hostsFile, withHost, withoutHost } from "./hosts-file.ts";

const nas: KeptHost = {
  name: "nas",
  connection: "ssh",
  address: "192.0.2.7",
  user: "me",
  port: 2222,
  groups: ["storage", "debian"],
};
const pi: KeptHost = { ...nas, name: "pi", address: null, user: null, port: null, groups: [] };

describe("the file of kept hosts", () => {
  it("is an inventory that says what was asked for", () => {
    const text = withHost(withHost(null, nas), pi);
    const tree = treeOf({ [hostsFile]: text });
    const [inventory] = scanInventories(tree, [{ folder: "", inventories: [] }]).inventories;
    expect(inventory?.kind).toBe("static");
    expect(inventory?.hosts).toMatchObject([
      { name: "nas", address: "192.0.2.7", user: "me", port: 2222, groups: ["debian", "storage"] },
      { name: "pi", address: null, user: null, port: null, connection: "ssh", groups: [] },
    ]);
  });

  it("says of this machine that it is local", () => {
    const text = withHost(null, { ...pi, connection: "local" });
    expect(parse(text)).toMatchObject({ all: { hosts: { pi: { ansible_connection: "local" } } } });
    expect(withHost(text, pi)).not.toContain("ansible_connection");
  });

  it("keeps what a person wrote: comments, variables, groups of groups", () => {
    const written = [
      "# mine",
      "all:",
      "  hosts:",
      "    nas: {ansible_python_interpreter: /opt/python} # old box",
      "  children:",
      "    storage: {hosts: {nas: {disks: 4}}}",
      "    attic: {vars: {cold: true}, hosts: {nas: }}",
      "    house: {children: {attic: }}",
      "",
    ].join("\n");
    const changed = withHost(written, { ...nas, groups: ["storage"] });
    expect(changed).toContain("# mine");
    expect(changed).toContain("# old box");
    expect(parse(changed)).toEqual({
      all: {
        hosts: {
          nas: {
            ansible_python_interpreter: "/opt/python",
            ansible_host: "192.0.2.7",
            ansible_user: "me",
            ansible_port: 2222,
          },
        },
        children: {
          storage: { hosts: { nas: { disks: 4 } } },
          attic: { vars: { cold: true }, hosts: {} },
          house: { children: { attic: null } },
        },
      },
    });
  });

  it("takes a host out everywhere, with groups that only it was in", () => {
    const text = withoutHost(withHost(withHost(null, nas), pi), "nas");
    expect(text).not.toContain("nas");
    expect(text).not.toContain("storage");
    expect(hasHost(text, "pi")).toBe(true);
    expect(hasHost(text, "nas")).toBe(false);
  });

  it.each(["all: [", "- a list", "just text"])(
    "refuses in words what it cannot read: %s",
    (text) => {
      expect(() => withHost(text, nas)).toThrow(/hosts\.yml of your hosts cannot be read/);
    },
  );

  it("starts anew from an empty file", () => {
    expect(hasHost(withHost("", nas), "nas")).toBe(true);
  });
});
