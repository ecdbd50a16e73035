import { describe, expect, it } from "vitest";
import {
  makeChosen,
  makeEntry,
  makeHost,
  makePlanInput,
  makeVariable,
} from "#tests/support/planning-parts.ts";
import { modifyPlan } from "./modify-plan.ts";
import { buildPlan } from "./plan-builder.ts";

const inventory = [
  makeHost("nas", ["storage", "k3s_home"]),
  makeHost("pi", ["k3s_home"]),
  makeHost("vps", ["k3s_away"]),
];

/** What becomes of a playbook with these hosts when somebody says this. */
function build(
  hosts: string | string[],
  intentText: string,
  change: { answers?: Record<string, string>; default?: string } = {},
) {
  const names = ["target", "site"].map((name) =>
    makeVariable(name, {
      required: change.default === undefined,
      defaultValue: change.default ?? null,
    }),
  );
  const patterns = [hosts].flat();
  const entry = makeEntry({
    hostPatterns: patterns,
    variables: names.filter(({ name }) => patterns.some((pattern) => pattern.includes(name))),
  });
  const input = makePlanInput({
    inventory,
    chosen: [makeChosen({ entry, intentText })],
    answers: change.answers ?? {},
  });
  return buildPlan(input);
}

describe("hosts that are a variable", () => {
  it("ask which host is meant, and carry the answer to the playbook", () => {
    const asked = build("{{ target }}", "deploy jellyfin");
    expect(asked).toMatchObject({ kind: "ask", ambiguity: { key: "host:0" } });
    const planned = build("{{ target }}", "deploy jellyfin", { answers: { "host:0": "nas,pi" } });
    expect(planned).toMatchObject({
      kind: "plan",
      body: {
        tasks: [
          {
            hosts: ["nas", "pi"],
            limit: ["nas", "pi"],
            variables: [{ name: "target", value: "nas,pi", overridden: true, decidesHosts: true }],
          },
        ],
      },
    });
  });

  it("take the host from the words", () => {
    expect(build("{{ target }}", "deploy jellyfin on vps")).toMatchObject({
      body: { tasks: [{ hosts: ["vps"], variables: [{ value: "vps", overridden: true }] }] },
    });
  });

  it("fall back on what the playbook says, and are overridden by the words", () => {
    const fallback = "{{ target | default('storage') }}";
    expect(build(fallback, "deploy jellyfin", { default: "storage" })).toMatchObject({
      body: { tasks: [{ hosts: ["nas"], variables: [{ overridden: false }] }] },
    });
    expect(build(fallback, "deploy jellyfin on vps", { default: "storage" })).toMatchObject({
      body: { tasks: [{ hosts: ["vps"], variables: [{ value: "vps", overridden: true }] }] },
    });
  });

  it("are not edited by themselves", () => {
    const planned = build("{{ target }}", "deploy jellyfin on vps");
    if (planned.kind !== "plan") throw new Error("no plan");
    const change = { planVersion: 1, variables: [{ taskKey: "t1", name: "target", value: "all" }] };
    expect(modifyPlan(planned.body, change)).toMatchObject({ kind: "fault" });
  });
});

describe("a variable that is a part of a group's name", () => {
  it("is asked for, with the values that groups have", () => {
    expect(build("k3s_{{ site }}", "deploy jellyfin")).toMatchObject({
      kind: "ask",
      ambiguity: {
        key: "variable:0:site",
        choices: [{ value: "home" }, { value: "away" }],
      },
    });
  });

  it("decides the hosts once it is answered", () => {
    const answers = { "variable:0:site": "home" };
    expect(build("k3s_{{ site }}", "deploy jellyfin", { answers })).toMatchObject({
      body: { tasks: [{ hosts: ["nas", "pi"], variables: [{ name: "site", value: "home" }] }] },
    });
  });

  it("that means no group leaves no host to act on", () => {
    const answers = { "variable:0:site": "moon" };
    expect(build("k3s_{{ site }}", "deploy jellyfin", { answers })).toMatchObject({
      kind: "refused",
    });
  });
});

it("asks for hosts that only Ansible could work out, and limits the run to the answer", () => {
  const hosts = "{{ groups['storage'] | first }}";
  expect(build(hosts, "check jellyfin")).toMatchObject({ kind: "ask" });
  expect(build(hosts, "check jellyfin on nas")).toMatchObject({
    body: { tasks: [{ limit: ["nas"] }] },
  });
});

it("says which roles are missing instead of planning a run that would fail", () => {
  const entry = makeEntry({ needs: [{ kind: "role", name: "geerlingguy.docker" }] });
  expect(buildPlan(makePlanInput({ chosen: [makeChosen({ entry })] }))).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("the role geerlingguy.docker"),
  });
});
