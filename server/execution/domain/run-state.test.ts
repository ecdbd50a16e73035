import { expect, it } from "vitest";
import { runStatuses } from "./run-state.ts";

it("knows what each set of statuses holds", () => {
  expect(runStatuses).toEqual({
    open: ["claimed", "spawned", "lost"],
    unbegun: ["claimed"],
    attended: ["claimed", "spawned"],
  });
});
