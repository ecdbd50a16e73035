"use client";

import { Pencil, Play, Power, PowerOff, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useChangeRule } from "#components/lib/rule-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago, Day } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { Rule } from "#server/contracts/rule.ts";
import { ChangeRule } from "./change-rule.tsx";
import { RevokeRule } from "./revoke-rule.tsx";
import { askerWords, riskWords, ruleLooks, valueText } from "./rule-words.ts";

/** One rule: where it stands, what it covers, what it did, and what can be done with it. */
export function RuleRow({ rule }: { readonly rule: Rule }) {
  const mayManage = useMay("rule.manage");
  const look = ruleLooks[rule.state];
  return (
    <li
      id={`rule-${rule.id}`}
      className="scroll-mt-4 space-y-3 rounded-xl border border-line bg-surface p-4 shadow-card target:border-accent"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-[0.9375rem] font-semibold break-words">{rule.name}</h2>
        <Badge tone={look.tone} icon={look.icon}>
          {look.label}
        </Badge>
      </div>
      <Covers rule={rule} />
      <Trouble rule={rule} mayManage={mayManage} />
      <p className="text-xs text-ink-faint">
        <Record rule={rule} />
      </p>
      {mayManage && rule.state !== "revoked" ? <Actions rule={rule} /> : null}
    </li>
  );
}

function Covers({ rule }: { readonly rule: Rule }) {
  const wordsFor = <Key extends string>(words: readonly (readonly [Key, string])[], key: Key) =>
    words.find(([one]) => one === key)?.[1] ?? key;
  const rows: readonly (readonly [string, string])[] = [
    ["Playbook", `${rule.repositoryName}: ${rule.entryPath}`],
    ...(rule.tags.length > 0 ? [["Tags", rule.tags.join(", ")] as const] : []),
    ["Hosts", [...rule.hosts, ...rule.groups.map(groupText)].join(", ")],
    [
      "Values",
      rule.values.length === 0
        ? "the playbook's own"
        : rule.values.map(({ name, value }) => `${name} = ${valueText(value)}`).join(", "),
    ],
    ["Risk", wordsFor(riskWords, rule.maxRisk)],
    ["Asked by", wordsFor(askerWords, rule.askerRole)],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-[0.8125rem]">
      {rows.map(([name, text]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="break-words">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function groupText({ name, hosts }: Rule["groups"][number]): string {
  return `group ${name} (${hosts.join(", ")})`;
}

/** Why it approves nothing now, and what to do about it. */
function Trouble({ rule, mayManage }: { readonly rule: Rule; readonly mayManage: boolean }) {
  const { change, pausedReason, approvals } = rule;
  if (rule.state === "paused")
    return (
      <Notice tone="warn" title="It paused itself">
        {pausedReason === null ? "" : `${pausedReason.replace(/^a/, "A")} `}
        {approvals.lastRequestId ? <RequestLink requestId={approvals.lastRequestId} /> : null}
      </Notice>
    );
  if (rule.state !== "changed" || change === null) return null;
  const next = change.renewFrom
    ? "A person approved it with the change, and it went well: read the change, then renew the rule."
    : "Read the change, approve that plan yourself, and renew the rule once it went well.";
  return (
    <Notice tone="warn" title="What the playbook uses has changed">
      <p>{mayManage ? next : "It waits for an admin to read the change."}</p>
      {change.files.length > 0 ? (
        <ul className="my-1 font-mono text-xs break-words">
          {change.files.map((file) => (
            <li key={file}>{file}</li>
          ))}
        </ul>
      ) : null}
      {change.requestId ? <RequestLink requestId={change.requestId} /> : null}
    </Notice>
  );
}

function RequestLink({ requestId }: { readonly requestId: string }) {
  return (
    <Link href={`/requests/${requestId}`} className="text-accent underline">
      See that request
    </Link>
  );
}

function Record({ rule }: { readonly rule: Rule }) {
  const { approvals } = rule;
  return (
    <>
      {approvals.count === 0 ? (
        "Approved nothing yet"
      ) : (
        <>
          Approved {approvals.count} {approvals.count === 1 ? "time" : "times"}
          {approvals.failed > 0 ? `, ${approvals.failed} failed` : ""}
          {approvals.lastAt ? (
            <>
              , last <Ago at={approvals.lastAt} />
            </>
          ) : null}
        </>
      )}
      {" · "}
      {rule.revokedAt ? (
        <>
          revoked by {rule.revokedBy}, <Ago at={rule.revokedAt} />
        </>
      ) : (
        <>
          in the name of {rule.inNameOf}, until <Day at={rule.until} />
        </>
      )}
    </>
  );
}

function Actions({ rule }: { readonly rule: Rule }) {
  const change = useChangeRule();
  const [open, setOpen] = useState<"change" | "revoke" | null>(null);
  const { renewFrom = null } = rule.change ?? {};
  const send = (body: BodyInput<"changeRule">, done: string) =>
    change.mutate(
      { id: rule.id, ...body },
      { onError: toastError, onSuccess: () => toastDone(done) },
    );
  const isBusy = change.isPending;
  return (
    <div className="flex flex-wrap gap-2">
      {rule.state === "paused" ? (
        <Button
          size="small"
          icon={Play}
          isBusy={isBusy}
          onClick={() => send({ resume: true }, `${rule.name} goes on.`)}
        >
          Resume
        </Button>
      ) : null}
      {renewFrom ? (
        <Button
          size="small"
          icon={RefreshCw}
          isBusy={isBusy}
          onClick={() => send({ renewFrom }, `${rule.name} covers the playbook as it is now.`)}
        >
          Renew
        </Button>
      ) : null}
      <Button
        size="small"
        icon={rule.isEnabled ? PowerOff : Power}
        isBusy={isBusy}
        onClick={() =>
          send(
            { isEnabled: !rule.isEnabled },
            rule.isEnabled ? `${rule.name} is off.` : `${rule.name} is on.`,
          )
        }
      >
        {rule.isEnabled ? "Switch off" : "Switch on"}
      </Button>
      <Button size="small" icon={Pencil} onClick={() => setOpen("change")}>
        Change
      </Button>
      <Button size="small" variant="danger" icon={Trash2} onClick={() => setOpen("revoke")}>
        Revoke
      </Button>
      {open === "change" ? <ChangeRule rule={rule} onClose={() => setOpen(null)} /> : null}
      {open === "revoke" ? <RevokeRule rule={rule} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
