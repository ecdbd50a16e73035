import { expect, it } from "vitest";
import { isOnlyTitle, withoutCaution } from "./plan-title.ts";

const title = "Deploy Uptime Kuma, then add the portals";

it.each([
  ["Deploy Uptime Kuma, then add the portals on homelab.", true],
  ["Deploy Uptime Kuma, then add the portals on nas.local, nas2 and pi.", true],
  ["Deploy Uptime Kuma, then add the portals on nas. High risk: read the reasons.", true],
  ["Deploy Uptime Kuma on nas, then add the portals on pi.", false],
  ["Deploy Uptime Kuma, then add the portals on 3 hosts, as root.", false],
])("a summary that says no more than the title is left out: %s", (summary, isOnly) => {
  expect(isOnlyTitle(summary, title)).toBe(isOnly);
});

it("a summary is shown without its word of caution", () => {
  expect(withoutCaution("Wipe it on nas. High risk: read the reasons.")).toBe("Wipe it on nas.");
});
