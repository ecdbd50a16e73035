"use client";

import { X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import type { InboxItem } from "#server/contracts/api.ts";
import { filterChoices, type InboxFilters, inboxFilterNames, inboxHref } from "./inbox-filters.ts";

const anyOf: Readonly<Record<keyof InboxFilters, string>> = {
  risk: "Any risk",
  host: "Any host",
  person: "Anybody",
  playbook: "Any playbook",
};
const labels: Readonly<Record<keyof InboxFilters, string>> = {
  risk: "Risk",
  host: "Host",
  person: "Person",
  playbook: "Playbook",
};

/** Filters of the plans that wait, each with what those plans have. They stand in the address. */
export function InboxFilterBar({
  items,
  filters,
}: {
  readonly items: readonly InboxItem[];
  readonly filters: InboxFilters;
}) {
  const go = (href: string) => window.history.replaceState(null, "", href);
  return (
    <form aria-label="Filter the plans" className="mb-4 flex flex-wrap gap-2">
      {inboxFilterNames.map((name) => (
        <select
          key={name}
          aria-label={labels[name]}
          value={filters[name]}
          onChange={(event) => go(inboxHref({ ...filters, [name]: event.target.value }))}
          className={`${controlClass} max-w-full min-w-0 flex-1 basis-32 sm:max-w-48`}
        >
          <option value="">{anyOf[name]}</option>
          {filterChoices(items, name, filters[name]).map((value) => (
            <option key={value} value={value}>
              {name === "risk" ? `${value.charAt(0).toUpperCase()}${value.slice(1)} risk` : value}
            </option>
          ))}
        </select>
      ))}
      {inboxHref(filters) === "/approvals" ? null : (
        <Button variant="quiet" icon={X} onClick={() => go("/approvals")}>
          Clear
        </Button>
      )}
    </form>
  );
}
