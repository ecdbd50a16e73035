import { CopyButton } from "#components/ui/copy-button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { PlanTask } from "#server/contracts/plan.ts";
import type { SwitchLine } from "#server/contracts/playbook.ts";
import { branchCommands, switchDiff } from "./switch-diff.ts";

/** The change that would keep on what a task switches on for this run only. It is for the owner to make. */
export function KeepOn({ task: { keepOn } }: { readonly task: Pick<PlanTask, "keepOn"> }) {
  if (keepOn === undefined) return null;
  return (
    <Disclosure summary={`Keep it on in ${keepOn.path}`}>
      <Change line={keepOn} />
    </Disclosure>
  );
}

function Change({ line }: { readonly line: SwitchLine }) {
  return (
    <div className="space-y-2 pb-1 text-[0.8125rem] text-ink-soft">
      <p>
        This plan switches it on once. Chiffon does not write to your repository: these commands,
        run in it, put the change on a branch of its own.
      </p>
      <pre className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-xs text-ink">
        {switchDiff(line)}
      </pre>
      <CopyButton text={branchCommands(line)} label="Copy the commands for the branch">
        Copy as a branch
      </CopyButton>
    </div>
  );
}
