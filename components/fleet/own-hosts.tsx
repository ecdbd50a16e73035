import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useSetAgentHosts } from "#components/lib/agent-mutations.ts";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { Button, IconButton } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Agent, HostRef } from "#server/contracts/agent.ts";
import type { Host } from "#server/contracts/host.ts";

const keyOf = ({ repositoryId, host }: HostRef): string => `${repositoryId}/${host}`;
const refOf = ({ repositoryId, name }: Host): HostRef => ({ repositoryId, host: name });

/** Says which hosts an agent's machine is: playbooks for them then run there without ssh. */
export function OwnHostsForm({
  agent,
  onClose,
}: {
  readonly agent: Agent;
  readonly onClose: () => void;
}) {
  const { data, error, refetch } = useQuery(hostsQuery());
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Which host is ${agent.name}?`}
      description={`Playbooks for that host alone then run on it by ${agent.name} itself: without ssh, not confined, and as the user that the agent runs as.`}
    >
      <div className="space-y-4 pt-2">
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton lines={2} /> : null}
        {data ? <Said agent={agent} hosts={data.hosts} /> : null}
        <div className="flex justify-end">
          <Button onClick={onClose}>Close</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Said({ agent, hosts }: { readonly agent: Agent; readonly hosts: readonly Host[] }) {
  const save = useSetAgentHosts();
  const said = agent.ownHosts.map(({ repositoryId, host }) => ({ repositoryId, host }));
  const saveAll = (next: readonly HostRef[]) =>
    save.mutate({ agentId: agent.id, hosts: [...next] });
  const remove = (gone: HostRef) => saveAll(said.filter((one) => keyOf(one) !== keyOf(gone)));
  const taken = new Set(said.map(({ repositoryId }) => repositoryId));
  // One machine is one host of an inventory.
  const free = hosts.filter(
    ({ connection, repositoryId }) => connection === "ssh" && !taken.has(repositoryId),
  );
  return (
    <>
      {said.length === 0 ? null : (
        <ul aria-label="What it is" className="divide-y divide-line border-y border-line text-sm">
          {said.map((one) => (
            <li key={keyOf(one)} className="flex items-center justify-between gap-3 py-1">
              <span className="min-w-0 break-words">
                <span className="font-medium">{one.host}</span>{" "}
                <span className="text-ink-soft">{listOf(hosts, one)}</span>
              </span>
              <IconButton
                icon={X}
                label={`${agent.name} is not ${one.host}`}
                disabled={save.isPending}
                onClick={() => remove(one)}
              />
            </li>
          ))}
        </ul>
      )}
      <ErrorNotice error={save.error} />
      {free.length === 0 && said.length === 0 ? (
        <Notice tone="neutral" title="No inventory has a host that is reached over ssh." />
      ) : null}
      {free.length === 0 ? null : (
        <AddHost
          agent={agent}
          hosts={free}
          isBusy={save.isPending}
          onAdd={(host) => saveAll([...said, host])}
        />
      )}
    </>
  );
}

/** Whose host it is, and whether the inventory still has it. */
function listOf(hosts: readonly Host[], { repositoryId, host }: HostRef): string {
  const found = hosts.find((one) => one.repositoryId === repositoryId && one.name === host);
  return found === undefined ? "in no inventory any more" : `of ${found.repositoryName}`;
}

function AddHost({
  agent,
  hosts,
  isBusy,
  onAdd,
}: {
  readonly agent: Agent;
  readonly hosts: readonly Host[];
  readonly isBusy: boolean;
  readonly onAdd: (host: HostRef) => void;
}) {
  const [chosen, setChosen] = useState("");
  const host = hosts.map(refOf).find((one) => keyOf(one) === chosen);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (host === undefined) return;
    onAdd(host);
    setChosen("");
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <SelectField
        label={`${agent.name} is`}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        hint="Be sure: a wrong one would change this machine in place of that host."
      >
        <option value="">Choose a host</option>
        {hosts.map((one) => (
          <option key={keyOf(refOf(one))} value={keyOf(refOf(one))}>
            {one.name} of {one.repositoryName}
            {one.address === null ? "" : `, ${one.address}`}
          </option>
        ))}
      </SelectField>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={host === undefined} isBusy={isBusy}>
          {host === undefined ? "Say so" : `${agent.name} is ${host.host}`}
        </Button>
      </div>
    </form>
  );
}
