"use client";

import { type FormEvent, useState } from "react";
import { useChangeAgent, useRemoveAgent, useRevokeAgent } from "#components/lib/agent-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { Agent } from "#server/contracts/agent.ts";
import { OwnHostsForm } from "./own-hosts.tsx";

/** What an admin can do with an agent: switch it off or on, name it by tags, forget it once it is gone. */
export function AgentActions({ agent }: { readonly agent: Agent }) {
  const canManage = useMay("agent.manage");
  const [open, setOpen] = useState<"tags" | "hosts" | "remove" | "revoke" | null>(null);
  if (!canManage) return null;
  const isOff = agent.status === "disabled";
  return (
    <div className="ml-auto flex flex-wrap justify-end gap-2">
      <Button size="small" onClick={() => setOpen("tags")}>
        Tags
      </Button>
      {agent.kind === "remote" && !agent.isRevoked ? (
        <Button size="small" onClick={() => setOpen("hosts")}>
          Which host
        </Button>
      ) : null}
      {agent.status === "offline" || isOff ? (
        <Button size="small" variant="danger" onClick={() => setOpen("remove")}>
          Remove
        </Button>
      ) : null}
      {agent.kind === "remote" && !agent.isRevoked ? (
        <Button size="small" variant="danger" onClick={() => setOpen("revoke")}>
          Revoke
        </Button>
      ) : null}
      {agent.isRevoked ? null : <Switch agent={agent} />}
      {open === "tags" ? <TagsForm agent={agent} onClose={() => setOpen(null)} /> : null}
      {open === "hosts" ? <OwnHostsForm agent={agent} onClose={() => setOpen(null)} /> : null}
      {open === "remove" ? <RemoveForm agent={agent} onClose={() => setOpen(null)} /> : null}
      {open === "revoke" ? <RevokeForm agent={agent} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

/** Off, an agent finishes what it runs. */
function Switch({ agent }: { readonly agent: Agent }) {
  const change = useChangeAgent();
  const isOff = agent.status === "disabled";
  return (
    <Button
      size="small"
      isBusy={change.isPending}
      onClick={() => change.mutate({ agentId: agent.id, enabled: isOff }, { onError: toastError })}
    >
      {isOff ? "Enable" : agent.slotsUsed > 0 ? "Drain" : "Disable"}
    </Button>
  );
}

function TagsForm({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const change = useChangeAgent();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("tags") ?? "");
    const tags = text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    change.mutate({ agentId: agent.id, tags }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Tags of ${agent.name}`}
      description="Words to find it by. A service among them counts as its specialisation."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField
          label="Tags"
          name="tags"
          defaultValue={agent.tags.join(", ")}
          placeholder="gpu, basement"
          autoCapitalize="none"
          hint="With commas between them."
        />
        <ErrorNotice error={change.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function RemoveForm({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const remove = useRemoveAgent();
  const confirm = () =>
    remove.mutate(agent.id, {
      onSuccess: () => {
        toastDone(`${agent.name} removed.`);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={`Remove ${agent.name}?`}
      description="The history keeps what it did. When its process starts again, it is back as a new agent."
      action="Remove"
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

function RevokeForm({ agent, onClose }: { readonly agent: Agent; readonly onClose: () => void }) {
  const revoke = useRevokeAgent();
  const confirm = () =>
    revoke.mutate(agent.id, {
      onSuccess: () => {
        toastDone(`${agent.name} revoked.`);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={`Revoke ${agent.name}?`}
      description="Nothing that it says counts from then on. What it runs is lost: its tasks pause, and may still go on there until somebody stops them. To use the machine again, add it anew."
      action="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
