import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { required } from "#server/lib/assert.ts";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildMatchIndex } from "./match-index.ts";
import { match } from "./matcher.ts";
import { phraseKey } from "./prepare-entry.ts";

const play = (title: string, extra = "") =>
  `${extra}- name: ${title}\n  hosts: servers\n  tasks:\n    - ansible.builtin.apt: {name: x}\n`;
const files: Record<string, string> = {
  "uptime-kuma/deploy.yml": play(
    "Deploy Uptime Kuma",
    "# chiffon:service=uptime-kuma\n# chiffon:action=deploy\n# chiffon:aliases=kuma, status page\n---\n",
  ),
  "uptime-kuma/add-portals.yml": play(
    "Add the existing portals to Uptime Kuma as monitors",
    "# chiffon:service=uptime-kuma\n# chiffon:action=configure\n---\n",
  ),
  "uptime-kuma/update.yml": play("Update Uptime Kuma"),
  "vaultwarden.yml": play("Deploy Vaultwarden"),
  "jellyfin.yml": play("Install Jellyfin"),
  "sonarr.yml": play("Install Sonarr"),
  "packages/report.yml": play(
    "Report pending package updates",
    "# chiffon:service=packages\n# chiffon:action=report\n---\n",
  ),
  "packages/update.yml": play(
    "Apply package updates",
    "# chiffon:service=packages\n# chiffon:action=update\n---\n",
  ),
  "disk/report.yml": play(
    "Report free disk space",
    "# chiffon:service=disk\n# chiffon:action=report\n# chiffon:aliases=disk space, storage\n---\n",
  ),
  "users/configure.yml": play(
    "Configure a user account",
    "# chiffon:service=users\n# chiffon:action=configure\n# chiffon:aliases=user account, ssh key\n---\n",
  ),
};
function indexOf(tree: Record<string, string>) {
  const { entries } = buildCatalog(treeOf(tree), "repo");
  return buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: `e${at}` })));
}
const index = indexOf(files);
const tops = (text: string) =>
  match(index, text).intents.map((intent) => [intent.decision, intent.candidates[0]?.path ?? null]);

