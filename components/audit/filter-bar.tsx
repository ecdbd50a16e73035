"use client";

import { ListFilter, Search, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { controlClass, SelectField, TextField } from "#components/ui/field.tsx";
import { type AuditFilters, kindGroups, noFilters } from "./audit-filters.ts";

const fields = [
  { name: "service", label: "Service" },
  { name: "host", label: "Host" },
  { name: "person", label: "Person" },
  { name: "status", label: "Status" },
  { name: "agent", label: "Agent" },
] as const;

/** Further filters behind More. */
const hidden = ["risk", "cost", "from", "to"] as const;

interface FilterProps {
  readonly filters: AuditFilters;
  readonly onSet: (name: keyof AuditFilters, value: string) => void;
}

/** Filters of the timeline. Text and dates are taken over when the field is left or Enter is pressed. */
export function FilterBar({
  filters,
  onChange,
  isFiltered,
}: {
  readonly filters: AuditFilters;
  readonly onChange: (filters: AuditFilters) => void;
  readonly isFiltered: boolean;
}) {
  const hasMore =
    fields.some(({ name }) => filters[name]) || hidden.some((name) => filters[name] !== "");
  const [isOpen, setOpen] = useState(hasMore);
  const set = (name: keyof AuditFilters, value: string) => {
    if (filters[name] !== value) onChange({ ...filters, [name]: value });
  };
  return (
    <form
      aria-label="Filter the audit"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typedFilters(event, filters));
        keepFocus(event.currentTarget);
      }}
      className="mb-5 space-y-3"
    >
      {/* With several fields Enter applies them only where a form has such a button. */}
      <button type="submit" tabIndex={-1} aria-hidden className="sr-only">
        Apply
      </button>
      <div className="flex flex-wrap items-end gap-2">
        <TextFilter filters={filters} onSet={set} />
        <KindFilter filters={filters} onSet={set} />
        <Button icon={ListFilter} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          More
        </Button>
        {isFiltered ? (
          <Button variant="quiet" icon={X} onClick={() => onChange(noFilters)}>
            Clear
          </Button>
        ) : null}
      </div>
      <FiltersOfTheLink filters={filters} />
      {isOpen ? <MoreFilters filters={filters} onSet={set} /> : null}
    </form>
  );
}

/** What stands in the fields now. Those that a link alone sets stay. */
function typedFilters(event: FormEvent<HTMLFormElement>, filters: AuditFilters): AuditFilters {
  const typed = [...new FormData(event.currentTarget)].map(([name, value]) => [
    name,
    String(value).trim(),
  ]);
  return { ...filters, ...Object.fromEntries(typed) };
}

/** A field whose filter changes is drawn anew: whoever typed there goes on there. */
function keepFocus(form: HTMLFormElement): void {
  const name = document.activeElement?.getAttribute("name") ?? "";
  requestAnimationFrame(() => {
    const field = name === "" ? null : form.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
  });
}

function TextFilter({ filters, onSet }: FilterProps) {
  return (
    <div className="relative min-w-0 flex-1 basis-56">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        key={filters.text}
        type="search"
        name="text"
        aria-label="Search text"
        placeholder="Search text"
        defaultValue={filters.text}
        maxLength={200}
        onBlur={(event) => onSet("text", event.target.value.trim())}
        className={`${controlClass} pl-9!`}
      />
    </div>
  );
}

function KindFilter({ filters, onSet }: FilterProps) {
  const isKnownKind = filters.kind === "" || filters.kind in kindGroups;
  return (
    <select
      aria-label="Kind"
      name="kind"
      value={filters.kind}
      onChange={(event) => onSet("kind", event.target.value)}
      className={`${controlClass} w-auto! max-w-52`}
    >
      <option value="">Everything</option>
      {Object.keys(kindGroups).map((group) => (
        <option key={group}>{group}</option>
      ))}
      {isKnownKind ? null : <option>{filters.kind}</option>}
    </select>
  );
}

/** Filters that only a link sets: no field shows them. */
function FiltersOfTheLink({ filters: { days, request } }: Pick<FilterProps, "filters">) {
  const className = "text-[0.8125rem] text-ink-soft";
  return (
    <>
      {days ? (
        <p className={className}>{days === "1" ? "The last day" : `The last ${days} days`}</p>
      ) : null}
      {request ? (
        <p className={className}>
          Only request <code>{request.slice(0, 8)}</code>
        </p>
      ) : null}
    </>
  );
}

function MoreFilters({ filters, onSet }: FilterProps) {
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {fields.map(({ name, label }) => (
        <TextField
          key={`${name}${filters[name]}`}
          label={label}
          name={name}
          defaultValue={filters[name]}
          autoCapitalize="none"
          maxLength={100}
          onBlur={(event) => onSet(name, event.target.value.trim())}
        />
      ))}
      <SelectField
        label="Risk"
        name="risk"
        value={filters.risk}
        onChange={(event) => onSet("risk", event.target.value)}
      >
        <option value="">Any</option>
        <option value="low">Low</option>
        <option value="medium">Medium</option>
        <option value="high">High</option>
      </SelectField>
      <TextField
        key={`cost${filters.cost}`}
        label="Cost at least (USD)"
        name="cost"
        inputMode="decimal"
        defaultValue={filters.cost}
        pattern="\d{1,5}(\.\d{1,6})?"
        title="Dollars, such as 0.05"
        onBlur={(event) => onSet("cost", event.target.value.trim())}
      />
      {(["from", "to"] as const).map((name) => (
        <TextField
          key={`${name}${filters[name]}`}
          label={name === "from" ? "From" : "To"}
          type="date"
          name={name}
          defaultValue={filters[name]}
          onChange={(event) => onSet(name, event.target.value)}
        />
      ))}
    </div>
  );
}
