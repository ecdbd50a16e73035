import { randomUUID } from "node:crypto";
import type { z } from "zod";
import {
  type Envelope,
  envelopeSchema,
  type LinkCall,
  type LinkPayload,
  linkCalls,
  protocolVersion,
} from "#server/contracts/link.ts";
import { announceTopic } from "#server/platform/event-log.ts";
import { isSignedBy, signedText } from "#server/platform/link-keys.ts";
import type { Database } from "#server/platform/prisma.ts";
import type { Answerers } from "./answer-calls.ts";
import type { LinkCaller, Told } from "./link-caller.ts";
import { LinkError } from "./link-error.ts";
import { findLinked, isRemote, takeSequence } from "./link-repository.ts";
import { wakeTopic } from "./wake-topic.ts";

/** A request as it came, before anything of it is believed. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly agentId: string;
  readonly timestamp: string;
  readonly sequence: number;
  readonly signature: string;
}

const maxClockSkewMs = 10 * 60_000;

/** Agents on other machines: who speaks, what they say, and what they are told. */
export class LinkService {
  private readonly deps: {
    readonly db: Database;
    readonly answerers: Answerers;
    /** How long what an agent holds stays its own without a word from it. */
    readonly leaseSeconds: number;
  };

  constructor(deps: LinkService["deps"]) {
    this.deps = deps;
  }

  /**
   * Finds out which agent sent a request. Its sequence is taken: the same request counts once.
   *
   * @throws LinkError agent_unknown, agent_revoked, signature_invalid, clock_differs, sequence_old
   */
  async authenticate(request: SignedRequest): Promise<LinkCaller> {
    const { db, leaseSeconds } = this.deps;
    const agent = await findLinked(db, request.agentId);
    if (agent === null) throw new LinkError("agent_unknown");
    if (!isSignedBy(agent.publicKey, signedText(request), request.signature))
      throw new LinkError("signature_invalid");
    if (agent.isRevoked) throw new LinkError("agent_revoked");
    const skewMs = Math.abs(Date.now() - Date.parse(request.timestamp));
    if (!(skewMs <= maxClockSkewMs))
      throw new LinkError("clock_differs", { serverTime: new Date().toISOString() });
    const lastSequence = await takeSequence(db, agent.agentId, request.sequence);
    if (lastSequence !== null) throw new LinkError("sequence_old", { lastSequence });
    const { agentId, name } = agent;
    return { ...agent, identity: { agentId, name, leaseSeconds } };
  }

  /** True while the agent was not revoked. */
  async isWelcome(agentId: string): Promise<boolean> {
    const agent = await findLinked(this.deps.db, agentId);
    return agent !== null && !agent.isRevoked;
  }

  /** Wakes an agent on another machine, which asks for its work itself; false where it is none and takes jobs. */
  async wake(agentId: string): Promise<boolean> {
    if (!(await isRemote(this.deps.db, agentId))) return false;
    await announceTopic(this.deps.db, wakeTopic(agentId));
    return true;
  }

  /**
   * What a message says, as one of the protocol.
   *
   * @throws LinkError message_invalid, version_unsupported
   */
  read(caller: LinkCaller, body: Buffer): Envelope {
    const envelope = parsed(envelopeSchema, jsonOf(body));
    if (envelope.protocolVersion !== protocolVersion) throw new LinkError("version_unsupported");
    if (envelope.fromAgent !== `agent:${caller.agentId}` || envelope.toAgent !== "chiffon")
      throw new LinkError("message_invalid", { message: "The message is not from its sender." });
    return envelope;
  }

  /** Answers one message. @throws LinkError, and whatever the database throws */
  async answer(caller: LinkCaller, envelope: Envelope, signal: AbortSignal): Promise<Envelope[]> {
    const { ask } = Object(envelope.payload) as { ask?: unknown };
    const name = Object.keys(linkCalls).find((each) => each === ask) as LinkCall | undefined;
    if (name === undefined || linkCalls[name].type !== envelope.type)
      throw new LinkError("message_invalid", { message: "Nothing of that name can be asked." });
    const told = await this.ask(name, caller, envelope.payload, signal);
    return told.map((each) => inEnvelope(each, caller.agentId, envelope));
  }

  private ask<Name extends LinkCall>(
    name: Name,
    caller: LinkCaller,
    payload: unknown,
    signal: AbortSignal,
  ): Promise<Told[]> {
    const schema: z.ZodType = linkCalls[name].payload;
    const said = parsed(schema, payload) as LinkPayload<Name>; // the schema of that very name
    return this.deps.answerers[name](caller, said, signal);
  }
}

/** Puts what Chiffon tells an agent into its envelope. */
export function inEnvelope(
  { type, payload }: Told,
  agentId: string | null,
  about: Pick<Envelope, "messageId" | "traceId" | "requestId"> | null,
): Envelope {
  const messageId = randomUUID();
  return {
    protocolVersion,
    messageId,
    fromAgent: "chiffon",
    toAgent: agentId === null ? "chiffon" : `agent:${agentId}`,
    timestamp: new Date().toISOString(),
    traceId: about?.traceId ?? messageId,
    requestId: about?.messageId ?? messageId,
    type,
    payload,
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new LinkError("message_invalid", { message: "The body is not valid JSON." });
  }
}

/** @throws LinkError message_invalid naming the first thing that is wrong */
export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join(".") ?? "";
  throw new LinkError("message_invalid", {
    message: `The message is not one of the protocol: ${at === "" ? "" : `${at}: `}${issue?.message ?? "unreadable"}`,
  });
}