describe("matching requests to playbooks", () => {
  it("reads a list of machines as places, and a list of products behind a place as intents", () => {
    const named = indexOf({
      "march.yml": play("Deploy the march"),
      "named.yml": play("Deploy named"),
    });
    const [only, ...others] = match(named, "Deploy the march on ann, ben, cid, dot, eve").intents;
    expect([only?.decision, only?.candidates[0]?.path]).toEqual(["match", "march.yml"]); // "dot" is no DNS here
    expect(others).toEqual([]);
    expect(tops("install jellyfin on ann, sonarr and vaultwarden")).toEqual([
      ["match", "jellyfin.yml"],
      ["match", "sonarr.yml"],
      ["match", "vaultwarden.yml"],
    ]);
  });

  it("splits the owner's own request into two steps, the second about the first one's service", () => {
    const result = match(index, "Deploy Kuma Uptime to homelab and add existing portals to config");
    expect(result.decision).toBe("match");
    expect(result.intents.map((intent) => [intent.verb, intent.candidates[0]?.path])).toEqual([
      ["deploy", "uptime-kuma/deploy.yml"],
      ["configure", "uptime-kuma/add-portals.yml"],
    ]);
  });

  it.each([
    ["deploy uptime kuma", "uptime-kuma/deploy.yml"],
    ["depoly uptiem kuma", "uptime-kuma/deploy.yml"],
    ["please set up Uptime-Kuma on the nas", "uptime-kuma/deploy.yml"],
    ["install valtwarden", "vaultwarden.yml"],
    ["instal sonar", "sonarr.yml"],
    ["upgrade all packages", "packages/update.yml"],
    ["show disk space", "disk/report.yml"],
    ["create a user account for anna", "users/configure.yml"],
    ["get kuma up to date", "uptime-kuma/update.yml"],
  ])("accepts %s", (text, path) => {
    expect(tops(text)).toEqual([["match", path]]);
  });

  it.each([
    ["install jellyfin and sonarr", ["jellyfin.yml", "sonarr.yml"]],
    ["deploy jellyfin, then update kuma", ["jellyfin.yml", "uptime-kuma/update.yml"]],
    ["Set up vaultwarden. Also show disk space.", ["vaultwarden.yml", "disk/report.yml"]],
    ["Install jellyfin. Then, update kuma, please", ["jellyfin.yml", "uptime-kuma/update.yml"]],
  ])("splits %s in order", (text, wanted) => {
    expect(tops(text)).toEqual(wanted.map((path) => ["match", path]));
  });

  it("takes a condition for no intent of its own", () => {
    const found = tops("deploy jellyfin and make sure it can reach the disk");
    expect(found.map(([, path]) => path)).toEqual(["jellyfin.yml"]);
  });

  it.each([
    "deploy nextcloud",
    "install pihole on the nas",
    "deploy foobarix",
    "set up a vpn",
    "make me a sandwich",
    "stream games with sunshine",
    "enable unattended upgrades",
  ])("finds nothing for %s rather than guess", (text) => {
    expect(match(index, text).decision).toBe("none");
  });

  it.each(["remove jellyfin", "stop jellyfin"])(
    "never takes an installation for an answer to %s",
    (text) => {
      expect(match(index, text).decision).not.toBe("match");
    },
  );

  it("asks where the service is right but the intent is another: a restart is no deployment", () => {
    const result = match(index, "restart vaultwarden");
    expect(result.decision).not.toBe("match");
    expect(result.intents[0]?.candidates[0]?.path).toBe("vaultwarden.yml");
  });

  describe("with playbooks that act on any app", () => {
    const any = indexOf({
      ...files,
      "restart-service.yml": play("Restart service"),
      "ops/logs.yml": play("Show the logs of an app", "").replace(
        "  tasks:",
        "  vars: {app: x}\n  tasks:",
      ),
      "reboot.yml": play("Reboot hosts"),
    });
    it.each([
      ["restart vaultwarden", "restart-service.yml"],
      ["bounce jellyfin please", "restart-service.yml"],
      ["restart nextcloud", "restart-service.yml"],
      ["show me the logs of jellyfin", "ops/logs.yml"],
      ["reboot the servers", "reboot.yml"],
    ])("accepts %s", (text, path) => {
      const [intent] = match(any, text).intents;
      expect([intent?.decision, intent?.candidates[0]?.path]).toEqual(["match", path]);
    });

    it.each(["deploy nextcloud", "restart my career", "configure nextcloud"])(
      "finds nothing for %s",
      (text) => {
        expect(match(any, text).decision).toBe("none");
      },
    );
  });

  it.each([
    ["tell me when one of my pages stops answering", "uptime-kuma/deploy.yml"],
    ["set up something that watches my sites", "uptime-kuma/deploy.yml"],
    ["which packages need updating?", "packages/report.yml"],
    ["like netflix but at home", "jellyfin.yml"],
    ["is anything outdated", "packages/report.yml"],
    ["am I running out of space", "disk/report.yml"],
    ["give a colleague an account", "users/configure.yml"],
  ])("finds what %s describes", (text, path) => {
    expect(match(index, text).intents[0]?.candidates[0]?.path).toBe(path);
  });

  it("knows what the words in a role's name are about", () => {
    const roles = indexOf({
      "configure_swap_file.yml": play("Configure swap"),
      "roles/core-chrony/tasks/main.yml": "- ansible.builtin.apt: {name: chrony}\n",
      "roles/hwraid/tasks/main.yml": "- ansible.builtin.apt: {name: megacli}\n",
    });
    const first = (text: string) => match(roles, text).intents[0]?.candidates[0]?.path;
    expect(first("more virtual memory")).toBe("configure_swap_file.yml");
    expect(first("install chrony")).toBe("roles/core-chrony");
    expect(first("disks in a redundant array")).toBe("roles/hwraid");
  });

  it("takes a whole name for that entry, however ordinary its words are", () => {
    const lab = { "site.yml": play("Set up the servers"), "dns.yml": play("Set up local DNS") };
    const { decision, intents } = match(indexOf(lab), "Set up the servers!");
    expect(decision).toBe("match");
    expect(intents[0]?.candidates[0]).toMatchObject({ name: "Set up the servers" });
  });
  it("puts what a person chose before right behind exact names", () => {
    const wanted = required(index.entries[0], "an entry").entry;
    const memory = (phrase: string) => (phrase === phraseKey("the usual") ? wanted.id : null);
    expect(match(index, "The usual!", { memory }).intents[0]).toMatchObject({
      decision: "match",
      candidates: [{ entryId: wanted.id }],
    });
    expect(match(index, "The usual!").decision).toBe("none");
  });

  it("offers at most five candidates, best first, and the same answer every time", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const result = match(index, text);
        for (const intent of result.intents) {
          expect(intent.candidates.length).toBeLessThanOrEqual(5);
          for (const candidate of intent.candidates) {
            expect(candidate.confidence).toBeGreaterThanOrEqual(0);
            expect(candidate.confidence).toBeLessThanOrEqual(1);
          }
        }
        expect(match(index, text)).toEqual(result);
      }),
      { numRuns: 200 },
    );
  });

  it("answers long and hostile text quickly", () => {
    const texts = ["and ".repeat(1000), "a".repeat(4000), "deploy ".repeat(600), "( ".repeat(2000)];
    const usedMs = cpuTimeOf(() => {
      for (const text of texts) match(index, text);
    });
    expect(usedMs).toBeLessThan(2_000);
  });
});

