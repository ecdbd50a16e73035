import { expect, it } from "vitest";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
import { match } from "#server/matching/domain/matcher.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog, CatalogBuilder } from "./catalog-builder.ts";

const play = (name: string) =>
  `- name: ${name}\n  hosts: all\n  tasks: [{ ansible.builtin.ping: }]\n`;
const files = {
  "jellyfin.yml": play("Deploy Jellyfin"),
  "playbooks/site.yml": play("Bring all machines in line"),
  "sonarr.yml": play("Deploy Sonarr"),
};
const words = `words:
  Jellyfin: [the telly box, film night]
  playbooks/site.yml: the usual
`;

it("lets owners say what they call a service or a playbook", () => {
  const { entries, warnings } = buildCatalog(treeOf({ ...files, "chiffon.yml": words }), "homelab");
  const index = buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));
  const top = (text: string) => {
    const [intent] = match(index, text).intents;
    return [intent?.decision, intent?.candidates[0]?.path];
  };
  expect(warnings).toEqual([]);
  expect(top("restart the telly box")[1]).toBe("jellyfin.yml");
  expect(top("deploy film night")).toEqual(["match", "jellyfin.yml"]);
  expect(top("run the usual")).toEqual(["match", "playbooks/site.yml"]);
});

it("says what speaks of nothing, and what says nothing", () => {
  const { warnings } = buildCatalog(
    treeOf({ ...files, "chiffon.yml": "words:\n  plex: [films]\n  sonarr: []\n" }),
    "homelab",
  );
  expect(warnings.map(({ path, message }) => [path, message])).toEqual([
    ["chiffon.yml", "Gives no words for sonarr: a list of them."],
    ["chiffon.yml", "Gives words for plex, but no playbook, role or service here is called so."],
  ]);
  const none = buildCatalog(treeOf({ ...files, "chiffon.yml": "names: {}\n" }), "homelab");
  expect(none.warnings[0]?.message).toContain("Has no words");
});

it("hears them anew when the file alone has changed", () => {
  const builder = new CatalogBuilder("homelab");
  builder.build(treeOf({ ...files, "chiffon.yml": "words: { sonarr: [series] }\n" }), null);
  const { entries } = builder.build(
    treeOf({ ...files, "chiffon.yml": "words: { sonarr: [shows] }\n" }),
    new Set(["chiffon.yml"]),
  );
  expect(entries.find(({ path }) => path === "sonarr.yml")?.aliases).toContain("shows");
});
