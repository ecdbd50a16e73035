"use client";

import { useState } from "react";
import type { Role, TokenScope } from "#server/contracts/people.ts";
import { scopesFor } from "#server/people/domain/token-scopes.ts";
import { scopeWords } from "./token-words.ts";

/** What a token may do, as boxes named `scopes`: only what the person's own role gives is offered. */
export function ScopeBoxes({
  role,
  among,
  ticked,
}: {
  readonly role: Role;
  /** Left out: all. */
  readonly among?: readonly TokenScope[];
  /** Those that are ticked from the start. */
  readonly ticked: readonly TokenScope[];
}) {
  const given = scopesFor(role);
  const [chosen, setChosen] = useState(ticked.filter((scope) => given.has(scope)));
  const offered = scopeWords.filter(
    ({ scope }) => given.has(scope) && (among?.includes(scope) ?? true),
  );
  return (
    <fieldset className="space-y-1">
      <legend className="mb-1 text-sm font-medium">May</legend>
      {offered.map(({ scope, may }) => (
        <label key={scope} className="flex min-h-11 items-center gap-3 pointer-fine:min-h-8">
          <input
            type="checkbox"
            name="scopes"
            value={scope}
            checked={chosen.includes(scope)}
            onChange={({ target }) =>
              setChosen(target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
            }
            // A token that may nothing is no use: the browser says so at the first box.
            required={chosen.length === 0}
            className="size-4.5 shrink-0 accent-(--accent)"
          />
          <span className="text-sm">
            {may} <code className="text-xs text-ink-soft">{scope}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
