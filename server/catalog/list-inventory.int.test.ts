import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { type ListingOrder, withListedInventory } from "./list-inventory.ts";

/** Beside /tmp, of which a confined program has one of its own in any case. */
const root = mkdtempSync("/var/tmp/chiffon-list-");
const secret = path.join(root, "secrets/key");
mkdirSync(path.dirname(secret));
writeFileSync(secret, "not for them");
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

/** Runs a script as the inventory of a tree; resolves with the list and what lies beside it. */
function listed(
  script: string,
  limits = { stepSeconds: 30, maxMib: 10 },
  more: Partial<ListingOrder> = {},
) {
  count += 1;
  const treePath = path.join(root, `tree-${count}`);
  mkdirSync(path.join(treePath, "site/group_vars"), { recursive: true });
  writeFileSync(path.join(treePath, "site/group_vars/web.yml"), "greeting: hello\n");
  const file = path.join(treePath, "site/hosts");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const order = { treePath, inventoryPath: "site/hosts", contentDirs: [], limits, ...more };
  return withListedInventory({ ...order, hiddenPaths: [path.dirname(secret)] }, async (found) => ({
    file: found,
    text: readFileSync(found, "utf8"),
    beside: readFileSync(path.join(path.dirname(found), "group_vars/web.yml"), "utf8"),
  }));
}

const json = (hosts: object) => `echo '${JSON.stringify(hosts)}'`;

it("keeps hosts, groups and variables of a script, with the folders beside it", async () => {
  const vars = { nas: { ansible_host: "192.0.2.7" } };
  const { text, beside, file } = await listed(
    json({ web: { hosts: ["nas", "pi"] }, _meta: { hostvars: vars } }),
  );
  expect(text).toContain("ansible_host: 192.0.2.7");
  expect(text).not.toContain("greeting");
  expect(beside).toBe("greeting: hello\n");
  expect(() => readFileSync(file)).toThrow("ENOENT");
});

it("shows it nothing of Chiffon's own and no environment", async () => {
  vi.stubEnv("CHIFFON_LISTING_CANARY", "seen");
  const seen = `seen=$(cat ${secret} 2>/dev/null; echo "$CHIFFON_LISTING_CANARY"; cat /proc/$PPID/environ 2>/dev/null | tr '\\0' ' ')`;
  const { text } = await listed(
    `${seen}\nprintf '{"web":{"hosts":["nas"],"vars":{"seen":"%s"}}}' "$(echo "$seen" | tr -d '"\\\\\\n')"`,
  );
  expect(text).toContain("seen:");
  expect(text).not.toMatch(/not for them|CANARY|DATABASE_URL/);
});

const given = { LAB_TOKEN: "t0p-s3cret&value", LAB_URL: "https://lab.example:8006" };

it("gives a script what is stored for it, addresses among its hosts' variables and all", async () => {
  const script = `[ "$LAB_TOKEN" = "${given.LAB_TOKEN}" ] || exit 9\nprintf '{"web":{"hosts":["nas"],"vars":{"api":"%s"}}}' "$LAB_URL"`;
  const { text } = await listed(script, undefined, { given });
  expect(text).toContain("api: https://lab.example:8006");
  await expect(listed(script)).rejects.toMatchObject({ code: "inventory_unusable" });
});

it.each([
  ["as it is", '"$LAB_TOKEN"'],
  ["in base64", '"$(printf %s "$LAB_TOKEN" | base64)"'],
  ["as a part of an address", '"https://me:$LAB_TOKEN@lab.example/"'],
])("takes no list that holds the secret %s", async (_name, value) => {
  const script = `printf '{"web":{"hosts":["nas"],"vars":{"x":"%s"}}}' ${value}`;
  await expect(listed(script, undefined, { given })).rejects.toMatchObject({
    message: expect.stringContaining("It wrote the value of LAB_TOKEN into its list"),
  });
});

it("says what the program said without the secret", async () => {
  const failed = listed('echo "denied for $LAB_TOKEN" >&2; exit 1', undefined, { given });
  await expect(failed).rejects.toMatchObject({
    message: expect.stringMatching(/denied for \[redacted\]/),
  });
});

it("lets nothing that is given steer the programs", async () => {
  const { text } = await listed(json({ web: { hosts: ["nas"] } }), undefined, {
    given: { PATH: "/nowhere", HOME: "/", ANSIBLE_CONFIG: "/nowhere" },
  });
  expect(text).toContain("nas");
});

it.each([
  ["that fails", "echo no token is set >&2; exit 3", "no token is set"],
  ["that says nonsense", "echo hello", "could not be read by running it"],
  ["that names no host", json({ web: { hosts: [] } }), "It named no host."],
  ["that runs for ever", "sleep 600", "It was ended after 2 s."],
  [
    "that writes without end",
    "for at in a b; do cat /dev/zero >$HOME/$at; done; sleep 60",
    "It wrote more than 10 MB.",
  ],
])("says in words what is wrong with one %s", async (name, script, words) => {
  const stepSeconds = name === "that runs for ever" ? 2 : 60;
  await expect(listed(script, { stepSeconds, maxMib: 10 })).rejects.toMatchObject({
    code: "inventory_unusable",
    message: expect.stringContaining(words),
  });
});

it("follows no link that it left where its list should be", async () => {
  const elsewhere = path.join(root, "secrets/others.yml");
  writeFileSync(elsewhere, "all: { hosts: { stolen: } }\n");
  // It cannot see that place, so what Ansible writes through the link is lost with the sandbox.
  const script = `ln -s ${elsewhere} hosts.yml\n${json({ web: { hosts: ["nas"] } })}`;
  await expect(listed(script)).rejects.toMatchObject({ code: "inventory_unusable" });
});

it("is not run at all where nothing can confine it", async () => {
  const mark = path.join(root, "was-here");
  const reason = "bubblewrap is not installed.";
  const support = { bubblewrap: false, namespaces: false, setpriv: true, reason };
  await expect(listed(`touch ${mark}`, undefined, { support })).rejects.toMatchObject({
    message: expect.stringContaining(`Nothing on this machine can confine it: ${reason}`),
  });
  expect(existsSync(mark)).toBe(false);
});
