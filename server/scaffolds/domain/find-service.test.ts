import { expect, it } from "vitest";
import { isSecretName } from "#server/ansible/variables.ts";
import { knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { compact } from "#server/language/words.ts";
import { findService, serviceRecords } from "./find-service.ts";
import { suffixesIn } from "./role-variables.ts";
import { readServiceName } from "./service-name.ts";

const builtin = new Set(["url", "timezone"]);

it("finds a service by its name, however written, and by other names of it", () => {
  expect(findService("jellyfin")?.name).toBe("Jellyfin");
  expect(findService("uptime-kuma")?.name).toBe("Uptime Kuma");
  expect(findService("UPTIME KUMA")?.name).toBe("Uptime Kuma");
  expect(findService("my own thing")).toBeNull();
});

it("knows two hundred services", () => {
  expect(serviceRecords.length).toBeGreaterThanOrEqual(200);
});

it("has no two records of one service, and finds each by its own name", () => {
  expect(serviceRecords.filter((record) => findService(record.name) !== record)).toEqual([]);
});

it("calls services as the thesaurus does", () => {
  const others = serviceRecords.flatMap(({ name }) => {
    const known = knownServices.get(compact(name));
    return known === undefined || known.name === name ? [] : [`${name}: ${known.name}`];
  });
  expect(others).toEqual([]);
});

it.each(serviceRecords.map((record) => [record.name, record] as const))(
  "%s: its record is sound",
  (_name, record) => {
    const { container, npm, package: debian } = record;
    expect(readServiceName(record.name)).not.toHaveProperty("refusal");
    expect([container, npm, debian].filter((way) => way !== undefined)).not.toEqual([]);
    expect(record.sources.length).toBeGreaterThan(0);
    for (const source of record.sources) expect(source).toMatch(/^https:\/\/\S+$/);
    expect(JSON.stringify(record)).not.toMatch(/\{\{|\{%|latest/);
    expect(record.does).toMatch(/^[a-z0-9].*[^.]$/i);
    if (npm?.version !== undefined) expect(npm.version).toMatch(/^\d+\.\d+\.\d+$/);
    if (container === undefined) return;
    // A registry and a path without a tag; a version that names one.
    expect(container.image).toMatch(/^[a-z0-9.-]+\.[a-z]+(?:\/[a-z0-9._-]+)+$/);
    if (container.version !== null) expect(container.version).toMatch(/\d/);
    for (const { image } of container.companions ?? []) expect(image).toMatch(/:[\w.-]*\d[\w.-]*$/);
    const asked = Object.keys(container.asks ?? {});
    const named = [...suffixesIn(container)].filter((suffix) => !builtin.has(suffix));
    expect(asked.toSorted()).toEqual(named.toSorted());
    // What is called a password anywhere is asked for as one.
    for (const { environment } of [container, ...(container.companions ?? [])]) {
      for (const [variable, text] of Object.entries(environment ?? {})) {
        if (!isSecretName(variable)) continue;
        expect([...text.matchAll(/<(\w+)>/g)].some(([, suffix = ""]) => isSecretName(suffix))).toBe(
          true,
        );
      }
    }
  },
);
