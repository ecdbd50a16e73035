import { describe, expect, it } from "vitest";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildMatchIndex } from "./match-index.ts";
import { namedApp } from "./named-app.ts";

const play = (title: string) =>
  `- name: ${title}\n  hosts: servers\n  tasks:\n    - ansible.builtin.command: "true"\n`;
const { entries } = buildCatalog(
  treeOf({
    "portal/deploy.yml": `# chiffon:service=portal\n# chiffon:aliases=portal page\n---\n${play("Deploy the portal page")}`,
    "apps/restart.yml": `# chiffon:service=apps\n# chiffon:action=restart\n---\n${play("Restart an app")}`,
  }),
  "repo",
);
const index = buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));

describe("the app that an intent is about", () => {
  it.each([
    ["restart the portal page", "portal"],
    ["restart vaultwarden", "vaultwarden"],
    ["please restart Vaultwarden on nas1", "vaultwarden"],
    ["restart frobnicator", "frobnicator"],
    ["restart all apps", null],
    ["restart an app", null],
    ["restart", null],
    ["restart {{ lookup('pipe', 'id') }}", null],
  ])("%s: %s", (text, app) => {
    expect(namedApp(index, text)).toBe(app);
  });
});
