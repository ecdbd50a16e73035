import { McpServer } from "@modelcontextprotocol/server";
import { type ToolContract, type ToolName, tools } from "#server/contracts/mcp.ts";
import { required } from "#server/lib/assert.ts";
import { may } from "#server/people/domain/token-scopes.ts";
import { answerTool } from "./answer-tool.ts";
import { registerResources } from "./resources.ts";
import type { Caller, ToolCall } from "./tool-call.ts";
import { toolSchemas } from "./tool-schema.ts";
import { toolWords } from "./tool-words.ts";

const about =
  "Chiffon runs a homelab's Ansible playbooks. Ask with submit_request in plain words; it answers, asks back, or shows a plan. A plan runs only after somebody approved it: give the person the page of the request, where they read and approve it. What came of it stands in get_execution_history and query_audit.";

/** Names of all tools; the table's keys are exactly these. */
const toolNames = Object.keys(tools) as ToolName[];

/** The name of a tool, if `name` is one. */
export function toolNamed(name: unknown): ToolName | null {
  return toolNames.find((known) => known === name) ?? null;
}

/** What the servers of all callers share. */
export interface ServerParts extends Pick<ToolCall, "edge" | "states"> {
  readonly version: string;
}

/**
 * A server for one caller: it has the tools that their role and their token allow, and no others. Which call is let
 * through is decided by the gate before; this decides what is shown.
 */
export function serveCaller({ edge, states, version }: ServerParts, caller: Caller): McpServer {
  const server = new McpServer(
    { name: "chiffon", title: "Chiffon", version },
    {
      instructions: about,
      requestState: { verify: (state, context) => states.verify(state, context) },
      capabilities: { tools: { listChanged: false }, resources: { listChanged: false } },
    },
  );
  for (const name of toolNames)
    if (may(caller.principal, tools[name].action))
      registerTool(server, { edge, caller, states }, name);
  if (may(caller.principal, "read")) registerResources(server, edge, caller);
  return server;
}

function registerTool(
  server: McpServer,
  call: Pick<ToolCall, "edge" | "caller" | "states">,
  name: ToolName,
): void {
  const { input, output } = required(toolSchemas.get(name), "a tool's schemas");
  const { title, description } = toolWords[name];
  const annotations = { title, ...hints(tools[name].effect) };
  server.registerTool(
    name,
    { title, description, inputSchema: input, outputSchema: output, annotations },
    (given, context) => answerTool(name, { ...call, given, context }),
  );
}

/** What clients may go by when they decide whether to ask their user first. Nothing here reaches beyond the homelab. */
function hints(effect: ToolContract["effect"]) {
  return {
    readOnlyHint: effect === "read",
    destructiveHint: effect === "decide",
    idempotentHint: effect !== "add",
    openWorldHint: false,
  };
}
