import { describe, expect, it } from "vitest";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { SecretFacts } from "#server/contracts/secret.ts";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { idOf, makeHost, makeVariable } from "#tests/support/planning-parts.ts";
import { planDigest } from "../plan-digest.ts";
import {
  giveSecret,
  resolveSecrets,
  type SecretInput,
  type SecretSurroundings,
  withSecretNames,
} from "./resolve-secrets.ts";

const inventory: readonly InventoryHost[] = [
  makeHost("web1", ["web"]),
  makeHost("web2", ["web", "all_machines"]),
  makeHost("db", ["all_machines"]),
  { ...makeHost("here"), connection: "local" },
];
let ids = 10;
const secret = (change: Partial<SecretFacts>): SecretFacts => ({
  ...{ id: idOf(ids++), name: "sudo", kind: "become_password", scope: "global" },
  ...{ reference: null, requestId: null, vaultId: null, version: 1 },
  ...change,
});
const plain: SecretSurroundings = { becomes: true, vaultFiles: [], delegates: [] };

function resolve(
  stored: readonly SecretFacts[],
  {
    hosts = ["web1", "web2", "db"],
    surroundings = plain,
    asking = [],
    variables = [],
    machines = inventory,
  }: {
    hosts?: string[];
    surroundings?: SecretSurroundings;
    asking?: string[];
    variables?: ReturnType<typeof makePlanTask>["variables"];
    machines?: readonly InventoryHost[];
  } = {},
) {
  const { body } = makePlan({ tasks: [makePlanTask({ hosts, limit: hosts, variables })] });
  const input: SecretInput = {
    ...{ inventory: machines, stored, asking: new Set(asking) },
    surroundings: new Map([["t1", surroundings]]),
  };
  return resolveSecrets(body, input);
}

const given = (body: ReturnType<typeof resolve>) =>
  (body.tasks[0]?.secrets ?? []).map(({ name, hosts }) => [name, hosts.join(" ")]);
const needed = (body: ReturnType<typeof resolve>) => (body.secretNeeds ?? []).map(({ key }) => key);

describe("the narrowest secret wins, host by host (INFRA-07)", () => {
  const everywhere = secret({ name: "everywhere" });
  const repository = secret({ name: "repository", scope: "repository" });
  const wide = secret({ name: "wide", scope: "group", reference: "all" });
  const web = secret({ name: "web", scope: "group", reference: "web" });
  const host = secret({ name: "host", scope: "host", reference: "web1" });
  const once = secret({ name: "once", scope: "repository", requestId: idOf(1) });

  it.each<[string, SecretFacts[], (readonly [string, string])[]]>([
    ["everywhere", [everywhere], [["everywhere", "web1 web2 db"]]],
    ["its repository", [everywhere, repository], [["repository", "web1 web2 db"]]],
    ["the group of all", [everywhere, repository, wide], [["wide", "web1 web2 db"]]],
    [
      "its group",
      [wide, web, everywhere],
      [
        ["web", "web1 web2"],
        ["wide", "db"],
      ],
    ],
    [
      "itself",
      [everywhere, web, host],
      [
        ["host", "web1"],
        ["web", "web2"],
        ["everywhere", "db"],
      ],
    ],
    ["what was given once", [host, web, once, everywhere], [["once", "web1 web2 db"]]],
  ])("%s", (_what, stored, expected) => {
    expect(given(resolve(stored))).toEqual(expected);
    expect(given(resolve(stored.toReversed()))).toEqual(expected);
  });

  it("gives nothing for other hosts, and no ssh password where there is no ssh", () => {
    expect(given(resolve([host], { hosts: ["db"] }))).toEqual([]);
    expect(given(resolve([secret({ kind: "ssh_password" })], { hosts: ["here"] }))).toEqual([]);
  });

  it("names the key that each host is signed in to with, so that the digest has it", () => {
    const wide = secret({ name: "of all", kind: "ssh_key", scope: "repository" });
    const own = secret({ name: "of db", kind: "ssh_key", scope: "host", reference: "db" });
    const body = resolve([wide, own], { hosts: ["web1", "db", "here"] });
    expect(given(body)).toEqual([
      ["of all", "web1"],
      ["of db", "db"],
    ]);
    expect(body.secrets).toEqual(["of all@1", "of db@1"]);
    const rotated = resolve([{ ...wide, version: 2 }, own], { hosts: ["web1", "db", "here"] });
    expect(planDigest(rotated)).not.toBe(planDigest(body));
  });

  it("signs in to a host that a step is delegated to, and becomes nobody there", () => {
    const key = secret({ name: "key of db", kind: "ssh_key", scope: "host", reference: "db" });
    const surroundings = { ...plain, delegates: ["db", "unheard-of"] };
    const body = resolve([key, everywhere], { hosts: ["web1"], surroundings });
    expect(given(body)).toEqual([
      ["key of db", "db"],
      ["everywhere", "web1"],
    ]);
    expect(given(resolve([key], { hosts: ["web1"] }))).toEqual([]);
  });

  it("gives no become password where nothing becomes, and one where the host's variables say so", () => {
    const quiet = { ...plain, becomes: false };
    expect(given(resolve([everywhere], { surroundings: quiet }))).toEqual([]);
    const machines = inventory.map((one) => ({ ...one, becomes: one.name === "db" }));
    expect(given(resolve([everywhere], { surroundings: quiet, machines }))).toEqual([
      ["everywhere", "db"],
    ]);
  });
});

