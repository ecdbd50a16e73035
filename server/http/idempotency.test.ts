import { expect, it } from "vitest";
import { endpoints } from "#server/contracts/api.ts";
import { type EndpointName, routes } from "#server/contracts/routes.ts";
import { isRemembered, refusesKey, takesKey } from "./idempotency.ts";

const names = Object.keys(routes) as EndpointName[]; // the table's keys are exactly the names

it("keeps no answer, and no hash of a call, where a field may hold a secret (AUTH-01)", () => {
  const secretField =
    /^(?:value|password|currentPassword|newPassword|token|passphrase|accessToken)$/;
  const carrying = names.filter((name) =>
    Object.keys(Object(endpoints[name].body)["shape"] ?? {}).some((key) => secretField.test(key)),
  );
  expect(carrying).toEqual(expect.arrayContaining(["giveSecretOnceAgain", "changePassword"]));
  expect(carrying.filter((name) => takesKey(name) || isRemembered(name))).toEqual([]);
});

it("refuses a key for all that is about secrets, and takes one for other changes (AUTH-01)", () => {
  expect(refusesKey("giveSecretOnceAgain")).toBe(true);
  expect(refusesKey("rotateSecret")).toBe(true);
  expect(refusesKey("listSecrets")).toBe(false);
  expect(takesKey("decidePlan")).toBe(true);
  expect(takesKey("startPreview")).toBe(true);
});
