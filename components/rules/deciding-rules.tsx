import { Link } from "#components/ui/link.tsx";
import type { PlanDecision } from "#server/contracts/plan.ts";

/** Which rules approved, each leading to itself, and in whose name. */
export function DecidingRules({
  decidedBy,
  rules,
}: {
  readonly decidedBy: string;
  readonly rules: NonNullable<PlanDecision["rules"]>;
}) {
  const by = decidedBy.lastIndexOf(", by ");
  return (
    <>
      {rules.length === 1 ? "rule " : "rules "}
      {rules.map(({ ruleId, name }, index) => (
        <span key={ruleId}>
          {index > 0 ? ", " : ""}
          <Link href={`/rules#rule-${ruleId}`} className="font-medium text-accent underline">
            {name}
          </Link>
        </span>
      ))}
      {by === -1 ? "" : decidedBy.slice(by)}
    </>
  );
}
