"use client";

import { useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { mcpPath } from "#server/contracts/routes.ts";

/** The address that assistants are given which ask for their token themselves. */
export function McpAddress() {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="border-t border-line px-4 py-1">
      <Disclosure summary="Connect an assistant by MCP" onToggle={setOpen}>
        {/* The server does not know by which address this is read. */}
        {isOpen ? <Address url={`${window.location.origin}${mcpPath}`} /> : null}
      </Disclosure>
    </div>
  );
}

function Address({ url }: { readonly url: string }) {
  return (
    <div className="space-y-2 pb-3">
      <p className="text-[0.8125rem] text-ink-soft">
        Claude, ChatGPT, VS Code and others take this address alone: they open a page where you say
        what they may. From another machine most of them want it to be https. Others take a token.
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <code className="text-xs break-all">{url}</code>
        <CopyButton text={url} label="Copy the address for MCP clients">
          Copy address
        </CopyButton>
      </div>
    </div>
  );
}
