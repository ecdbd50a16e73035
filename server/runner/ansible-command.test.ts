import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderExtraVars } from "./extra-vars.ts";
import { readRepositoryConfig } from "./repository-config.ts";
import { parseShellTimes } from "./run-directory.ts";
import { buildSandboxArgv, chooseIsolation } from "./sandbox.ts";
import { shellCommand } from "./shell-words.ts";

describe("shell quoting", () => {
  it("gives the shell exactly the words it was given", () => {
    const word = fc
      .string({ unit: "binary", maxLength: 20 })
      .filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const script = `printf '%s\\0' ${shellCommand(words)}`;
        const out = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });
        expect(out.split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 40 },
    );
  });
});

describe("extra vars", () => {
  it("mark strings and only strings as unsafe, at any depth", () => {
    const text = renderExtraVars({
      a: "x",
      n: 3,
      list: ["y", true],
      map: { k: { d: "z" } },
      nil: null,
    });
    expect(JSON.parse(text)).toEqual({
      a: { __ansible_unsafe: "x" },
      n: 3,
      list: [{ __ansible_unsafe: "y" }, true],
      map: { k: { d: { __ansible_unsafe: "z" } } },
      nil: null,
    });
  });

  it.each([
    [{ map: { __ansible_unsafe: "x" } }],
    [{ map: { __ansible_vault: "x" } }],
    [{ map: { "{{ k }}": 1 } }],
    [{ ansible_become: true }],
    [{ groups: {} }],
    [{ "a b": 1 }],
  ])("refuse what Ansible would interpret: %j", (variables) => {
    expect(() => renderExtraVars(variables)).toThrow(
      expect.objectContaining({ code: "variable_invalid" }),
    );
  });
});

describe("a repository's ansible.cfg", () => {
  const place = { configDir: "/tree/sub", treePath: "/tree" };

  it("gives paths inside the tree, users and become; the rest is named", () => {
    const text = `; comment
[defaults]
roles_path = roles:../shared:/etc/roles:~/roles:$HOME/x:/tree/abs ; why
collections_paths: ./collections
remote_user = deploy
inventory = ./hosts
[privilege_escalation]
become = yes
become_method = evil
become_user = root
become_exe = /tmp/x
[ssh_connection]
pipelining = True
`;
    const settings = readRepositoryConfig(text, place);
    expect(settings).toMatchObject({
      rolesPaths: ["/tree/sub/roles", "/tree/shared", "/tree/abs"],
      collectionsPaths: ["/tree/sub/collections"],
      remoteUser: "deploy",
      become: true,
      becomeMethod: null,
      becomeUser: "root",
      pipelining: true,
    });
    expect(settings.ignored.map(({ name }) => name)).toEqual([
      "privilege_escalation.become_method",
      "privilege_escalation.become_exe",
    ]);
  });

  it("never leads outside the tree", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (value) => {
        const { rolesPaths } = readRepositoryConfig(
          `[defaults]\nroles_path = ../..:${value}:..`,
          place,
        );
        expect(rolesPaths.every((path) => path === "/tree" || path.startsWith("/tree/"))).toBe(
          true,
        );
      }),
    );
  });
});

describe("the sandbox's argv", () => {
  const support = { bubblewrap: true, namespaces: true, setpriv: true, reason: null };
  const request = {
    command: ["cmd", "--flag"],
    support,
    isRoot: false,
    workDir: "/runs/1/work",
    inputDir: "/runs/1/input",
    agentDir: null,
    temporaryDir: "/runs/1/work/tmp",
    readOnlyPaths: [],
    writableDirs: [],
    hiddenPaths: [],
  };

  it("ends with the command and lets the deeper path decide", () => {
    const argv = buildSandboxArgv({
      ...request,
      profile: "local",
      writableDirs: ["/usr/bin", "/usr"],
      hiddenPaths: ["/usr/lib", "/no/such/place"],
      readOnlyPaths: ["/usr/lib/git-core"],
    });
    expect(argv.slice(-3)).toEqual(["--", "cmd", "--flag"]);
    const order = [
      "--bind /usr /usr",
      "--tmpfs /usr/lib",
      "--ro-bind /usr/lib/git-core /usr/lib/git-core",
    ];
    const places = order.map((text) => argv.join(" ").indexOf(text));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(argv).not.toContain("/no/such/place");
    expect(argv).not.toContain("--unshare-pid");
  });

  it("never confines an unconfined run and never claims more than the machine has", () => {
    const bare = { bubblewrap: false, namespaces: false, setpriv: false, reason: "none" };
    expect(chooseIsolation("unconfined", support)).toBe("setpriv");
    expect(buildSandboxArgv({ ...request, profile: "unconfined" })).not.toContain("--no-new-privs");
    expect(buildSandboxArgv({ ...request, profile: "isolated", support: bare })).toEqual([
      "cmd",
      "--flag",
    ]);
    expect(
      buildSandboxArgv({ ...request, profile: "isolated", support: { ...bare, setpriv: true } }),
    ).toContain("--no-new-privs");
  });
});

describe("the shell's times", () => {
  it("are seconds", () => {
    expect(parseShellTimes("0m1.230000s 1m0.340000s")).toBe(61.57);
    expect(parseShellTimes("nonsense")).toBe(0);
  });
});
