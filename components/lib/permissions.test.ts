import { describe, expect, it } from "vitest";
import { actionSchema, roleSchema } from "#server/contracts/people.ts";
import { can } from "#server/people/domain/policy.ts";
import { mayDo } from "./permissions.ts";

describe("permissions in the browser", () => {
  it("agrees with the policy for every role and action", () => {
    for (const role of roleSchema.options) {
      for (const action of actionSchema.options) {
        expect([role, action, mayDo(role, action)]).toEqual([role, action, can(role, action)]);
      }
    }
  });
});