describe("what seems to be missing", () => {
  it("is a become password where sudo asked for one and neither inventory nor store has it", () => {
    expect(needed(resolve([]))).toEqual([]);
    const asking = ["web1", "db"];
    expect(needed(resolve([], { asking }))).toEqual(["become/web1,db"]);
    const stored = [secret({ scope: "host", reference: "web1" })];
    expect(needed(resolve(stored, { asking }))).toEqual(["become/db"]);
    const machines = inventory.map((one) => ({ ...one, hasBecomePassword: true }));
    expect(needed(resolve([], { asking, machines }))).toEqual([]);
    const vaultFiles = [{ path: "group_vars/web/vault.yml", ids: ["default"] }];
    const surroundings = { ...plain, vaultFiles };
    const inVault = resolve([], { asking, surroundings });
    expect(needed(inVault)).toEqual(["become/web1,db", "vault/default"]);
    expect(inVault.secretNeeds?.[0]).toMatchObject({ mayBeInVault: true });
  });

  it("is a vault password for each id of the files that concern the hosts", () => {
    const vaultFiles = [
      { path: "inventory/group_vars/web/vault.yml", ids: ["prod"] },
      { path: "inventory/group_vars/other.yml", ids: ["other"] },
      { path: "inventory/host_vars/db.yml", ids: ["default"] },
      { path: "roles/app/vars/main.yml", ids: ["default", "dev"] },
    ];
    const at = (hosts: string[], stored: SecretFacts[] = []) =>
      resolve(stored, { hosts, surroundings: { ...plain, becomes: false, vaultFiles } });
    expect(needed(at(["web1"]))).toEqual(["vault/prod", "vault/default", "vault/dev"]);
    const prod = secret({ kind: "vault_password", name: "prod", vaultId: "prod" });
    const any = secret({ kind: "vault_password", name: "any", vaultId: "default" });
    expect(needed(at(["web1"], [prod]))).toEqual(["vault/default", "vault/dev"]);
    expect(needed(at(["web1"], [prod, any]))).toEqual([]);
    expect(given(at(["web1"], [prod, any]))).toEqual([
      ["prod", ""],
      ["any", ""],
    ]);
  });

  it("is the value of a secret variable that is required", () => {
    const variable = (name: string, required: boolean) => ({
      ...makeVariable(name, { secret: true, required }),
      ...{ value: null, overridden: false },
    });
    const variables = [variable("db_password", true), variable("other_password", false)];
    const surroundings = { ...plain, becomes: false };
    const asked = resolve([], { variables, surroundings });
    expect(needed(asked)).toEqual(["variable/db_password"]);
    const value = secret({ kind: "variable_value", name: "db_password" });
    expect(given(resolve([value], { variables, surroundings }))).toEqual([["db_password", ""]]);
    const one = { ...value, scope: "host" as const, reference: "db" };
    expect(given(resolve([one], { variables, surroundings }))).toEqual([["db_password", "db"]]);
  });
});

describe("a plan's digest and its secrets (ORCH-03)", () => {
  const stored = secret({});

  it("names each as name@version, and covers which secret for which hosts", () => {
    const body = resolve([stored]);
    expect(body.secrets).toEqual(["sudo@1"]);
    const digests = [
      resolve([]),
      body,
      resolve([{ ...stored, version: 2 }]),
      resolve([{ ...stored, id: idOf(9) }]),
      resolve([stored, secret({ name: "sudo", scope: "host", reference: "db" })]),
    ].map(planDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("is what it was for a plan without any", () => {
    const { body } = makePlan();
    expect(planDigest(resolve([], { hosts: ["nas"] }))).toBe(
      planDigest(makePlan({ tasks: [makePlanTask({ variables: [] })] }).body),
    );
    expect(withSecretNames(body)).toEqual(body);
  });

  it("drops names and needs with the tasks that had them", () => {
    const body = resolve([stored], { asking: [] });
    const asked = { ...body, secretNeeds: resolve([], { asking: ["db"] }).secretNeeds };
    const left = withSecretNames({ ...asked, tasks: [makePlanTask({ taskKey: "t2" })] });
    expect(left.secrets).toEqual([]);
    expect(left).not.toHaveProperty("secretNeeds");
  });

  it("takes what a person gives for a need", () => {
    const body = resolve([], { asking: ["db"] });
    const [need] = body.secretNeeds ?? [];
    if (need === undefined) throw new Error("it needs one");
    const after = giveSecret(body, need, stored);
    expect(given(after)).toEqual([["sudo", "db"]]);
    expect(needed(after)).toEqual([]);
    expect(after.secrets).toEqual(["sudo@1"]);
    expect(planDigest(after)).not.toBe(planDigest(body));
  });
});
