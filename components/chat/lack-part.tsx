"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, CircleCheck, RefreshCw, Stethoscope } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef } from "react";
import { doctorQuery } from "#components/lib/catalog-queries.ts";
import { useReplanRequest } from "#components/lib/request-mutations.ts";
import { requestQuery } from "#components/lib/request-queries.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Lack, MessagePart } from "#server/contracts/chat.ts";
import type { Doctor } from "#server/contracts/doctor.ts";
import { doctorAnchor } from "#server/contracts/entry-readiness.ts";
import type { RequestView } from "#server/contracts/plan.ts";

const DoctorRows = dynamic(
  () => import("#components/playbooks/doctor.tsx").then((module) => module.DoctorRows),
  { loading: () => <Skeleton lines={2} /> },
);

/**
 * What a request waits for before it can be planned, with the buttons that give it. When who asked sees the last of it
 * given, the request is planned again at once; for others it waits for a press, because it is planned in their name.
 */
export function LackPart({
  part,
}: {
  readonly part: Extract<MessagePart, { readonly kind: "lack" }>;
}) {
  const { data: doctors, error, refetch } = useQuery(doctorQuery());
  const { data: request } = useQuery(requestQuery(part.requestId));
  const findings = doctors?.doctors.find(({ repositoryId }) => repositoryId === part.repositoryId);
  const isGiven = findings !== undefined && isAllGiven(part, findings);
  const isPlanned = request === undefined || request.followedBy !== null;
  if (doctors === undefined)
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton lines={2} />
    );
  if (isPlanned && isGiven) return <Heading isGiven />;
  return (
    <section aria-label="What is missing" className="max-w-2xl space-y-2">
      <Heading isGiven={isGiven} />
      {findings === undefined || isGiven ? null : <DoctorRows findings={findings} />}
      <div className="flex flex-wrap gap-2">
        {isPlanned ? null : <PlanIt request={request} isGiven={isGiven} />}
        <Link href={`/playbooks#${doctorAnchor(part.repositoryId)}`} className={buttonClass()}>
          See what it needs
          <ArrowUpRight aria-hidden className="size-4" />
        </Link>
      </div>
    </section>
  );
}

function Heading({ isGiven }: { readonly isGiven: boolean }) {
  const Icon = isGiven ? CircleCheck : Stethoscope;
  return (
    <p role="status" className="flex items-start gap-2 text-sm font-medium">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isGiven ? "text-ok" : "text-warn"}`} />
      {isGiven ? "It has all that it needs now." : "What is missing"}
    </p>
  );
}

function PlanIt({
  request: { requestId, submittedBy },
  isGiven,
}: {
  readonly request: Pick<RequestView, "requestId" | "submittedBy">;
  readonly isGiven: boolean;
}) {
  const isOwn = useSession().name === submittedBy;
  const canAsk = useMay("request.submit");
  const { mutate, isPending } = useReplanRequest();
  const wasGiven = useRef(isGiven);
  useEffect(() => {
    if (isGiven && !wasGiven.current && canAsk && isOwn)
      mutate({ requestId, kind: "again" }, { onError: toastError });
    wasGiven.current = isGiven;
  }, [isGiven, canAsk, isOwn, mutate, requestId]);
  if (!canAsk) return null;
  return (
    <Button
      icon={RefreshCw}
      variant={isGiven ? "primary" : "secondary"}
      isBusy={isPending}
      onClick={() => mutate({ requestId, kind: "again" }, { onError: toastError })}
    >
      {isGiven ? "Plan it now" : "Try again"}
    </Button>
  );
}

/** True once the repository lacks nothing more of what the request needs. */
function isAllGiven({ needs }: Lack, { missing, inventories }: Doctor): boolean {
  return needs.every(({ kind, name }) => {
    const row = missing.filter((one) => one.kind === kind);
    if (kind === "inventory")
      return row.length === 0 && inventories.every(({ path }) => path !== null);
    return row.every((one) => one.needs.every((need) => need.name !== name));
  });
}
