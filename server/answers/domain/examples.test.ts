import { expect, it } from "vitest";
import { idOf, makeEntry } from "#tests/support/planning-parts.ts";
import { examples, maxPrompts } from "./examples.ts";

const kuma = makeEntry({ id: idOf(101), service: "uptime-kuma", name: "Deploy Uptime Kuma." });
const dns = makeEntry({ id: idOf(102), service: "dns", name: "Deploy the dns" });
const disk = makeEntry({
  id: idOf(103),
  service: "disk",
  name: "Report disk space",
  verbs: ["report"],
});
const many = Array.from({ length: 9 }, (_, at) =>
  makeEntry({ id: idOf(110 + at), service: `s${at}`, name: `Deploy s${at}` }),
);
const ask = (change: object = {}) =>
  examples({
    playbooks: [kuma, dns, disk],
    own: new Set(),
    hostNames: [],
    usedEntryIds: [],
    ...change,
  });
const errand = "Deploy Kuma Uptime to homelab and add existing portals to config";

it("offers only what this catalog and this fleet have (UI-01)", () => {
  expect(ask()).toEqual(["Deploy Uptime Kuma", "Deploy the dns", "Report disk space"]);
  expect(ask({ hostNames: ["nas"] })).not.toContain(errand);
  expect(ask({ hostNames: ["homelab"] })[0]).toBe(errand);
  expect(ask({ playbooks: [], hostNames: ["homelab"] })).toEqual([]);
});

it("begins with what is often done here, and asks about the record where there is one (UI-01)", () => {
  const prompts = ask({ usedEntryIds: [idOf(999), disk.id, dns.id, kuma.id] });
  expect(prompts.slice(0, 2)).toEqual(["Report disk space", "Deploy the dns"]);
  expect(prompts.at(-1)).toBe("What happened today?");
  expect(ask({ usedEntryIds: [idOf(999)] })).not.toContain("What happened today?");
});

it("offers six at most, those of own repositories before the example's", () => {
  const own = makeEntry({
    id: idOf(120),
    repositoryId: idOf(77),
    service: "mine",
    name: "Deploy mine",
  });
  const prompts = ask({
    playbooks: [...many, own],
    own: new Set([idOf(77)]),
    usedEntryIds: [many[3]?.id],
  });
  expect(prompts).toHaveLength(maxPrompts);
  expect(prompts.slice(0, 2)).toEqual(["Deploy s3", "Deploy mine"]);
  expect(new Set(prompts).size).toBe(prompts.length);
});

it("says what is done with a role whose name is one word", () => {
  const caddy = makeEntry({ id: idOf(130), kind: "role", service: "caddy", name: "caddy" });
  const ban = makeEntry({ ...caddy, id: idOf(131), name: "fail2ban", verbs: ["configure"] });
  expect(ask({ playbooks: [caddy, ban] })).toEqual(["Set up caddy", "Set up fail2ban"]);
});
