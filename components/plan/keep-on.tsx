"use client";

import { GitBranch } from "lucide-react";
import { useRouter } from "next/navigation";
import { useKeepOn } from "#components/lib/change-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Diff } from "#components/ui/diff.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { PlanTask } from "#server/contracts/plan.ts";
import type { SwitchLine } from "#server/contracts/playbook.ts";

/** The change to the repository that would keep on what a task switches on for this run only. */
export function KeepOn({
  planId,
  task: { taskKey, keepOn },
}: {
  readonly planId: string;
  readonly task: Pick<PlanTask, "taskKey" | "keepOn">;
}) {
  const canManage = useMay("repository.manage");
  const router = useRouter();
  const { mutate, isPending } = useKeepOn();
  if (keepOn === undefined) return null;
  const press = () =>
    mutate(
      { planId, taskKey },
      { onSuccess: ({ id }) => router.push(`/changes/${id}`), onError: toastError },
    );
  return (
    <Disclosure summary={`Keep it on in ${keepOn.path}`}>
      <div className="space-y-2 pb-1 text-[0.8125rem] text-ink-soft">
        <p>This plan switches it on once. This change would keep it on:</p>
        <Diff text={diffOf(keepOn)} label="The change" />
        {canManage ? (
          <Button size="small" icon={GitBranch} isBusy={isPending} onClick={press}>
            Put on a branch
          </Button>
        ) : null}
      </div>
    </Disclosure>
  );
}

function diffOf({ path, line, text, switchedOn }: SwitchLine): string {
  const head = `--- a/${path}\n+++ b/${path}\n@@ -${line} +${line} @@\n`;
  return `${head}-${text}\n+${switchedOn}\n`;
}
