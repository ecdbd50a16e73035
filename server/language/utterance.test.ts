import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refersBack, withService } from "./back-references.ts";
import { readClause } from "./clause.ts";
import { readUtterance } from "./utterance.ts";

const names = ["kuma", "nginx", "jellyfin"];
const isName = (text: string) => names.some((name) => text.startsWith(name));

describe("readUtterance", () => {
  it.each([
    ["deploy kuma and add portals to its config", ["deploy kuma", "add portals to its config"]],
    [
      "something that watches my sites and tells me",
      ["something that watches my sites and tells me"],
    ],
    ["restart kuma, then back up jellyfin, please", ["restart kuma", "back up jellyfin"]],
    ["restart kuma and nginx", ["restart kuma", "nginx"]],
    ["deploy kuma and tell me a joke", ["deploy kuma", "tell me a joke"]],
    ["", [""]],
  ])("finds what %j asks for, one by one", (text, clauses) => {
    expect(readUtterance(text, isName).clauses.map((clause) => clause.text)).toEqual(clauses);
  });

  it("asks for each of a list what is asked for the first", () => {
    const [, second] = readUtterance("restart kuma and nginx", isName).clauses;
    expect(second).toMatchObject({ verb: "restart", object: "nginx", isImperative: true });
  });

  it("has at least one clause and at most ten for any text, each a part of it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4_000 }), (text) => {
        const { clauses } = readUtterance(text);
        expect(clauses.length).toBeGreaterThan(0);
        expect(clauses.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe("readClause", () => {
  it.each([
    ["restart kuma", true],
    ["Hi, could you please restart kuma?", true],
    ["ok now roll out jellyfin", true],
    ["keep kuma up to date", true],
    ["photo backup from our phones", false],
    ["I want a place for my photos", false],
    ["get me something to eat", false],
    ["show me the disk usage", false],
    ["how do I restart kuma?", false],
    ["stop seeing ads", false],
  ])("%j says outright what is to be done: %s", (text, isImperative) => {
    expect(readClause(text).isImperative).toBe(isImperative);
  });

  it.each([
    ["could you please back up jellyfin", "backup", "jellyfin"],
    ["I'd like to set up kuma", "deploy", "kuma"],
    ["thanks, now restart it", "restart", "it"],
    ["jellyfin backup", "backup", "jellyfin backup"],
    ["instal kuma", "deploy", "kuma"],
    ["kuma", null, "kuma"],
  ])("reads %j as %s of %j", (text, verb, object) => {
    expect(readClause(text)).toMatchObject({ verb, object });
  });
});

it.each([
  ["restart it", true],
  ["take that down", true],
  ["update that service to 2.0", true],
  ["do the same on nas2", true],
  ["set up something that watches my sites", false],
  ["restart kuma this evening", false],
  ["is there a playbook for grafana", false],
])("%j speaks of something named before: %s", (text, refers) => {
  expect(refersBack(text)).toBe(refers);
});

it.each([
  ["restart it", "restart uptime-kuma"],
  ["back it up", "back up uptime-kuma"],
  ["take that down", "take down uptime-kuma"],
  ["update that service to 2.0", "update uptime-kuma to 2.0"],
  ["it's broken", "it's broken"],
  ["restart uptime-kuma and check that it runs", "restart uptime-kuma and check that it runs"],
])("reads %j as %j where uptime-kuma was spoken of", (text, resolved) => {
  expect(withService(text, "uptime-kuma")).toBe(resolved);
});

it.each([
  ["why is kuma slow?", true],
  ["How many runs failed because of dns", true],
  ["tell me why it failed", true],
  ["can you deploy kuma?", false],
  ["deploy kuma?", false],
])("%j asks to be told something: %s", (text, asks) => {
  expect(readClause(text).isQuestion).toBe(asks);
});

it.each([
  ["back up the photos every night", "every night"],
  ["update all packages tomorrow at 3 am", "tomorrow at 3 am"],
  ["restart kuma in 2 hours", "in 2 hours"],
  ["run the report weekly", "weekly"],
  ["deploy jellyfin on pi", null],
  ["keep the last 7 days", null],
])("finds the time in %j: %s", (text, schedule) => {
  expect(readUtterance(text).schedule).toBe(schedule);
});
