"use client";

import { ListPlus, Plus } from "lucide-react";
import { useState } from "react";
import { HostForm } from "#components/fleet/host-form.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import type { SampleHost } from "#server/contracts/doctor.ts";
import { DoctorRowFrame } from "./doctor-row.tsx";
import { NameList } from "./name-list.tsx";

/** Machines of a sample inventory, each with the button that adds one's own under its name and groups. */
export function SampleHosts({ hosts }: { readonly hosts: readonly SampleHost[] }) {
  if (hosts.every(({ isKept }) => isKept)) return null;
  const paths = [...new Set(hosts.map(({ path }) => path))];
  return (
    <DoctorRowFrame
      icon={ListPlus}
      tone="neutral"
      title={
        <>
          A sample shows which machines it expects: <NameList names={paths} />
        </>
      }
    >
      <p>Add yours under these names, or others of the same groups.</p>
      <ul className="max-h-80 space-y-1 overflow-y-auto" aria-label="Machines of the sample">
        {hosts.map((host) => (
          <li key={host.name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <code className="text-xs break-all">{host.name}</code>
            {host.groups.length === 0 ? null : <span>in {host.groups.join(", ")}</span>}
            {host.isKept ? <span>added</span> : <AddSample host={host} />}
          </li>
        ))}
      </ul>
    </DoctorRowFrame>
  );
}

function AddSample({ host }: { readonly host: SampleHost }) {
  const canManage = useMay("host.manage");
  const [isOpen, setOpen] = useState(false);
  if (!canManage) return null;
  return (
    <>
      <Button size="small" icon={Plus} onClick={() => setOpen(true)}>
        Add {host.name}
      </Button>
      {isOpen ? <HostForm host={null} start={host} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
