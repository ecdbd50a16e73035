import { type Risk, riskSchema } from "#server/contracts/common.ts";

const order = riskSchema.options;

/** The highest of several risks; low when there are none. */
export function highestRisk(risks: readonly Risk[]): Risk {
  return risks.reduce<Risk>(
    (highest, risk) => (order.indexOf(risk) > order.indexOf(highest) ? risk : highest),
    "low",
  );
}
