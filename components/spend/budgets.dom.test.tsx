import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { SpendReport } from "#server/contracts/ai.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { Budgets } from "./budgets.tsx";

it("says Off where no external model is asked, not that there is no limit", () => {
  const names = [
    ...["externalDayMicroUsd", "externalMonthMicroUsd", "externalDayTokens"],
    ...["externalMonthTokens", "localDayTokens"],
  ];
  const gauges = Object.fromEntries(names.map((name) => [name, { limit: null, used: 0 }]));
  // What the panel reads of a report.
  const report = { gauges, external: { enabled: false } } as unknown as SpendReport;
  renderAs("viewer", <Budgets report={report} />);
  expect(screen.getAllByText("Off")).toHaveLength(4);
  expect(screen.getByText("0, no limit")).toBeDefined();
});
