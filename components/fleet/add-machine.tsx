"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCreateEnrolment, useRevokeEnrolment } from "#components/lib/agent-mutations.ts";
import { enrolmentQuery } from "#components/lib/fleet-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Until } from "#components/ui/moment.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import type { Enrolment, EnrolmentMade } from "#server/contracts/agent.ts";
import { agentFilePath } from "#server/contracts/routes.ts";

/** Makes another machine an agent. */
export function AddMachine() {
  const [isOpen, setOpen] = useState(false);
  if (!useMay("agent.manage")) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Add a machine
      </Button>
      {isOpen ? <AddMachineDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function AddMachineDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateEnrolment();
  const made = create.data;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a machine"
      description="It runs playbooks from there, against hosts that it reaches over ssh. It needs Node 20.19 or later, Ansible, and a way to this address; nothing has to reach it."
    >
      <div className="space-y-4 pt-2">
        {made ? (
          <Command key={made.id} made={made} />
        ) : (
          <p className="text-[0.8125rem] text-ink-soft">
            The command holds a token that enrols one machine within 15 minutes.
          </p>
        )}
        <ErrorNotice error={create.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button
            variant={made ? "secondary" : "primary"}
            isBusy={create.isPending}
            onClick={() => create.mutate()}
          >
            {made ? "Another command" : "Make the command"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Command({ made }: { readonly made: EnrolmentMade }) {
  const revoke = useRevokeEnrolment();
  const { data } = useQuery(enrolmentQuery(made.id));
  const status = data?.status ?? "waiting";
  if (status !== "waiting") return <End enrolment={data} />;
  const { origin } = window.location;
  const command = `curl -fsSLO ${origin}${agentFilePath} && node agent.mjs --server ${origin} --token ${made.token}`;
  return (
    <div className="space-y-3">
      <p className="text-[0.8125rem] text-ink-soft">Run this on the other machine:</p>
      <CodeBlock label="Command for the other machine">
        <span className="px-3">{command}</span>
      </CodeBlock>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={command} label="Copy the command">
          Copy the command
        </CopyButton>
        <Button size="small" isBusy={revoke.isPending} onClick={() => revoke.mutate(made.id)}>
          Revoke the token
        </Button>
      </div>
      <ErrorNotice error={revoke.error} />
      <p role="status" className="text-[0.8125rem] text-ink-soft">
        Waiting for the machine. The token ends <Until at={made.expiresAt} />. This is the only time
        that it is shown.
      </p>
      <p className="text-xs break-all text-ink-soft">
        SHA-256 of agent.mjs: <code>{made.agentFileHash}</code>
      </p>
    </div>
  );
}

function End({ enrolment }: { readonly enrolment: Enrolment | undefined }) {
  switch (enrolment?.status) {
    case "used":
      return (
        <Notice tone="ok" title={`${enrolment.agentName ?? "The machine"} is enrolled.`}>
          It stands among the agents, and takes work once it has said what it can do.
        </Notice>
      );
    case "revoked":
      return <Notice tone="warn" title="The token was revoked. The command does nothing now." />;
    default:
      return <Notice tone="warn" title="The token is over. Make another command." />;
  }
}
