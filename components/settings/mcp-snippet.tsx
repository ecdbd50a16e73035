"use client";

import { CopyButton } from "#components/ui/copy-button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import { mcpPath } from "#server/contracts/routes.ts";

/** What an MCP client is told to reach this Chiffon with a token, in the form that most of them read. */
export function McpSnippet({ token }: { readonly token: string }) {
  const chiffon = {
    type: "http",
    url: `${window.location.origin}${mcpPath}`,
    headers: { Authorization: `Bearer ${token}` },
  };
  const text = JSON.stringify({ mcpServers: { chiffon } }, null, 2);
  return (
    <Disclosure summary="Use it in an MCP client">
      <p className="text-[0.8125rem] text-ink-soft">
        Assistants that speak MCP reach Chiffon with this. Paste it into the client’s settings.
      </p>
      <ScrollingText className="my-2 max-h-48 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs">
        {text}
      </ScrollingText>
      <div className="flex justify-end pb-2">
        <CopyButton text={text} label="Copy the settings for an MCP client">
          Copy settings
        </CopyButton>
      </div>
    </Disclosure>
  );
}
