"use client";

import { Ban, Lock, RotateCcw, Save } from "lucide-react";
import { useId, useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { focusCard } from "#components/lib/focus-card.ts";
import { whoMay } from "#components/lib/permissions.ts";
import { useDecidePlan, useModifyPlan } from "#components/lib/plan-mutations.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import type { Risk } from "#server/contracts/common.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { ApproveButton } from "./approve-button.tsx";
import { useKeptDrafts } from "./kept-drafts.ts";
import { type draftKind, findProblem, keptKeys, modifyBody, type PlanDraft } from "./plan-draft.ts";
import { planHosts } from "./plan-facts.tsx";
import { RejectDialog } from "./reject-dialog.tsx";
import { StartLater, startInstant } from "./start-later.tsx";

/** Changes the card holds that are not saved yet. */
interface Unsaved {
  readonly draft: PlanDraft;
  readonly kind: ReturnType<typeof draftKind>;
  readonly discard: () => void;
}

interface BarProps {
  readonly plan: Plan;
  /** Of the plan, or what its preview raised it to. */
  readonly risk: Risk;
  readonly unsaved: Unsaved;
  readonly onRefused: (error: unknown) => void;
}

/**
 * Reject, then Approve: in thumb reach on phones, at the end of the card elsewhere. Unsaved edits must be saved as a
 * version first; a mere selection is approved as it is.
 */
export function DecisionBar({ plan, risk, unsaved, onRefused }: BarProps) {
  const canDecide = useMay("plan.decide");
  const canModify = useMay("plan.modify");
  const { role } = useSession();
  if (!canDecide && !(canModify && unsaved.kind !== "none")) {
    return (
      <p className="sticky bottom-0 z-10 flex items-center gap-2 rounded-b-xl border-t border-line bg-surface px-4 py-3 text-[0.8125rem] text-ink-soft">
        <Lock aria-hidden className="size-4 shrink-0" />
        Waiting for {whoMay("plan.decide")}. You are signed in as {role}.
      </p>
    );
  }
  return (
    <div className={barClass}>
      {unsaved.kind === "edit" || !canDecide ? (
        <SaveVersion plan={plan} unsaved={unsaved} onRefused={onRefused} />
      ) : (
        <Decide plan={plan} risk={risk} unsaved={unsaved} onRefused={onRefused} />
      )}
    </div>
  );
}

/**
 * Not on short screens: with a keyboard up, it would leave little of the plan to be seen. What has the focus is kept
 * clear of it (see `Thread`); its own buttons are in no need of that, and scrolling would move them under the press.
 */
const barClass =
  "z-10 rounded-b-xl border-t border-line bg-surface/95 px-4 py-3 backdrop-blur-sm [&_*]:-scroll-mb-36 " +
  "[@media(min-height:33rem)]:sticky [@media(min-height:33rem)]:bottom-0";

function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p role="status" className="mb-2 text-[0.8125rem] font-medium text-bad">
      Correct this first: {text}
    </p>
  );
}

function SaveVersion({ plan, unsaved, onRefused }: Omit<BarProps, "risk">) {
  const drafts = useKeptDrafts();
  const modify = useModifyPlan(plan.requestId);
  const save = () =>
    modify.mutate(
      { planId: plan.id, ...modifyBody(unsaved.draft, plan) },
      {
        onSuccess: () => {
          drafts.drop(plan.requestId);
          announce("Saved as a new version. It needs approval.");
        },
        onError: onRefused,
      },
    );
  const problem = findProblem(unsaved.draft);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Problem text={problem} />
      <p className="min-w-0 flex-1 basis-48 text-[0.8125rem] text-ink-soft">
        Your changes become a new version, which needs its own approval.
      </p>
      <Button icon={RotateCcw} onClick={unsaved.discard} disabled={modify.isPending}>
        Discard
      </Button>
      <Button
        variant="primary"
        icon={Save}
        isBusy={modify.isPending}
        disabled={problem !== null}
        onClick={save}
      >
        Save as version {plan.version + 1}
      </Button>
    </div>
  );
}

function Decide({ plan, risk, unsaved, onRefused }: BarProps) {
  const [isRejecting, setRejecting] = useState(false);
  const [typed, setTyped] = useState("");
  const [later, setLater] = useState<string | null>(null);
  const drafts = useKeptDrafts();
  const decide = useDecidePlan(plan.requestId);
  const phrase = risk === "high" ? confirmPhrase(plan) : null;
  const isSelection = unsaved.kind === "selection";
  const keptTasks = keptKeys(unsaved.draft);

  const shown = { planId: plan.id, planVersion: plan.version, planDigest: plan.digest };
  const startAt = later === null ? null : startInstant(later);
  const approve = async () => {
    try {
      await decide.mutateAsync({
        ...shown,
        decision: "approve",
        ...(isSelection ? { keptTasks } : {}),
        ...(startAt === null ? {} : { startAt }),
      });
      // What it would run is compared once more before it starts: the card says then whether it does.
      drafts.drop(plan.requestId);
      announce(startAt === null ? "Approved." : "Approved. It starts later.");
      void focusCard(plan.requestId);
    } catch (cause) {
      onRefused(cause);
    }
  };
  const reject = (reason: string, replan: boolean) =>
    decide.mutate(
      {
        ...shown,
        decision: "reject",
        ...(reason ? { reason } : {}),
        ...(replan ? { replan } : {}),
      },
      {
        onSuccess: () => {
          announce(replan ? "Rejected. Planning again." : "Rejected.");
          void focusCard(plan.requestId);
        },
        onError: onRefused,
        onSettled: () => setRejecting(false),
      },
    );

  const problem = findProblem(unsaved.draft);
  return (
    <>
      <Problem text={problem} />
      {phrase ? <ConfirmField phrase={phrase} typed={typed} onType={setTyped} /> : null}
      <div className="flex flex-wrap items-start gap-2 sm:justify-end">
        <StartLater value={later} onChange={setLater} />
        <Button
          icon={Ban}
          className="h-12 px-4 sm:h-10 sm:px-5"
          disabled={decide.isPending}
          onClick={() => setRejecting(true)}
        >
          Reject
        </Button>
        <ApproveButton
          label={approveLabel(
            later === null,
            isSelection ? `${keptTasks.length} of ${plan.body.tasks.length}` : null,
          )}
          isBusy={decide.isPending}
          isDangerous={risk === "high"}
          isDisabled={
            problem !== null ||
            (phrase !== null && typed.trim() !== phrase) ||
            (later !== null && startAt === null)
          }
          onApprove={() => void approve()}
        />
      </div>
      <RejectDialog
        isOpen={isRejecting}
        isBusy={decide.isPending}
        onClose={() => setRejecting(false)}
        onReject={reject}
      />
    </>
  );
}

function approveLabel(isNow: boolean, selected: string | null): string {
  if (selected !== null) return `Approve ${selected}`;
  return isNow ? "Approve and run" : "Approve";
}

/** What a person types to show that they read which machines a high-risk plan touches. */
function confirmPhrase(plan: Plan): string {
  const hosts = planHosts(plan.body);
  return hosts.length === 1 ? (hosts[0] ?? "") : `${hosts.length} hosts`;
}

function ConfirmField({
  phrase,
  typed,
  onType,
}: {
  readonly phrase: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
}) {
  const id = useId();
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <label htmlFor={id} className="text-sm">
        High risk: type <strong className="font-mono font-semibold">{phrase}</strong> here to
        approve
      </label>
      <input
        id={id}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className={`${controlClass} max-w-60 font-mono`}
      />
    </div>
  );
}
