import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { PlanVariable } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import { makeHost, makeVariable } from "#tests/support/planning-parts.ts";
import { checkPlaces, resolveChecks } from "./resolve-checks.ts";

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
    ["http://other:3001/", [nas], "http://other:3001/"],
    ["http://{{ ansible_host }}/", [nas], "http://192.168.1.5/"],
    ["http://{{ ansible_host | default(inventory_hostname) }}/", [pi], "http://pi.lan/"],
    ["http://{{ inventory_hostname_short }}.home/", [pi], "http://pi.home/"],
    ["http://x:{{ ansible_port }}/", [nas], "http://x:2222/"],
    ["http://x:{{ ansible_port | default(22) }}/", [pi], "http://x:22/"],
    ["http://x:{{ http_port | default('80') | int }}/", [pi], "http://x:80/"],
    ["http://127.0.0.1/", [{ ...nas, address: "fd00::5" }], "http://[fd00::5]/"],
  ])("%s", (target, hosts, expected) => {
    expect(targets(target, hosts)).toEqual([expected]);
  });

  it("is made for every host, and once where it is the same", () => {
    expect(targets("http://localhost/", [nas, pi])).toEqual([
      "http://192.168.1.5/",
      "http://pi.lan/",
    ]);
    expect(targets("http://lb.lan/", [nas, pi])).toEqual(["http://lb.lan/"]);
  });

  it("takes a value in Ansible's order: as sent, as the play sets it, of the inventory, by default", () => {
    const host = { ...nas, checkValues: { port: "9090" } };
    const at = (change: Partial<PlanVariable>) =>
      targets("http://x:{{ port }}/", [host], [variable("port", change)]);
    expect(at({ value: 3002, overridden: true })).toEqual(["http://x:3002/"]);
    expect(at({ value: 8080, setByPlay: true })).toEqual(["http://x:8080/"]);
    expect(at({ value: 8080 })).toEqual(["http://x:9090/"]);
    expect(targets("http://x:{{ port }}/", [nas], [variable("port", { value: 8080 })])).toEqual([
      "http://x:8080/",
    ]);
    expect(targets("http://x:{{ port }}/", [host])).toEqual(["http://x:9090/"]);
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

  it("is unresolved where it means a host that only Ansible's connection reaches", () => {
    const box: InventoryHost = { ...makeHost("box"), connection: "other" };
    expect(targets("http://localhost/", [box])).toEqual(["?: box itself is not reached from here"]);
    expect(targets("http://lb.lan/", [box])).toEqual(["http://lb.lan/"]);
  });

  it("never holds a template that would be tried as it is written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 20 }), (tail, value) => {
        const check = http(`http://x/{{ ${tail} }}`);
        const places = checkPlaces([check], ["nas"], [nas]);
        for (const made of resolveChecks([check], [variable("a", { value })], places))
          if (made.unresolved === undefined) expect(made.target).not.toMatch(/\{\{|\{%|\{#/);
      }),
    );
  });
});
