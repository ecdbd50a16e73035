import type { RequestStateCodec, ServerContext } from "@modelcontextprotocol/server";
import type { Principal } from "#server/contracts/people.ts";
import type { Edge } from "#server/http/edge.ts";
import type { AskState } from "./ask-state.ts";

/** Who calls, as the gate found out, and how their call is found in the log. */
export interface Caller {
  readonly principal: Principal;
  readonly traceId: string;
  readonly address: string;
  /** Where people reach Chiffon's pages, as this caller does. */
  readonly baseUrl: string;
}

/** One call of a tool. */
export interface ToolCall {
  readonly edge: Edge;
  readonly caller: Caller;
  /** Its arguments as they came. */
  readonly given: unknown;
  readonly context: ServerContext;
  /** Seals what comes back with a person's answer. */
  readonly states: RequestStateCodec<AskState>;
}