it("takes an entry's name as written before all that is weighed", () => {
  const desk = indexOf({
    "media/player.yml": play("Install the desktop's player"),
    "site.yml": play("Set up the desktop"),
  });
  const [intent] = match(desk, "Set up the desktop").intents;
  expect(intent?.decision).toBe("match");
  expect(intent?.candidates.map(({ path }) => path)).toEqual(["site.yml", "media/player.yml"]);
});

describe("what people know from a terminal", () => {
  const stack = indexOf({
    "site.yml": "- name: Set up everything\n  hosts: all\n  roles: [kea_dhcp4_server, caddy]\n",
    "playbooks/nas/backup.yaml": play("Back up the NAS"),
    "roles/kea_dhcp4_server/tasks/main.yml": "- ansible.builtin.apt: {name: kea}\n",
    "roles/caddy/tasks/main.yml": "- ansible.builtin.apt: {name: caddy}\n",
  });
  const top = (text: string) =>
    match(stack, text).intents.map((one) => [one.decision, one.candidates[0]?.path ?? null]);

  it.each([
    ["run site.yml against production but only check what would change", "site.yml"],
    ["ansible-playbook -i inventories/production site.yml -K", "site.yml"],
    ["run site.yml with tags caddy,kea", "site.yml"],
    ["please run playbooks/nas/backup.yml tonight", "playbooks/nas/backup.yaml"],
    ["backup.yaml on nas1", "playbooks/nas/backup.yaml"],
    ["apply roles/caddy", "roles/caddy"],
  ])("takes a path as typed: %s", (text, path) => {
    expect(top(text)).toEqual([["match", path]]);
  });

  it("takes no other file for one that is not there", () => {
    expect(match(stack, "run bananas.yml").decision).toBe("none");
  });

  it("takes a word for machines for where, not for what", () => {
    const restart = match(stack, "reboot the server").intents[0];
    expect(restart?.decision).toBe("none");
    expect(top("set up the dhcp server")).toEqual([["match", "roles/kea_dhcp4_server"]]);
  });
});
