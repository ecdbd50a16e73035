import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanVariable } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import { makeHost, makeVariable } from "#tests/support/planning-parts.ts";
import { checkPlaces, checkTemplates, resolveChecks } from "./resolve-checks.ts";

const http = (target: string): ServiceCheck => ({ kind: "http", target, timeoutSeconds: 5 });
const variable = (name: string, change: Partial<PlanVariable> = {}): PlanVariable => ({
  ...makeVariable(name),
  ...{ value: null, overridden: false },
  ...change,
});
const nas: InventoryHost = { ...makeHost("nas"), address: "192.168.1.5", port: 2222 };
const pi = makeHost("pi.lan");
const here: InventoryHost = { ...makeHost("localhost"), connection: "local" };

/** The targets of one check on these hosts; what is unresolved as "?: why". */
function targets(target: string, hosts: InventoryHost[], variables: PlanVariable[] = []): string[] {
  const places = checkPlaces(
    [http(target)],
    hosts.map(({ name }) => name),
    hosts,
  );
  return resolveChecks([http(target)], variables, places).map((check) =>
    check.unresolved === undefined ? check.target : `?: ${check.unresolved}`,
  );
}

describe("a check's target", () => {
  it.each([
    ["http://127.0.0.1:3001/", [nas], "http://192.168.1.5:3001/"],
    ["http://localhost:3001/", [pi], "http://pi.lan:3001/"],
    ["http://[::1]:3001/", [nas], "http://192.168.1.5:3001/"],
    ["http://127.0.0.1:3001/", [here], "http://127.0.0.1:3001/"],
    ["http://nas:3001/", [nas], "http://192.168.1.5:3001/"],
    ["http://{{ ansible_host }}/", [nas], "http://192.168.1.5/"],
    ["http://{{ ansible_host | default(inventory_hostname) }}/", [pi], "http://pi.lan/"],
    ["http://{{ inventory_hostname_short }}.lan/", [pi], "http://pi.lan/"],
    ["http://nas:{{ ansible_port }}/", [nas], "http://192.168.1.5:2222/"],
    ["http://pi.lan:{{ ansible_port | default(22) }}/", [pi], "http://pi.lan:22/"],
    ["http://pi.lan:{{ http_port | default('81') | int }}/", [pi], "http://pi.lan:81/"],
    ["http://127.0.0.1/", [{ ...nas, address: "fd00::5" }], "http://[fd00::5]/"],
  ])("%s", (target, hosts, expected) => {
    expect(targets(target, hosts)).toEqual([expected]);
  });

  it("is made for every host, and once where it is the same", () => {
    expect(targets("http://localhost/", [nas, pi])).toEqual([
      "http://192.168.1.5/",
      "http://pi.lan/",
    ]);
    expect(targets("http://pi.lan/", [nas, pi])).toEqual(["http://pi.lan/"]);
  });

  it("takes a value in Ansible's order: as sent, as the play sets it, of the inventory, by default", () => {
    const host = { ...nas, checkValues: { port: "9090" } };
    const at = (change: Partial<PlanVariable>) =>
      targets("http://nas:{{ port }}/", [host], [variable("port", change)]);
    expect(at({ value: 3002, overridden: true })).toEqual(["http://192.168.1.5:3002/"]);
    expect(at({ value: 8080, setByPlay: true })).toEqual(["http://192.168.1.5:8080/"]);
    expect(at({ value: 8080 })).toEqual(["http://192.168.1.5:9090/"]);
    expect(targets("http://nas:{{ port }}/", [nas], [variable("port", { value: 8080 })])).toEqual([
      "http://192.168.1.5:8080/",
    ]);
    expect(targets("http://nas:{{ port }}/", [host])).toEqual(["http://192.168.1.5:9090/"]);
  });

  it.each([
    ["http://{{ domain }}/", "domain", []],
    ["http://{{ groups['web'][0] }}/", "groups['web'][0]", []],
    ["http://{{ ansible_default_ipv4.address }}/", "ansible_default_ipv4.address", []],
    ["http://{{ base }}/", "base", [variable("base", { value: "{{ domain }}", templated: true })]],
    [
      "http://{{ key }}/",
      "key",
      [variable("key", { value: "s3cret", secret: true, overridden: true })],
    ],
    ["http://{% if a %}x{% endif %}/", "{% if a %}x{% endif %}/", []],
    ["http://x:{{ port }}/", "port", [variable("port", { value: "{{ 1 }}", overridden: true })]],
  ])("%s is unresolved", (target, what, variables) => {
    expect(targets(target, [nas], variables)).toEqual([`?: only Ansible knows ${what}`]);
  });

  it("is made on a host that only Ansible's connection reaches", () => {
    const box: InventoryHost = { ...makeHost("box"), connection: "other" };
    const check = http("http://localhost:81/");
    expect(resolveChecks([check], [], checkPlaces([check], ["box"], [box]))).toEqual([
      { ...check, target: "http://127.0.0.1:81/", host: "box" },
    ]);
  });

  it("is made on the host where a variable has the service listen for the host alone", () => {
    const check = { ...http("http://nas:81/"), listensOn: "{{ bind }}" };
    const made = (bind: string) =>
      resolveChecks(
        [check],
        [variable("bind", { value: bind })],
        checkPlaces([check], ["nas"], [nas]),
      );
    expect(made("127.0.0.1")).toEqual([{ ...http("http://127.0.0.1:81/"), host: "nas" }]);
    expect(made("0.0.0.0")).toEqual([http("http://192.168.1.5:81/")]);
    expect(made("{{ other }}")).toEqual([http("http://192.168.1.5:81/")]);
  });

  it.each([
    ["http://169.254.169.254/latest/"],
    ["http://{{ router }}/"],
    ["http://nas@192.168.1.1/"],
  ])("%s is unresolved, since it leads to no host of the task", (target) => {
    const [check] = targets(target, [nas], [variable("router", { value: "192.168.1.1" })]);
    expect(check).toMatch(/^\?: .*(?:none of the hosts|a cloud tells|a user's name)/);
  });

  it("looks into every host, word by word, with the rights that its playbook asks for", () => {
    const templates = checkTemplates({
      usesBecome: true,
      checks: [
        {
          kind: "command",
          target: "pg_isready -h {{ at }}",
          argv: ["pg_isready", "-h", "{{ at }}"],
          timeoutSeconds: 5,
        },
        { kind: "container", target: "{{ at }}", timeoutSeconds: 5 },
        { kind: "systemd", target: "{{ unit }}", timeoutSeconds: 5 },
        http("http://nas:81/"),
      ],
    });
    const variables = [variable("at", { value: "a; reboot" })];
    const found = resolveChecks(templates, variables, checkPlaces(templates, ["nas"], [nas]));
    expect(found).toMatchObject([
      {
        argv: ["pg_isready", "-h", "a; reboot"],
        ...{ target: 'pg_isready -h "a; reboot"', host: "nas", asRoot: true },
      },
      { unresolved: "a; reboot is no name of a container" },
      { unresolved: "only Ansible knows unit" },
      { target: "http://192.168.1.5:81/" },
    ]);
    expect(found[3]).not.toHaveProperty("asRoot");
  });

  it("is not made on hosts beyond the time that such checks have", () => {
    const unit = (target: string): ServiceCheck => ({
      kind: "systemd",
      target,
      timeoutSeconds: 600,
    });
    const units = [unit("a"), unit("b")];
    const [first, second] = resolveChecks(units, [], checkPlaces(units, ["nas"], [nas]));
    expect(first).not.toHaveProperty("unresolved");
    expect(second?.unresolved).toMatch(/15 minutes in all/);
  });

  it("never holds a template that would be tried as it is written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 20 }), (tail, value) => {
        const check = http(`http://nas/{{ ${tail} }}`);
        const places = checkPlaces([check], ["nas"], [nas]);
        for (const made of resolveChecks([check], [variable("a", { value })], places))
          if (made.unresolved === undefined) expect(made.target).not.toMatch(/\{\{|\{%|\{#/);
      }),
    );
  });
});
