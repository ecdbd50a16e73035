import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnsibleSettings } from "./ansible-settings.ts";

const inside = (path: string) => (path.startsWith("/") || path.startsWith("..") ? null : path);
const read = (text: string) => readAnsibleSettings(text, inside);
const one = (section: string, line: string) => read(`[${section}]\n${line}\n`);

describe("what is safe in an ansible.cfg is honoured", () => {
  it.each([
    ["defaults", "forks = 20", { forks: 20 }],
    ["defaults", "timeout: 45", { timeoutSeconds: 45 }],
    ["defaults", "remote_user = pi", { remoteUser: "pi" }],
    ["defaults", "roles_path = roles:shared/roles", { rolesPaths: ["roles", "shared/roles"] }],
    ["defaults", "collections_path = ./collections", { collectionsPaths: ["./collections"] }],
    ["defaults", "inventory = hosts.ini", { inventory: "hosts.ini" }],
    ["privilege_escalation", "become = True", { become: true }],
    ["privilege_escalation", "become_method = doas", { becomeMethod: "doas" }],
    ["privilege_escalation", "become_user = www-data", { becomeUser: "www-data" }],
    ["ssh_connection", "pipelining = true", { pipelining: true }],
    ["connection", "pipelining = no", { pipelining: false }],
    [
      "ssh_connection",
      "ssh_args = -o ControlMaster=auto -o ControlPersist=30m",
      { controlPersistSeconds: 1800 },
    ],
    ["ssh_connection", "ssh_args = -o ControlPersist=no", { controlPersistSeconds: 0 }],
    ["ssh_connection", "ssh_args = -o ControlPersist=99h", { controlPersistSeconds: 3600 }],
  ])("[%s] %s", (section, line, expected) => {
    const settings = one(section, line);
    expect(settings).toMatchObject(expected);
    expect(settings.ignored).toEqual([]);
  });
});

describe("what names files of this machine is offered to be stored", () => {
  it.each([
    ["private_key_file = ~/.ssh/home", { kind: "private_key", path: "~/.ssh/home" }],
    ["vault_password_file = ./.vault_pass", { kind: "vault_password", path: "./.vault_pass" }],
    ["vault_identity_list = dev@~/.dev", { kind: "vault_password", path: "dev@~/.dev" }],
  ])("%s", (line, offer) => {
    const settings = one("defaults", line);
    expect(settings.offers).toEqual([offer]);
    expect(settings.ignored[0]?.why).toContain("as a secret");
  });
});

describe("the rest is ignored, each with why", () => {
  it.each([
    ["defaults", "host_key_checking = False", "host keys"],
    ["defaults", "forks = 500", "1 to 50"],
    ["defaults", "forks = 5; rm", "1 to 50"],
    ["defaults", "timeout = 0", "1 to 300"],
    ["defaults", "roles_path = /etc/ansible/roles", "leads out"],
    ["defaults", "roles_path = ~/roles:$HOME/x", "leads out"],
    ["defaults", "remote_user = {{ x }}", "Ansible's own default"],
    ["defaults", "callback_plugins = ./evil", "Code is only loaded"],
    ["defaults", "stdout_callback = yaml", "output"],
    ["defaults", "library = ./modules", "Code is only loaded"],
    ["defaults", "strategy = mitogen_linear", "Code is only loaded"],
    ["defaults", "interpreter_python = /tmp/x", "ansible_python_interpreter"],
    ["defaults", "executable = /tmp/sh", "names a program"],
    ["defaults", "ask_vault_pass = True", "Nobody can be asked"],
    ["defaults", "fact_caching = jsonfile", "carried over"],
    ["privilege_escalation", "become_exe = /tmp/x", "names a program"],
    ["privilege_escalation", "become_method = runas", "sudo, su and doas"],
    ["ssh_connection", "ssh_args = -o ProxyCommand=evil", "Options for ssh"],
    ["ssh_connection", "ssh_executable = /tmp/ssh", "Options for ssh"],
    ["ssh_connection", "control_path = /tmp/x", "Options for ssh"],
    ["inventory", "enable_plugins = script", "Code is only loaded"],
    ["galaxy", "server_list = x", "installed"],
    ["defaults", "something_new = 1", "not among the settings"],
  ])("[%s] %s", (section, line, why) => {
    const { ignored } = one(section, line);
    expect(ignored).toHaveLength(1);
    expect(ignored[0]?.why).toContain(why);
  });

  it("and takes only the one value out of options for ssh", () => {
    const settings = one(
      "ssh_connection",
      "ssh_args = -C -o ControlPersist=10s -o ProxyCommand=evil",
    );
    expect(settings.controlPersistSeconds).toBe(10);
    expect(settings.ignored.map(({ name }) => name)).toEqual(["ssh_connection.ssh_args"]);
  });
});

it("never fails, never lists without bound, never resolves a path elsewhere", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), fc.string(), (text, value) => {
      const settings = read(`[defaults]\nroles_path = ${value}\n${text}`);
      expect(settings.ignored.length).toBeLessThanOrEqual(100);
      expect(settings.rolesPaths.every((path) => inside(path) !== null)).toBe(true);
    }),
  );
});
