import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { PreviewRule } from "./preview-rule.tsx";

it("shows when plans are previewed, and keeps the choice", async () => {
  const network = standInNetwork();
  const repository = makeRepository({ previewWhen: "high_risk" });
  network.answer(`PATCH /api/repositories/${repository.id}`, repository);
  renderAs("admin", <PreviewRule repository={repository} />);
  const choice = screen.getByLabelText("Preview what its plans would change");
  expect(choice).toHaveProperty("value", "high_risk");
  await userEvent.setup().selectOptions(choice, "By itself, always");
  await expect
    .poll(() => network.sent.filter(({ method }) => method === "PATCH").map(({ body }) => body))
    .toEqual([{ previewWhen: "always" }]);
});
