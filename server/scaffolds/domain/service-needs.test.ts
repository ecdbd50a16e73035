import { describe, expect, it } from "vitest";
import { serviceRecords } from "./find-service.ts";
import { serviceNeeds } from "./service-needs.ts";

describe("what a service takes to run (INFRA-05)", () => {
  it("is known by name and alias, with sources", () => {
    const needs = serviceNeeds("immich");
    expect(needs).toMatchObject({ name: "Immich", port: 2283 });
    expect(needs?.ways.join()).toMatch(/^in a container, from .*immich-server:.*beside it$/);
    expect(needs?.sources.length).toBeGreaterThan(0);
  });

  it("is null for what Chiffon does not know", () => {
    expect(serviceNeeds("my own thing")).toBeNull();
  });

  it("names a way for every service that it knows", () => {
    const without = serviceRecords.filter(({ name }) => serviceNeeds(name)?.ways.length === 0);
    expect(without).toEqual([]);
  });
});
