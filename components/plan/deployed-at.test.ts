import { expect, it } from "vitest";
import { ids, makePlan } from "#tests/support/dom/requests.ts";
import { deployedAt } from "./deployed-at.ts";

const plan = makePlan();
const check = (target: string, ok = true) => ({
  ...{ taskKey: "t1", target, ok, message: "", durationMs: 1 },
});

it("names what answered once, by the page's own name where it runs beside Chiffon", () => {
  const checks = [check("http://127.0.0.1:3001/health"), check("http://127.0.0.1:3001/")];
  expect(deployedAt({ checks, plan }, "chiffon.lan")).toEqual([
    { name: "kuma", href: "http://chiffon.lan:3001/" },
  ]);
  expect(deployedAt({ checks, plan }, null)).toEqual([]);
});

it("names nothing that did not answer, is no page or belongs to no task", () => {
  const checks = [
    check("http://nas:3001", false),
    check("nas:5432"),
    { ...check("http://nas:1"), taskKey: ids.run },
  ];
  expect(deployedAt({ checks, plan }, "chiffon.lan")).toEqual([]);
});
