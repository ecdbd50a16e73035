"use client";

import { useChangeRepository } from "#components/lib/repository-mutations.ts";
import { SelectField } from "#components/ui/field.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { PreviewWhen, Repository } from "#server/contracts/playbook.ts";

const choices: readonly (readonly [PreviewWhen, string])[] = [
  ["asked", "When somebody asks for it"],
  ["high_risk", "By itself, where the risk is high"],
  ["always", "By itself, always"],
];

/** Which plans of a repository are previewed before anybody asks. */
export function PreviewRule({ repository }: { readonly repository: Repository }) {
  const change = useChangeRepository();
  const choose = (value: string) => {
    const chosen = choices.find(([when]) => when === value);
    if (chosen === undefined) return;
    change.mutate(
      { id: repository.id, previewWhen: chosen[0] },
      { onError: toastError, onSuccess: () => toastDone("Counts for plans from now on.") },
    );
  };
  return (
    <div className="max-w-md">
      <SelectField
        label="Preview what its plans would change"
        hint="Asks the hosts in Ansible's check mode. Nothing is changed."
        value={repository.previewWhen}
        disabled={change.isPending}
        onChange={({ target }) => choose(target.value)}
      >
        {choices.map(([when, words]) => (
          <option key={when} value={when}>
            {words}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
