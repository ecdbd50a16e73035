import { describe, expect, it } from "vitest";
import { readLintReport } from "./lint-report.ts";
import { isExcluded, readLintSettings } from "./lint-settings.ts";
import {
  fullModuleNames,
  missingContent,
  readModuleRedirects,
  standInFiles,
} from "./missing-content.ts";
import { readTaskListings } from "./task-listing.ts";

describe("a report of ansible-lint", () => {
  const issue = {
    type: "issue",
    check_name: "jinja[spacing]",
    categories: ["formatting"],
    severity: "minor",
    description: "Jinja2 spacing could be improved: {{ a\\[0]}} -> {{ a\\[0] }}",
    location: { path: "a.yml", lines: { begin: 4 } },
    content: { body: "more" },
  };

  it("is read with rule, line and severity, old places and new ones", () => {
    const placed = {
      ...issue,
      location: { path: "a.yml", positions: { begin: { line: 7, column: 3 } } },
    };
    expect(readLintReport(JSON.stringify([issue, placed]))).toMatchObject([
      {
        rule: "jinja[spacing]",
        path: "a.yml",
        line: 4,
        severity: "minor",
        category: "standards",
        details: "more",
      },
      { line: 7 },
    ]);
    expect(readLintReport(JSON.stringify([issue]))?.[0]?.reason).toContain("{{ a[0] }}");
  });

  it.each([
    ["yaml[trailing-spaces]", "major", "minor"],
    ["yaml[key-duplicates]", "major", "major"],
    ["name[play]", "info", "info"],
    ["no-changed-when", "critical", "critical"],
  ])("weighs %s, %s there, as %s", (rule, there, here) => {
    const weighed = { ...issue, check_name: rule, severity: there };
    expect(readLintReport(JSON.stringify([weighed]))?.[0]?.severity).toBe(here);
  });

  it.each(["", "Traceback", "{}", '"x"'])("is nothing else: %j", (text) => {
    expect(readLintReport(text)).toBeNull();
  });

  it("passes over what is no finding", () => {
    const odd = [null, 1, {}, { check_name: "x" }, { ...issue, location: { path: 5 } }];
    expect(
      readLintReport(
        JSON.stringify([
          ...odd,
          { ...issue, severity: "nonsense", location: { path: "a", lines: { begin: -1 } } },
        ]),
      ),
    ).toMatchObject([{ path: "5" }, { severity: "info", line: 1 }]);
  });
});

describe("a repository's own settings", () => {
  it("may leave out rules, never load code or hide that Ansible can't read a file", () => {
    const read = readLintSettings({
      skip_list: ["yaml[line-length]", "no-handler", "syntax-check", "load-failure", "$(x)", 5],
      exclude_paths: ["roles/vendor/", "\0"],
      profile: "production",
      rulesdir: ["./rules"],
      extra_vars: { a: 1 },
      mock_modules: ["x"],
    });
    expect(read).toEqual({
      skipped: ["yaml[line-length]", "no-handler"],
      excluded: ["roles/vendor/"],
      profile: "production",
      ignored: ["rulesdir", "extra_vars"],
    });
  });

  it.each([null, [], "x", { skip_list: { a: 1 }, profile: "mine" }])(
    "of %j are none",
    (document) => {
      expect(readLintSettings(document)).toMatchObject({
        skipped: [],
        excluded: [],
        profile: null,
      });
    },
  );

  it.each([
    ["roles/vendor/", "roles/vendor/tasks/main.yml", true],
    ["./roles/vendor", "roles/vendored/tasks/main.yml", false],
    ["*.yaml", "play.yaml", true],
    ["roles/*/tasks", "roles/x/tasks/main.yml", true],
    ["site.yml", "site.yml", true],
    ["", "site.yml", false],
  ])("%j leaves %s out: %s", (pattern, path, isOut) => {
    expect(isExcluded(path, [pattern])).toBe(isOut);
  });
});

describe("what a playbook names and this machine lacks", () => {
  it.each([
    [
      "ERROR! couldn't resolve module/action 'community.docker.docker_container'. This often",
      "module",
      "community.docker.docker_container",
    ],
    ["ERROR! the role 'geerlingguy.docker' was not found in /x:/y", "role", "geerlingguy.docker"],
    ["ERROR! couldn't resolve\nmodule/action 'ufw'.", "module", "ufw"],
  ])("is read from what Ansible says", (said, kind, name) => {
    expect(missingContent(said)).toEqual({ kind, name });
  });

  it("is not guessed from other faults", () => {
    expect(missingContent("ERROR! conflicting action statements: a, b")).toBeNull();
  });

  it("gets a stand-in where Ansible looks for it", () => {
    const places = [
      { kind: "module", name: "a.b.c.d" },
      { kind: "module", name: "ufw" },
      { kind: "role", name: "a.b.c" },
      { kind: "role", name: "x.y" },
    ] as const;
    expect(places.flatMap((each) => standInFiles(each).map(({ path }) => path))).toEqual([
      "collections/ansible_collections/a/b/plugins/modules/c/d.py",
      "modules/ufw.py",
      "collections/ansible_collections/a/b/roles/c/tasks/main.yml",
      "roles/x.y/tasks/main.yml",
    ]);
  });

  it("is looked for by full name in every file", () => {
    const text =
      "- community.docker.docker_image:\n- action: a.b.c x=1\n- name: see x.y.z\n  ping:\n";
    expect(fullModuleNames(text)).toEqual(["community.docker.docker_image", "a.b.c"]);
  });

  it("is known under its new name", () => {
    const table =
      "plugin_routing:\n  connection:\n    x:\n      redirect: a.b.x\n  modules:\n    # moved\n    ufw:\n      redirect: community.general.ufw\n    old:\n      tombstone:\n        removal_date: x\n  lookup:\n    y:\n      redirect: a.b.y\n";
    expect([...readModuleRedirects(table)]).toEqual([["ufw", "community.general.ufw"]]);
  });
});

it("compares lists of ansibleTasks by all but what mended names change", () => {
  const said =
    "\nplaybook: a.yml\n\n  play #1 (all): all\tTAGS: []\n    tasks:\n      install X\tTAGS: [A]\n\nplaybook: b.yml\n\n  play #1 (all): all\tTAGS: []\n    tasks:\n      Install X\tTAGS: [A]\n\nplaybook: c.yml\n  play #1 (all): all\tTAGS: []\n    tasks:\n      install X\tTAGS: [a]\n";
  const [a, b, c] = readTaskListings(said);
  expect(a).toBe(b);
  expect(a).not.toBe(c);
});
