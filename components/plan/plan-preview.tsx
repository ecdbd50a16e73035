"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, ScrollText, Square, Undo2 } from "lucide-react";
import { useKeepFiles, useStartPreview } from "#components/lib/plan-mutations.ts";
import { useCancelRequest } from "#components/lib/request-mutations.ts";
import { previewQuery } from "#components/lib/request-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Plan } from "#server/contracts/plan.ts";
import type { Preview } from "#server/contracts/preview.ts";
import { plural } from "#server/lib/units.ts";
import { PreviewSteps } from "./preview-steps.tsx";
import { coverageSentence, previewSentence } from "./preview-words.ts";

/** What a waiting plan would change, where somebody wants to know before deciding. It never holds a decision up. */
export function PlanPreview({ plan }: { readonly plan: Plan }) {
  const { data: preview } = useQuery(previewQuery(plan.id));
  const start = useStartPreview();
  const mayDecide = useMay("plan.decide");
  const hasPlaybook = plan.body.tasks.some(({ keptFiles }) => keptFiles === undefined);
  const mayStart = mayDecide && plan.status === "awaiting_approval" && hasPlaybook;
  const ask = () =>
    start.mutate({ planId: plan.id, planVersion: plan.version, planDigest: plan.digest });
  if (!preview && !mayStart) return null;
  return (
    <section aria-label="Preview" className="space-y-3 border-t border-line px-4 py-3">
      {preview ? <Found preview={preview} /> : null}
      {preview && mayStart ? <KeepFiles plan={plan} count={preview.keepableFiles} /> : null}
      <ErrorNotice error={start.error} />
      {mayStart && !isGoing(preview) ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button size="small" icon={Eye} isBusy={start.isPending} onClick={ask}>
            {preview ? "Preview again" : "Preview changes"}
          </Button>
          {preview ? null : (
            <p className="min-w-0 flex-1 basis-48 text-[0.8125rem] text-ink-soft">
              Asks the hosts what would change, in Ansible's check mode. Nothing is changed.
            </p>
          )}
        </div>
      ) : null}
    </section>
  );
}

/** Offers to keep what the preview named. Nothing is kept before the new version is approved. */
function KeepFiles({ plan, count }: { readonly plan: Plan; readonly count: number }) {
  const keep = useKeepFiles();
  if (count === 0) return null;
  const ask = () =>
    keep.mutate({ planId: plan.id, planVersion: plan.version, planDigest: plan.digest });
  return (
    <>
      <ErrorNotice error={keep.error} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button size="small" icon={Undo2} isBusy={keep.isPending} onClick={ask}>
          Keep files for undo
        </Button>
        <p className="min-w-0 flex-1 basis-48 text-[0.8125rem] text-ink-soft">
          Adds a step that copies {count === 1 ? "this file" : `these ${count} files`} aside on
          their hosts first. You approve it with the plan.
        </p>
      </div>
    </>
  );
}

function isGoing(preview: Preview | null | undefined): boolean {
  return preview?.state === "waiting" || preview?.state === "running";
}

function Found({ preview }: { readonly preview: Preview }) {
  switch (preview.state) {
    case "waiting":
    case "running":
      return <Going preview={preview} />;
    case "made":
      return <Made preview={preview} />;
    case "failed":
      return (
        <Notice tone="warn" title="The preview could not be made" actions={<Output of={preview} />}>
          {preview.reason}
        </Notice>
      );
    case "cancelled":
      return (
        <p className="text-[0.8125rem] text-ink-soft">
          The preview was stopped{preview.reason ? `: ${preview.reason}` : ""}.
        </p>
      );
  }
}

function Going({ preview }: { readonly preview: Preview }) {
  const cancel = useCancelRequest();
  const mayStop = useMay("run.cancel");
  const counts = preview.report?.counts;
  const seen = counts === undefined ? 0 : Object.values(counts).reduce((sum, n) => sum + n, 0);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p role="status" className="min-w-0 flex-1 basis-48 text-sm text-busy">
        {preview.state === "waiting"
          ? `The preview waits${preview.reason ? `: ${preview.reason}` : " for its turn"}…`
          : `Asking the hosts what would change… ${seen > 0 ? plural(seen, "step") : ""}`}
      </p>
      {mayStop ? (
        <Button
          size="small"
          icon={Square}
          isBusy={cancel.isPending}
          onClick={() => cancel.mutate({ requestId: preview.requestId }, { onError: toastError })}
        >
          Stop the preview
        </Button>
      ) : null}
    </div>
  );
}

function Made({ preview }: { readonly preview: Preview }) {
  const { report } = preview;
  if (report === null)
    return (
      <Notice tone="warn" title="The preview saw nothing" actions={<Output of={preview} />}>
        No host of the plan had a result.
      </Notice>
    );
  const away = report.hosts.filter(({ isReached }) => !isReached).map(({ host }) => host);
  return (
    <div className="space-y-2">
      <p className="text-sm font-semibold break-words">{previewSentence(report)}</p>
      <p className="text-[0.8125rem] text-ink-soft">
        {coverageSentence(report.counts)} Asked by {preview.askedBy}, <Ago at={preview.askedAt} />.
      </p>
      {away.length > 0 ? (
        <p className="text-[0.8125rem] text-warn">Could not be reached: {away.join(", ")}</p>
      ) : null}
      {report.steps.length > 0 ? <PreviewSteps report={report} /> : null}
      <Output of={preview} />
    </div>
  );
}

function Output({ of: { requestId } }: { readonly of: Preview }) {
  return (
    <Link
      href={`/requests/${requestId}`}
      className={buttonClass({ size: "small", variant: "quiet" })}
    >
      <ScrollText aria-hidden className="size-4" />
      Output of the preview
    </Link>
  );
}
