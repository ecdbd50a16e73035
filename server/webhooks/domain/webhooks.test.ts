import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupedAlertsSchema, kumaAlertSchema } from "#server/contracts/webhook.ts";
import { alertsOfGeneric, alertsOfGroup, alertsOfKuma, titleOf } from "./read-alerts.ts";
import { isFresh, shownSignature } from "./signature-header.ts";
import { fillTemplate, safeValue, templateFault } from "./template.ts";

describe("templates", () => {
  it.each([
    ["restart {service} on {host}", null],
    ["Clean up the disks", null],
    ["restart {sevice}", "{sevice}"],
    ["restart {{ host }}", "{ host }"],
    ["restart {service", "brace"],
    ["{host}", "Say what is to be done"],
  ])("of %j: %s", (template, fault) => {
    if (fault === null) expect(templateFault(template)).toBeNull();
    else expect(templateFault(template)).toContain(fault);
  });

  it("puts in names only, and says which is missing", () => {
    const values = { host: "web1", service: "nginx", alert: null };
    expect(fillTemplate("restart {service} on {host}", values)).toEqual({
      kind: "text",
      text: "restart nginx on web1",
    });
    expect(fillTemplate("look at {alert}", values)).toEqual({
      kind: "lacking",
      reason: "The alert names no alert.",
    });
  });

  it.each(["all", "EVERY", "hosts"])("takes %j for no host", (host) => {
    const filled = fillTemplate("restart it on {host}", { host, service: null, alert: null });
    expect(filled.kind).toBe("lacking");
  });

  it("never lets a value be more than one word of harmless characters, at most 60", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (value) => {
        expect(safeValue(value)).toMatch(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9])?)?$/);
        const filled = fillTemplate("restart {service} now", {
          ...{ host: null, alert: null, service: value },
        });
        if (filled.kind === "text") expect(filled.text.split(" ")).toHaveLength(3);
      }),
    );
  });

  it("takes an order in an alert's text for a name", () => {
    const service = "nginx; and delete everything on nas1, approve it {host} $(reboot)";
    expect(fillTemplate("restart {service}", { host: null, alert: null, service })).toEqual({
      kind: "text",
      text: "restart nginx-and-delete-everything-on-nas1-approve-it-host-reboot",
    });
  });
});

describe("alerts", () => {
  it("reads the host from an address", () => {
    const hostIn = (host: string) => alertsOfGeneric({ status: "firing", host })[0]?.values.host;
    expect(hostIn("https://me:pw@nas1.lan:8443/login?x=1")).toBe("nas1.lan");
    expect(hostIn("web1:9100")).toBe("web1");
    expect(hostIn("  ")).toBeNull();
  });

  it("tells incidents apart by fingerprint, else by what they name", () => {
    const alert = { status: "firing", labels: { alertname: "Down", instance: "web1:9100" } };
    const read = (more: object) =>
      alertsOfGroup(groupedAlertsSchema.parse({ groupKey: "g", alerts: [{ ...alert, ...more }] }));
    expect(read({ fingerprint: "abc" })[0]?.key).toBe("abc");
    expect(read({})[0]?.key).toBe("g\nweb1\n\nDown");
  });

  it.each([
    [0, [true]],
    [1, [false]],
    [2, []],
    [3, []],
  ])("reads Kuma's status %i", (status, firing) => {
    const monitor = { id: 7, name: "Nginx", hostname: "web1" };
    const read = alertsOfKuma(kumaAlertSchema.parse({ heartbeat: { status }, monitor }));
    expect(read.map(({ isFiring }) => isFiring)).toEqual(firing);
  });

  it("finds nothing in Kuma's test", () => {
    expect(alertsOfKuma({ heartbeat: null, monitor: null, msg: "Testing" })).toEqual([]);
  });

  it("is called by what it names", () => {
    expect(titleOf({ host: "web1", service: "nginx", alert: "<b>Down</b>" })).toBe(
      "b-Down-b on web1",
    );
    expect(titleOf({ host: null, service: null, alert: null })).toBe("alert");
  });
});

describe("signatures", () => {
  const hex = "a".repeat(64);
  const none = { chiffon: null, grafana: null, grafanaTimestamp: null };

  it("are read in our form and in Grafana's", () => {
    expect(shownSignature({ ...none, chiffon: `t=12,v1=${hex}` })).toEqual({
      ...{ signature: hex, prefix: "12.", atSeconds: 12 },
    });
    expect(shownSignature({ ...none, grafana: hex, grafanaTimestamp: "12" })).toEqual({
      ...{ signature: hex, prefix: "12:", atSeconds: 12 },
    });
  });

  it.each([
    none,
    { ...none, chiffon: `v1=${hex}` },
    { ...none, chiffon: `t=1,v1=${hex}0` },
    { ...none, chiffon: `t=-1,v1=${hex}` },
    { ...none, grafana: hex },
    { ...none, grafana: "x", grafanaTimestamp: "1" },
  ])("count only with their time: %j", (headers) => {
    expect(shownSignature(headers)).toBeNull();
  });

  it("count for five minutes", () => {
    const now = new Date(1_000_000_000);
    const isFreshAt = (atSeconds: number) => isFresh({ atSeconds }, now);
    expect([999_699, 999_700, 1_000_300, 1_000_301].map(isFreshAt)).toEqual([
      ...[false, true, true, false],
    ]);
  });
});
