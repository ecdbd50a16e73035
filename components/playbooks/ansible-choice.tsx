"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { agentsQuery } from "#components/lib/fleet-queries.ts";
import { useChangeRepository } from "#components/lib/repository-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { AnsibleProgram } from "#server/contracts/agent.ts";
import type { Repository } from "#server/contracts/playbook.ts";

const newest = "";
const another = "another";

/** With which Ansible a repository's playbooks run: the newest there is, one of those found, or a path. */
export function AnsibleChoice({ repository }: { readonly repository: Repository }) {
  const { data } = useQuery(agentsQuery());
  const change = useChangeRepository();
  const [isTyping, setTyping] = useState(false);
  const found = programsOf(data?.agents ?? []);
  const chosen = repository.ansible;
  const offered =
    chosen && !found.some(({ path }) => path === chosen.path) ? [chosen, ...found] : found;
  const choose = (ansiblePath: string | null) =>
    change.mutate(
      { id: repository.id, ansiblePath },
      {
        onError: toastError,
        onSuccess: ({ ansible }) => {
          setTyping(false);
          toastDone(
            ansible ? `Runs with Ansible ${ansible.version}.` : "Runs with the newest Ansible.",
          );
        },
      },
    );
  return (
    <div className="max-w-md space-y-2">
      <SelectField
        label="Ansible"
        value={isTyping ? another : (chosen?.path ?? newest)}
        disabled={change.isPending}
        onChange={({ target }) => {
          if (target.value === another) setTyping(true);
          else choose(target.value === newest ? null : target.value);
        }}
      >
        <option value={newest}>
          {found[0] ? `The newest found: ${found[0].version}` : "The newest found"}
        </option>
        {offered.map(({ path, version }) => (
          <option key={path} value={path}>
            {version}: {path}
          </option>
        ))}
        <option value={another}>Another path…</option>
      </SelectField>
      {isTyping ? (
        <OtherPath isBusy={change.isPending} onChoose={choose} onCancel={() => setTyping(false)} />
      ) : null}
    </div>
  );
}

function OtherPath({
  isBusy,
  onChoose,
  onCancel,
}: {
  readonly isBusy: boolean;
  readonly onChoose: (path: string) => void;
  readonly onCancel: () => void;
}) {
  const [path, setPath] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(path.trim());
  };
  return (
    <form className="space-y-2" onSubmit={submit}>
      <TextField
        label="Path of an ansible-playbook on this machine"
        placeholder="/opt/ansible/bin/ansible-playbook"
        value={path}
        onChange={({ target }) => setPath(target.value)}
      />
      <div className="flex gap-2">
        <Button size="small" type="submit" isBusy={isBusy} disabled={path.trim() === ""}>
          Use it
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function programsOf(
  agents: readonly { readonly tools: { readonly ansibles: readonly AnsibleProgram[] } | null }[],
): AnsibleProgram[] {
  const all = agents.flatMap(({ tools }) => tools?.ansibles ?? []);
  return [...new Map(all.map((program) => [program.path, program])).values()];
}
