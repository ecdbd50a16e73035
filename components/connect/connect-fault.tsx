"use client";

import { EntryFrame } from "#components/sign-in/entry-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { withAnswer } from "#server/people/domain/redirects.ts";

/** Why a client is not let in; with a way back to one that can be told. */
export function ConnectFault({
  message,
  back,
}: {
  readonly message: string;
  readonly back: {
    readonly name: string;
    readonly redirectUri: string;
    readonly error: string;
    readonly state: string | null;
  } | null;
}) {
  return (
    <EntryFrame title="This client can't be let in" lead={message}>
      <p className="text-sm">Nothing was given away. Begin again in the client, or update it.</p>
      {back ? (
        <Button
          className="mt-6 w-full"
          onClick={() => {
            const { redirectUri, error, state } = back;
            const iss = window.location.origin;
            window.location.assign(withAnswer(redirectUri, { error, state, iss }));
          }}
        >
          Back to {back.name}
        </Button>
      ) : null}
    </EntryFrame>
  );
}
