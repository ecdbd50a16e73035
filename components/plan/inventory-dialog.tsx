"use client";

import { useQuery } from "@tanstack/react-query";
import { announce } from "#components/lib/announcer.ts";
import { toApiError } from "#components/lib/api-error.ts";
import { doctorQuery } from "#components/lib/catalog-queries.ts";
import { useChooseInventory } from "#components/lib/repository-mutations.ts";
import { useReplanRequest } from "#components/lib/request-mutations.ts";
import { countOf } from "#components/playbooks/doctor-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Doctor, ProjectInventory } from "#server/contracts/doctor.ts";
import type { Plan, PlanBody } from "#server/contracts/plan.ts";
import { inventoryFile } from "./inventory-file.ts";

/** The other inventories that a plan could be made with. */
export function InventoryDialog({
  plan,
  onClose,
}: {
  readonly plan: Plan;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Use another inventory"
      description={`It is remembered for ${plan.body.repositoryName}. The request is planned anew and waits for your approval.`}
    >
      <Choices plan={plan} onDone={onClose} />
    </Dialog>
  );
}

function Choices({ plan, onDone }: { readonly plan: Plan; readonly onDone: () => void }) {
  const { data, error, refetch } = useQuery(doctorQuery());
  const { use, isPending, error: refused } = useInventoryFor(plan, onDone);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} />;
  const current = refOf(plan.body);
  const inventory = inventoryOf(data.doctors, plan.body);
  const others = inventory?.choices.filter(({ path }) => path !== current) ?? [];
  if (inventory === undefined || others.length === 0)
    return (
      <p className="py-2 text-sm text-ink-soft">
        There is no other. Add one on the Fleet page, or to {plan.body.repositoryName}.
      </p>
    );
  const problem = refused ? toApiError(refused) : null;
  return (
    <ul className="space-y-2 py-2">
      {problem ? (
        <li role="alert" className="text-[0.8125rem] text-bad">
          {problem.message} {problem.fix}
        </li>
      ) : null}
      {others.map(({ path, label, hostCount }) => (
        <li key={path} className="flex items-center gap-3">
          <span className="min-w-0 flex-1 text-sm break-words">
            <code className="break-all">{label}</code>{" "}
            <span className="text-ink-soft">({countOf(hostCount, "host")})</span>
          </span>
          <Button
            size="small"
            aria-label={`Use ${label}`}
            disabled={isPending}
            onClick={() => use(inventory.project, path)}
          >
            Use
          </Button>
        </li>
      ))}
    </ul>
  );
}

function useInventoryFor({ requestId, body }: Plan, onDone: () => void) {
  const choose = useChooseInventory(body.repositoryId);
  const replan = useReplanRequest();
  const onSuccess = () => {
    announce("Planning anew with that inventory.");
    onDone();
  };
  const planAnew = (inventory: string) =>
    replan.mutate({ requestId, kind: "again", inventory }, { onSuccess });
  return {
    isPending: choose.isPending || replan.isPending,
    error: choose.error ?? replan.error,
    use: (project: string, path: string) =>
      choose.mutate({ project, path }, { onSuccess: () => planAnew(path) }),
  };
}

/** What the inventory of a plan is chosen by. */
function refOf(body: PlanBody): string {
  const file = inventoryFile(body);
  return body.inventorySource == null ? file : `${body.inventorySource.repositoryId}:${file}`;
}

/** The inventories of the innermost project that a plan's first playbook lies in. */
function inventoryOf(
  doctors: readonly Doctor[],
  { repositoryId, tasks }: PlanBody,
): ProjectInventory | undefined {
  const path = tasks[0]?.playbookPath ?? tasks[0]?.entryPath ?? "";
  return doctors
    .find((doctor) => doctor.repositoryId === repositoryId)
    ?.inventories.filter(({ project }) => project === "" || path.startsWith(`${project}/`))
    .toSorted((a, b) => b.project.length - a.project.length)[0];
}
