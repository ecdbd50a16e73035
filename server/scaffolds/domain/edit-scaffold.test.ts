import { describe, expect, it } from "vitest";
import { editScaffold } from "./edit-scaffold.ts";

const scaffold = {
  ...{ service: "gitea", title: "Gitea", isKnown: true, playbook: "gitea.yml" },
  files: [
    { path: "gitea.yml", content: "---\n" },
    { path: "roles/gitea/defaults/main.yml", content: "gitea_port: 3000\ngitea_folder: ''\n" },
  ],
  gaps: [
    { variable: "gitea_folder", question: "Where?", isSecret: false },
    { variable: "gitea_port", question: "Which?", isSecret: false },
  ],
  ...{ sources: ["https://example.org"], lintVersion: "6", notes: ["old"] },
  findings: [{ path: "gitea.yml", line: 1, rule: "r", severity: "s", reason: "old" }],
  syntaxFault: "old",
};

describe("editing a scaffold (INFRA-05)", () => {
  it("takes whole files, ends their lines alike and forgets what was found before", () => {
    const content = "gitea_port: 3001\r\ngitea_other: 1";
    const edited = editScaffold(scaffold, [{ path: "roles/gitea/defaults/main.yml", content }]);
    expect(edited.files).toEqual([
      { path: "gitea.yml", content: "---\n" },
      { path: "roles/gitea/defaults/main.yml", content: "gitea_port: 3001\ngitea_other: 1\n" },
    ]);
    expect(edited.gaps.map(({ variable }) => variable)).toEqual(["gitea_port"]);
    expect(edited).toMatchObject({ findings: [], syntaxFault: null, notes: [] });
  });

  it("adds no file", () => {
    expect(() => editScaffold(scaffold, [{ path: "../x.yml", content: "" }])).toThrow(/no \.\.\/x/);
  });
});
