import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
} from "@modelcontextprotocol/server";
import type { Reply } from "#server/contracts/api.ts";
import { endpoints } from "#server/contracts/api.ts";
import { idSchema } from "#server/contracts/common.ts";
import { renameKeys, snake } from "#server/contracts/wire-case.ts";
import type { Edge } from "#server/http/edge.ts";
import type { Caller } from "./tool-call.ts";

/** Entries of the history that a resource holds; the tool `query_audit` has the rest. */
const entriesShown = 100;
const mimeType = "application/json";

type Readable = "readPlan" | "readRun" | "queryAudit";

interface Source<Name extends Readable> {
  /** Whose schema the content has. */
  readonly endpoint: Name;
  readonly template: string;
  readonly title: string;
  readonly description: string;
  readonly read: (edge: Edge, id: string) => Promise<Reply<Name>>;
}

const plan: Source<"readPlan"> = {
  endpoint: "readPlan",
  template: "chiffon://plans/{id}",
  title: "Plan",
  description: "A plan by its own id, or the newest plan of a request by the request's.",
  read: ({ services }, id) => services.requestViews.livePlan(id),
};

const run: Source<"readRun"> = {
  endpoint: "readRun",
  template: "chiffon://runs/{id}",
  title: "Run",
  description: "A run with its outcome and what its tasks did.",
  read: ({ services }, id) => services.execution.runView(id),
};

const historyOfRequest: Source<"queryAudit"> = {
  endpoint: "queryAudit",
  template: "chiffon://audit/{id}",
  title: "History of a request",
  description: `The newest ${entriesShown} entries of the history that are about a request.`,
  read: ({ services }, id) => services.audit.query({ requestId: id, limit: entriesShown }),
};

/** Registers plans, runs and the history as resources. For callers who may read. */
export function registerResources(server: McpServer, edge: Edge, caller: Caller): void {
  register(server, edge, caller, plan, () => waitingPlans(edge));
  register(server, edge, caller, run);
  register(server, edge, caller, historyOfRequest);
  const about = { title: "History", description: "The newest entries of the history.", mimeType };
  server.registerResource("history", "chiffon://audit", about, (uri) =>
    answer(edge, caller, uri, "queryAudit", () =>
      edge.services.audit.query({ limit: entriesShown }),
    ),
  );
}

function register<Name extends Readable>(
  server: McpServer,
  edge: Edge,
  caller: Caller,
  source: Source<Name>,
  list?: () => Promise<{ resources: { uri: string; name: string }[] }>,
): void {
  const { endpoint, template, title, description, read } = source;
  const parts = new ResourceTemplate(template, { list });
  server.registerResource(endpoint, parts, { title, description, mimeType }, (uri, { id }) => {
    const parsed = idSchema.safeParse(id);
    if (!parsed.success) throw new ResourceNotFoundError(uri.href);
    return answer(edge, caller, uri, endpoint, () => read(edge, parsed.data));
  });
}

/** Plans that wait for a decision: what somebody would look for first. */
async function waitingPlans({ services }: Edge) {
  const { items } = await services.requestViews.inbox();
  const resources = items.map(({ planId, summary, submittedBy }) => ({
    uri: `chiffon://plans/${planId}`,
    name: summary,
    description: `Asked for by ${submittedBy}; waits for approval.`,
    mimeType,
  }));
  return { resources };
}

async function answer<Name extends Readable>(
  edge: Edge,
  { traceId }: Caller,
  uri: URL,
  endpoint: Name,
  read: () => Promise<Reply<Name>>,
): Promise<ReadResourceResult> {
  try {
    const body = { ...Object(endpoints[endpoint].reply.parse(await read())), traceId };
    const text = JSON.stringify(renameKeys(body, snake));
    return { contents: [{ uri: uri.href, mimeType, text }] };
  } catch (error) {
    const { code, message } = edge.toKnownError(error);
    if (code === "not_found" || code === "plan_not_found")
      throw new ResourceNotFoundError(uri.href);
    if (code === "internal") edge.log.error({ traceId, err: error }, "resource not read");
    throw new ProtocolError(ProtocolErrorCode.InternalError, message, { trace_id: traceId });
  }
}
