"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useChangePerson, useInvitePerson } from "#components/lib/people-mutations.ts";
import { peopleQuery } from "#components/lib/settings-queries.ts";
import { momentText } from "#components/lib/time-text.ts";
import { useSession } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { controlClass, SelectField } from "#components/ui/field.tsx";
import { Day } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Person, Role } from "#server/contracts/people.ts";

const roles: readonly { readonly role: Role; readonly may: string }[] = [
  { role: "viewer", may: "reads everything" },
  { role: "operator", may: "also makes requests and changes plans" },
  { role: "approver", may: "also approves, stops and reviews" },
  { role: "admin", may: "also manages people, hosts and repositories" },
];

/** Everyone with an account, their roles, and invites for more. */
export function People() {
  const { data, error, refetch } = useQuery(peopleQuery());
  const [isInviting, setInviting] = useState(false);
  return (
    <Panel
      title="People"
      description="Each role includes everything the roles before it can do."
      isFlush
      actions={
        <Button size="small" icon={UserPlus} onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      <ul className="divide-y divide-line">
        {data?.people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      {isInviting ? <Invite onClose={() => setInviting(false)} /> : null}
    </Panel>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  const { personId } = useSession();
  const change = useChangePerson();
  const isSelf = person.id === personId;
  const isOut = person.disabledAt !== null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {person.name}
          {isSelf ? <Badge>You</Badge> : null}
          {isOut ? <Badge tone="warn">Blocked</Badge> : null}
        </p>
        <p className="text-xs text-ink-faint">
          since <Day at={person.createdAt} />
        </p>
      </div>
      <select
        aria-label={`Role of ${person.name}`}
        value={person.role}
        disabled={change.isPending}
        onChange={(event) =>
          change.mutate(
            // The options are exactly the roles.
            { personId: person.id, role: event.target.value as Role },
            { onError: toastError },
          )
        }
        className={`${controlClass} w-auto!`}
      >
        {roles.map(({ role }) => (
          <option key={role}>{role}</option>
        ))}
      </select>
      {isSelf ? null : (
        <Button
          size="small"
          isBusy={change.isPending}
          onClick={() =>
            change.mutate({ personId: person.id, disabled: !isOut }, { onError: toastError })
          }
        >
          {isOut ? "Unblock" : "Block"}
        </Button>
      )}
    </li>
  );
}

function Invite({ onClose }: { readonly onClose: () => void }) {
  const [role, setRole] = useState<Role>("operator");
  const invite = useInvitePerson();
  const link = invite.data ? `${window.location.origin}/join?token=${invite.data.token}` : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Invite someone"
      description="You get a link that works once. Pass it on yourself; Chiffon does not send it."
    >
      {link ? (
        <div className="space-y-3 pt-2">
          <p className="rounded-lg bg-sunken p-3 font-mono text-xs break-all">{link}</p>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-[0.8125rem] text-ink-soft">
              For one {role}, until {momentText(invite.data?.expiresAt ?? "")}. It is shown only
              once.
            </p>
            <CopyButton text={link} label="Copy the link">
              Copy link
            </CopyButton>
          </div>
        </div>
      ) : (
        <div className="space-y-4 pt-2">
          <SelectField
            label="Role"
            value={role}
            // The options are exactly the roles.
            onChange={(event) => setRole(event.target.value as Role)}
          >
            {roles.map((one) => (
              <option key={one.role} value={one.role}>
                {one.role}: {one.may}
              </option>
            ))}
          </SelectField>
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              isBusy={invite.isPending}
              onClick={() => invite.mutate(role, { onError: toastError })}
            >
              Create link
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
