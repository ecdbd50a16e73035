import type { InboxItem } from "#server/contracts/api.ts";

/** Filters as the address holds them; empty means any. */
export interface InboxFilters {
  readonly risk: string;
  readonly host: string;
  readonly person: string;
  readonly playbook: string;
}

/** Names of the filters, as they stand in the address. */
export const inboxFilterNames = [
  "risk",
  "host",
  "person",
  "playbook",
] as const satisfies readonly (keyof InboxFilters)[];

/** The filters of an address. */
export function readInboxFilters(search: Pick<URLSearchParams, "get">): InboxFilters {
  const [risk = "", host = "", person = "", playbook = ""] = inboxFilterNames.map(
    (name) => search.get(name) ?? "",
  );
  return { risk, host, person, playbook };
}

/** The address of a set of filters. */
export function inboxHref(filters: InboxFilters): string {
  const given = inboxFilterNames.filter((name) => filters[name] !== "");
  const search = new URLSearchParams(given.map((name) => [name, filters[name]]));
  return given.length === 0 ? "/approvals" : `/approvals?${search}`;
}

/** Those of the waiting plans that every filter lets through, in their order. */
export function filterInbox(items: readonly InboxItem[], filters: InboxFilters): InboxItem[] {
  return items.filter((item) =>
    inboxFilterNames.every(
      (name) => filters[name] === "" || valuesOf(item, name).includes(filters[name]),
    ),
  );
}

/** What can be chosen for a filter: what the waiting plans have, and what is chosen already. */
export function filterChoices(
  items: readonly InboxItem[],
  name: keyof InboxFilters,
  chosen: string,
): string[] {
  const values = new Set(items.flatMap((item) => valuesOf(item, name)));
  if (chosen !== "") values.add(chosen);
  return [...values].sort();
}

function valuesOf(item: InboxItem, name: keyof InboxFilters): readonly string[] {
  switch (name) {
    case "risk":
      return [item.risk];
    case "host":
      return item.hosts;
    case "person":
      return [item.submittedBy];
    case "playbook":
      return item.playbooks;
  }
}
