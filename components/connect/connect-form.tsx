"use client";

import { callApi } from "#components/lib/api-client.ts";
import { ScopeBoxes } from "#components/settings/scope-boxes.tsx";
import { TokenLife } from "#components/settings/token-life.tsx";
import { EntryFrame } from "#components/sign-in/entry-frame.tsx";
import { FormError } from "#components/sign-in/form-error.tsx";
import { useSubmit } from "#components/sign-in/use-submit.ts";
import { Button } from "#components/ui/button.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { ConnectAsk } from "#server/contracts/connection.ts";
import type { Role, TokenScope } from "#server/contracts/people.ts";
import { withAnswer } from "#server/people/domain/redirects.ts";
import { mcpScopes } from "#server/people/domain/token-scopes.ts";

/** Ticked where a client asks for them; everything else is for the person to tick. */
const usual: readonly TokenScope[] = ["read", "ask"];

/** An MCP client asks to act in a person's name: they say what it may, or refuse. */
export function ConnectForm({
  ask,
  name,
  destination,
  personName,
  role,
}: {
  readonly ask: ConnectAsk;
  readonly name: string;
  readonly destination: string;
  readonly personName: string;
  readonly role: Role;
}) {
  const { onSubmit, isBusy, error } = useSubmit(async (form) => {
    const { redirectTo } = await callApi("connectClient", {
      body: {
        ...ask,
        // The boxes are scopes of that kind.
        scopes: form.getAll("scopes") as BodyInput<"connectClient">["scopes"],
        days: Number(form.get("days")),
      },
    });
    window.location.assign(redirectTo);
  });
  const refuse = () => {
    const iss = window.location.origin;
    const answer = { error: "access_denied", state: ask.state, iss };
    window.location.assign(withAnswer(ask.redirectUri, answer));
  };
  const asked = ask.scope?.split(" ") ?? [];
  return (
    <EntryFrame
      title={`Let ${name} in?`}
      lead={`An MCP client that calls itself ${name} wants to act in your name, ${personName}.`}
    >
      <form onSubmit={onSubmit} className="space-y-5">
        <dl className="space-y-2 rounded-lg bg-sunken p-3 text-sm">
          <div>
            <dt className="text-xs text-ink-soft">Leads back to</dt>
            <dd className="font-medium break-all">{destination}</dd>
          </div>
          {ask.scope === null ? null : (
            <div>
              <dt className="text-xs text-ink-soft">Asks for</dt>
              <dd className="break-words">{asked.join(", ")}</dd>
            </div>
          )}
        </dl>
        <p className="text-[0.8125rem] text-ink-soft">
          Nobody vouches for the name. Go on only if you started this yourself, just now.
        </p>
        <ScopeBoxes role={role} among={mcpScopes} ticked={tickedFor(asked)} />
        <TokenLife />
        <FormError error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={refuse} disabled={isBusy}>
            Refuse
          </Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Let it in
          </Button>
        </div>
      </form>
      <p className="mt-6 text-[0.8125rem] text-ink-soft">
        It gets a token that is good for MCP only. Settings, API tokens ends it at any time.
      </p>
    </EntryFrame>
  );
}

/** Reading, and asking where it wants to: approving is ticked for nobody. */
function tickedFor(asked: readonly string[]): TokenScope[] {
  return usual.filter((scope) => scope === "read" || asked.includes(scope));
}
