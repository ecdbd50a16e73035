"use client";

import { OctagonX, Square } from "lucide-react";
import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { useCancelRequest } from "#components/lib/request-mutations.ts";
import { useNow } from "#components/lib/use-now.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import { askedToStop, stopFacts } from "./stop-words.ts";

/** An agent ends a run within four seconds; who waited longer is told that it does not answer. */
const patienceMs = 10_000;

/**
 * Stops a request. While something runs it asks once, with what runs and what has not begun: stop after what runs, or
 * force it to end at once. Says all along what ran and what did not.
 */
export function StopButton({
  view,
  hint = "Closing this page does not stop it.",
  label = "Stop",
}: {
  readonly view: RequestView;
  readonly hint?: string;
  readonly label?: string;
}) {
  const [isAsking, setAsking] = useState(false);
  const stopping = useStopping(view);
  const { running } = stopFacts(view);
  const canStop = useMay(running.length > 0 ? "run.cancel" : "request.cancel");
  if (!canStop) return null;
  if (stopping.asked !== null) return <Stopping view={view} stopping={stopping} />;
  const press = () => (running.length > 0 ? setAsking(true) : stopping.stop("interrupt"));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button variant="danger" icon={Square} onClick={press}>
        {label}
      </Button>
      <p className="text-[0.8125rem] text-ink-soft">{hint}</p>
      <StopDialog
        view={view}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onStop={(what) => {
          setAsking(false);
          stopping.stop(what);
        }}
      />
    </div>
  );
}

type What = "let_end" | "interrupt";

interface StoppingState {
  /** What was asked for, here or anywhere; null: nothing. */
  readonly asked: What | null;
  /** When it was asked here; null: somewhere else, or before. */
  readonly askedAt: number | null;
  readonly stop: (what: What) => void;
}

function useStopping(view: RequestView): StoppingState {
  const [here, setHere] = useState<{ readonly what: What; readonly at: number } | null>(null);
  const cancel = useCancelRequest();
  const stop = (running: What) => {
    setHere({ what: running, at: Date.now() });
    cancel.mutate(
      { requestId: view.requestId, running },
      {
        onError: (error) => {
          setHere(null);
          toastError(error);
        },
      },
    );
    const { sentence } = stopFacts(view);
    announce(`${running === "let_end" ? "Stopping after what runs." : "Stopping."} ${sentence}`);
  };
  const stored = askedToStop(view);
  return {
    asked: stored === "interrupt" ? stored : (here?.what ?? stored),
    askedAt: here?.at ?? null,
    stop,
  };
}

function Stopping({
  view,
  stopping: { asked, askedAt, stop },
}: {
  readonly view: RequestView;
  readonly stopping: StoppingState;
}) {
  const now = useNow();
  const isForced = asked === "interrupt";
  const isLate = isForced && askedAt !== null && now - askedAt >= patienceMs;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {isForced ? (
        <Button variant="danger" icon={Square} isBusy>
          Stopping…
        </Button>
      ) : (
        <Button variant="danger" icon={OctagonX} onClick={() => stop("interrupt")}>
          Force stop
        </Button>
      )}
      <p role="status" className="min-w-0 flex-1 basis-60 text-[0.8125rem] text-ink-soft">
        {isForced ? "" : "Stops after what runs now. "}
        {stopFacts(view).sentence}
        {isLate ? " Its agent has not answered yet: see Fleet." : ""}
      </p>
    </div>
  );
}

function StopDialog({
  view,
  isOpen,
  onClose,
  onStop,
}: {
  readonly view: RequestView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onStop: (what: What) => void;
}) {
  const { running, notBegun } = stopFacts(view);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Stop this plan?">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-ink-soft">Running</dt>
        <dd className="font-medium">{running.join(", ")}</dd>
        <dt className="text-ink-soft">Not begun</dt>
        <dd>{notBegun.length > 0 ? notBegun.join(", ") : "Nothing"}</dd>
      </dl>
      <p className="mt-3 text-sm text-ink-soft">
        Stopping after the current task lets it end properly; nothing else begins. Forcing it ends
        Ansible in the middle of a step: what that step left half done stays so.
      </p>
      <div className="mt-4 flex flex-col gap-2 sm:flex-row sm:justify-end">
        <Button icon={Square} onClick={() => onStop("let_end")}>
          Stop after the current task
        </Button>
        <Button variant="danger" icon={OctagonX} onClick={() => onStop("interrupt")}>
          Force stop now
        </Button>
      </div>
    </Dialog>
  );
}
