import { expect, it } from "vitest";
import { type Action, actionSchema, type Role, roleSchema } from "#server/contracts/people.ts";
import { can, leastRoleFor } from "./policy.ts";

const allowed: Record<Role, Action[]> = {
  viewer: ["read", "account.manage"],
  operator: [
    "read",
    "account.manage",
    "request.submit",
    "request.cancel",
    "plan.modify",
    "secret.list",
    "secret.give",
  ],
  approver: [
    "read",
    "account.manage",
    "request.submit",
    "request.cancel",
    "plan.modify",
    "secret.list",
    "secret.give",
    "plan.decide",
    "run.cancel",
    "run.review",
    "lock.hold",
  ],
  admin: [...actionSchema.options],
};

it("gives each role exactly its actions", () => {
  for (const role of roleSchema.options) {
    const may = actionSchema.options.filter((action) => can(role, action));
    expect(new Set(may)).toEqual(new Set(allowed[role]));
  }
});

it("lets nobody in whose role it does not know", () => {
  for (const role of ["", "root", "Admin", "__proto__", "constructor"]) {
    // A role comes from a database column, so the type is only a promise.
    for (const action of actionSchema.options) expect(can(role as Role, action)).toBe(false);
  }
});

it("names the least role for a message", () => {
  expect(leastRoleFor("plan.decide")).toBe("approver");
});

it("lets whoever may say something do what words do: “cancel it”, “change the port to 3002”", () => {
  for (const role of roleSchema.options.filter((each) => can(each, "request.submit"))) {
    expect([can(role, "request.cancel"), can(role, "plan.modify")]).toEqual([true, true]);
  }
});
