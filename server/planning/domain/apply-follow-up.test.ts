import { describe, expect, it } from "vitest";
import {
  idOf,
  makeChosen,
  makeEntry,
  makeHost,
  makePlanInput,
  makeVariable,
} from "#tests/support/planning-parts.ts";
import { applyFollowUp } from "./apply-follow-up.ts";
import { classifyMessage } from "./classify-message.ts";
import { contextLines } from "./context-lines.ts";
import { buildPlan } from "./plan-builder.ts";

const inventory = [makeHost("nas1"), makeHost("nas2"), makeHost("pi")];
const deploy = makeEntry({
  variables: [makeVariable("jellyfin_port", { type: "number", defaultValue: 8096 })],
});
const libraries = makeEntry({
  id: idOf(2),
  path: "playbooks/jellyfin/add-libraries.yml",
  name: "Add the libraries to Jellyfin",
  verbs: ["configure"],
  tags: ["films", "music"],
});
const built = buildPlan(
  makePlanInput({
    inventory,
    chosen: [
      makeChosen({ entry: deploy, intentText: "deploy jellyfin on nas1 with port 81" }),
      makeChosen({ entry: libraries, intentText: "add the libraries to it on nas1" }),
    ],
  }),
);
if (built.kind !== "plan") throw new Error(JSON.stringify(built));
const { body } = built;
const earlier = body.tasks.map((task, at) => ({ task, entry: at === 0 ? deploy : libraries }));

function after(text: string) {
  const kind = classifyMessage(text);
  if (kind.kind !== "follow_up") throw new Error(`${text} is ${kind.kind}`);
  return applyFollowUp(earlier, kind.followUp, text, { inventory });
}

function kept(text: string) {
  const applied = after(text);
  return applied.kind === "unfit"
    ? applied.message
    : applied.kept.map(({ given }) => [given.task?.taskKey, ...given.tags].join(" "));
}

describe("a follow-up", () => {
  it.each([
    ["again", ["t1", "t2"]],
    ["same on nas2", ["t1", "t2"]],
    ["without the libraries", ["t1"]],
    ["only the libraries", ["t2"]],
    ["only the music role", ["t2 music"]],
    ["change the port to 82", ["t1", "t2"]],
    ["except nas1", ["t1", "t2"]],
    ["on nas2 instead", ["t1", "t2"]],
  ])("%j keeps %j", (text, keys) => {
    expect(kept(text)).toEqual(keys);
  });

  it.each([
    ["without the portals", 'nothing called "portals"'],
    ["without jellyfin", "leave nothing"],
    ["change the colour to blue", 'no setting "colour"'],
    ["change the port to many", 'no setting "port" that could be many'],
    ["with candles burning", "do not see"],
  ])("%j does not fit: %s", (text, why) => {
    expect(kept(text)).toContain(why);
  });

  it("carries over what was set before, and lets what is said now go before it", () => {
    const applied = after("same on nas2 with port 82");
    if (applied.kind === "unfit") throw new Error(applied.message);
    const [first] = applied.kept;
    expect(first?.given).toMatchObject({ hosts: ["nas1"], values: { jellyfin_port: 81 } });
    const again = buildPlan(
      makePlanInput({
        inventory,
        requestText: applied.details,
        chosen: applied.kept.map(({ earlier: { entry }, given }) =>
          makeChosen({ entry, given, intentText: applied.details }),
        ),
      }),
    );
    if (again.kind !== "plan") throw new Error(JSON.stringify(again));
    expect(again.body.tasks.map(({ hosts }) => hosts)).toEqual([["nas2"], ["nas2"]]);
    expect(again.body.tasks[0]?.variables[0]?.value).toBe(82);
    expect(again.body.tasks[1]?.dependsOn).toEqual(["t1"]);
  });
});

it("carries a bounded summary: the message, the answers, and the newest phases", () => {
  const summary = Array.from({ length: 50 }, (_unused, at) => `phase ${at}: ${"x".repeat(190)}`);
  const lines = contextLines({
    text: "y".repeat(4000),
    answers: { "host:0": "nas1" },
    rejection: "not on pi",
    summary,
  });
  expect(lines.join("\n").length).toBeLessThanOrEqual(2_000);
  expect(lines.at(-1)).toContain("phase 49");
  expect(lines).toContain("rejected: not on pi");
  expect(lines).toContain("answered host:0: nas1");
});
