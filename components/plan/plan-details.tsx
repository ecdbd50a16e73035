import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Plan, PlanBody } from "#server/contracts/plan.ts";
import type { ServiceCheck } from "#server/contracts/playbook.ts";
import { ChangeInventory } from "./change-inventory.tsx";
import { expectationWords, kindWord } from "./check-words.ts";
import { inventoryFile } from "./inventory-file.ts";

const prefixLength = 12;

/** What exactly would run: the digest, where the playbooks come from, the checks afterwards, what was left out. */
export function PlanDetails({ plan }: { readonly plan: Plan }) {
  const { body } = plan;
  const checks = body.tasks.flatMap((task) => task.checks);
  return (
    <details className="group">
      <summary className="touch flex items-center gap-1.5 text-[0.8125rem] font-medium text-accent">
        <ChevronDown aria-hidden className="size-3.5 transition-transform group-open:rotate-180" />
        What exactly you approve
        <code className="ml-auto text-xs font-normal text-ink-faint">
          {plan.digest.slice(0, prefixLength)}
        </code>
      </summary>
      <dl className="mt-1 grid gap-x-4 gap-y-2 text-[0.8125rem] sm:grid-cols-[8rem_1fr]">
        <Row label="Digest">
          <span className="flex items-center gap-2">
            <code className="break-all">{plan.digest}</code>
            <CopyButton text={plan.digest} label="Copy the digest" />
          </span>
        </Row>
        <Row label="Repository">
          {body.repositoryName}, branch {body.branch}, commit{" "}
          <code>{body.commit.slice(0, prefixLength)}</code>
        </Row>
        <Row label="Inventory">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>
              <InventoryName body={body} />
            </span>
            {plan.status === "awaiting_approval" ? <ChangeInventory plan={plan} /> : null}
          </span>
        </Row>
        {body.ansible ? (
          <Row label="Ansible">
            {body.ansible.version} (<code className="break-all">{body.ansible.path}</code>)
          </Row>
        ) : null}
        <Row label="Checks afterwards">
          {checks.length === 0 ? (
            "None besides Ansible's own result"
          ) : (
            <PlannedChecks checks={checks} />
          )}
        </Row>
        {body.secrets.length > 0 ? <Row label="Secrets">{body.secrets.join(", ")}</Row> : null}
        <Row label="Planned by">
          {
            { builtin: "Built-in planner", local: "Local model", external: "External model" }[
              body.tier
            ]
          }
          {body.tierReason ? `: ${body.tierReason}` : ""}
        </Row>
        <Row label="Complexity">
          {
            {
              simple: "Simple",
              medium: "Medium: three tasks or more",
              complex: "Complex: several hosts, or work beyond playbooks",
            }[body.complexity]
          }
        </Row>
      </dl>
    </details>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** Each check that the playbooks declare, as it will be made. */
function PlannedChecks({ checks }: { readonly checks: readonly ServiceCheck[] }) {
  const lines = checks.map((check) => ({
    what: `${kindWord(check.kind)} ${check.target}`,
    words: expectationWords(check),
  }));
  return (
    <ul aria-label="Declared in the playbook" className="space-y-1">
      {[...new Map(lines.map((line) => [`${line.what} ${line.words}`, line]))].map(
        ([key, { what, words }]) => (
          <li key={key}>
            <span className="break-all">{what}</span> <span className="text-ink-soft">{words}</span>
          </li>
        ),
      )}
    </ul>
  );
}

function InventoryName({ body }: { readonly body: PlanBody }) {
  const { inventorySource } = body;
  if (body.inventoryPath === "") return "none: it is about this machine alone";
  const file = <code className="break-all">{inventoryFile(body)}</code>;
  if (inventorySource == null) return file;
  return (
    <>
      {file} of {inventorySource.repositoryName}, commit{" "}
      <code>{inventorySource.commit.slice(0, prefixLength)}</code>
    </>
  );
}
