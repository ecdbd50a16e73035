"use client";

import { MapPin } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useGiveSource } from "#components/lib/repository-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import { sourceProblem, suggestSource, tidySource } from "#server/catalog/domain/given-source.ts";
import type { GivenType, Requirement } from "#server/contracts/dependency.ts";

type Wanted = Pick<Requirement, "kind" | "name">;

const places: Readonly<Record<GivenType, { option: string; label: string; example: string }>> = {
  galaxy: { option: "Galaxy", label: "Name at Galaxy", example: "geerlingguy.docker" },
  git: { option: "A git repository", label: "Git address", example: "https://…/role.git" },
  url: { option: "A tarball", label: "Address of the tarball", example: "https://….tar.gz" },
};

/** The button that says where a role or collection is, with a form of a few fields below it. */
export function SaySource({
  repositoryId,
  wanted,
  written,
  isNamed = false,
  label = "Say where it is",
}: {
  readonly repositoryId: string;
  readonly wanted: Wanted;
  /** What is known of it, to begin with. */
  readonly written: Pick<Requirement, "type" | "source" | "version"> | null;
  /** There are several: the button says which one it is for. */
  readonly isNamed?: boolean;
  readonly label?: string;
}) {
  const canManage = useMay("repository.manage");
  const [isOpen, setOpen] = useState(false);
  if (!canManage) return null;
  return (
    <div className="space-y-2 pt-1">
      <Button
        size="small"
        icon={MapPin}
        aria-expanded={isOpen}
        aria-label={isNamed ? undefined : `${label}: ${wanted.name}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isNamed ? `Say where ${wanted.name} is` : label}
      </Button>
      {isOpen ? (
        <SourceForm
          repositoryId={repositoryId}
          wanted={wanted}
          start={suggestSource(wanted, written)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}

function SourceForm({
  repositoryId,
  wanted: { kind, name },
  start,
  onClose,
}: {
  readonly repositoryId: string;
  readonly wanted: Wanted;
  readonly start: ReturnType<typeof suggestSource>;
  readonly onClose: () => void;
}) {
  const give = useGiveSource(repositoryId);
  const [type, setType] = useState<GivenType>(start.type);
  const [source, setSource] = useState(start.source);
  const [version, setVersion] = useState(start.version);
  const [problem, setProblem] = useState<string | null>(null);
  // Modules call a collection by its name, so Galaxy has it under no other.
  const isFixed = kind === "collection" && type === "galaxy";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = {
      ...{ kind, name, type, source: isFixed ? name : tidySource(type, source.trim()) },
      version: type === "url" ? null : version.trim() || null,
    };
    const found = sourceProblem(said);
    setProblem(found);
    if (found !== null) return;
    give.mutate(said, {
      onSuccess: () => {
        toastDone(`Install gets ${name} from there.`);
        onClose();
      },
    });
  };
  return (
    <form
      onSubmit={submit}
      aria-label={`Where ${name} is`}
      className="max-w-lg space-y-3 rounded-lg border border-line bg-sunken p-3 text-ink"
    >
      <SelectField
        label={`Where the ${kind} ${name} is`}
        value={type}
        onChange={({ target }) => {
          setType(typeOf(target.value));
          setProblem(null);
        }}
      >
        {Object.entries(places).map(([value, { option }]) => (
          <option key={value} value={value}>
            {option}
          </option>
        ))}
      </SelectField>
      {isFixed ? null : (
        <TextField
          label={places[type].label}
          required
          maxLength={500}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          placeholder={places[type].example}
          value={source}
          problem={problem}
          onChange={({ target }) => setSource(target.value)}
        />
      )}
      {type === "url" ? null : (
        <TextField
          label="Version"
          maxLength={100}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          problem={isFixed ? problem : null}
          hint={
            type === "git"
              ? "A tag, branch or commit; leave it empty for the newest."
              : "Leave it empty for the newest."
          }
          value={version}
          onChange={({ target }) => setVersion(target.value)}
        />
      )}
      <ErrorNotice error={give.error} />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" type="submit" variant="primary" isBusy={give.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function typeOf(value: string): GivenType {
  return value === "galaxy" || value === "url" ? value : "git";
}
