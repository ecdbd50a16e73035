import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import type { RuleTest } from "#server/contracts/rule.ts";

/** What a drafted rule would have done, with the plans. */
export function RuleTestResult({ test }: { readonly test: RuleTest }) {
  const { plans, wouldApprove, highRisk, approved, refused } = test;
  return (
    <div role="status" className="space-y-2 rounded-lg border border-line p-3 text-[0.8125rem]">
      <p className="font-medium">
        Would have approved {wouldApprove} of the last {plans} plans,{" "}
        {highRisk === 0 ? "none" : highRisk} of high risk.
      </p>
      {approved.length > 0 ? (
        <ul className="max-h-40 space-y-1 overflow-y-auto">
          {approved.map(({ planId, requestId, summary, hosts, at }) => (
            <li key={planId}>
              <Link href={`/requests/${requestId}`} className="text-accent underline">
                {summary}
              </Link>{" "}
              <span className="text-ink-faint">
                {hosts.join(", ")}, <Ago at={at} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {refused.length > 0 ? (
        <>
          <p className="text-ink-soft">Others with the same playbook wait for a person:</p>
          <ul className="text-ink-soft">
            {refused.map(({ reason, times }) => (
              <li key={reason}>
                {times} × {reason}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
