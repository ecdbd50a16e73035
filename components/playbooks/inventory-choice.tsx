"use client";

import { useChooseInventory } from "#components/lib/repository-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { SelectField } from "#components/ui/field.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { ProjectInventory } from "#server/contracts/doctor.ts";
import { countOf } from "./doctor-words.ts";

/** Which of several inventories a project uses; what is chosen is remembered. */
export function InventoryChoice({
  repositoryId,
  inventory: { project, path, choices },
}: {
  readonly repositoryId: string;
  readonly inventory: ProjectInventory;
}) {
  const canManage = useMay("repository.manage");
  const choose = useChooseInventory(repositoryId);
  return (
    <SelectField
      label={project === "" ? "Inventory" : `Inventory of ${project}`}
      className="w-full max-w-md"
      value={path ?? ""}
      disabled={!canManage || choose.isPending}
      onChange={({ target }) =>
        choose.mutate(
          { project, path: target.value },
          {
            onError: toastError,
            onSuccess: () =>
              toastDone(`${target.selectedOptions[0]?.label ?? "It"} is used from now on.`),
          },
        )
      }
    >
      {path === null ? (
        <option value="" disabled>
          Choose…
        </option>
      ) : null}
      {choices.map((choice) => (
        <option key={choice.path} value={choice.path}>
          {choice.label} ({countOf(choice.hostCount, "host")})
        </option>
      ))}
    </SelectField>
  );
}
