import type { Envelope } from "#server/contracts/link.ts";
import type { AgentIdentity } from "#server/execution/run-service.ts";

/** An agent that has proved who it is. */
export interface LinkCaller {
  readonly agentId: string;
  readonly name: string;
  /** What is sealed for it opens with its half of this X25519 key. */
  readonly boxKey: string;
  readonly identity: AgentIdentity;
}

/** An order or an answer, before it is put into its envelope. */
export interface Told {
  readonly type: Envelope["type"];
  readonly payload: unknown;
}
