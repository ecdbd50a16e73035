"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useVerifyAudit } from "#components/lib/settings-mutations.ts";
import { durationText } from "#components/lib/time-text.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { VerifyReport } from "#server/contracts/audit.ts";

/** Checks the whole chain in the database and in git, and shows the report. */
export function VerifyAudit() {
  const [isOpen, setOpen] = useState(false);
  const verify = useVerifyAudit();
  const start = () => {
    setOpen(true);
    verify.mutate();
  };
  return (
    <>
      <Button variant="primary" icon={ShieldCheck} isBusy={verify.isPending} onClick={start}>
        Verify
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Verification of the audit">
        <div className="space-y-3 pt-2" aria-busy={verify.isPending}>
          {verify.isPending ? <Skeleton lines={4} /> : null}
          {verify.error ? <ErrorState error={verify.error} onRetry={start} /> : null}
          {verify.data ? <Report report={verify.data} /> : null}
        </div>
      </Dialog>
    </>
  );
}

function Report({ report }: { readonly report: VerifyReport }) {
  const { firstBad } = report;
  const facts = [
    ["Entries", report.entries.toLocaleString()],
    ["Sealed", report.sealed.toLocaleString()],
    ["Not sealed yet", report.unsealed.toLocaleString()],
    ["Git commits", report.commits.toLocaleString()],
    ["Signatures checked", report.signaturesChecked.toLocaleString()],
    ["Took", durationText(report.durationMs)],
  ] as const;
  return (
    <>
      {report.ok ? (
        <Notice tone="ok" icon={ShieldCheck} title="The database and git agree, entry by entry">
          Nothing was changed, removed or inserted.
        </Notice>
      ) : (
        <Notice tone="bad" title={`Entry ${firstBad?.seq ?? "?"} does not match`}>
          {firstBad ? `${firstBad.problem} (in ${whereText[firstBad.where]}).` : "See the notes."}{" "}
          Everything before it is intact.
        </Notice>
      )}
      <dl className="tabular grid grid-cols-2 gap-x-4 gap-y-1 text-sm sm:grid-cols-3">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-xs text-ink-faint">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {report.headHash ? (
        <div className="text-[0.8125rem]">
          <p className="text-ink-soft">
            Hash of the newest entry, {report.headSeq}. Keep a copy elsewhere to prove later that
            nothing was rewritten:
          </p>
          <div className="flex items-center gap-2">
            <code className="min-w-0 break-all">{report.headHash}</code>
            <CopyButton text={report.headHash} label="Copy the hash" />
          </div>
        </div>
      ) : null}
      {report.notes.map((note) => (
        <p key={note} className="text-[0.8125rem] text-ink-soft">
          {note}
        </p>
      ))}
    </>
  );
}

const whereText = { database: "the database", git: "git", both: "both stores" } as const;
