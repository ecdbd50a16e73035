import { randomUUID } from "node:crypto";
import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Agent, Enrolment, EnrolmentMade } from "#server/contracts/agent.ts";
import { type EnrolBody, protocolVersion } from "#server/contracts/link.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { RemoteRunsService } from "#server/execution/remote-runs-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { announceTopic, appendEvent } from "#server/platform/event-log.ts";
import { fingerprintOf, isPublicKey } from "#server/platform/link-keys.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import type { AgentFile } from "./agent-file.ts";
import { LinkError } from "./link-error.ts";
import * as links from "./link-repository.ts";
import type { ServerKey } from "./server-key.ts";
import { wakeTopic } from "./wake-topic.ts";

/** Tokens that may wait at once. */
const maxWaiting = 20;
const tokenShape = /^cha_[A-Za-z0-9_-]{32}\.[0-9a-f]{32}$/;
/** Machines that may ask for one name. */
const maxNamesakes = 100;

/** How other machines become agents, and stop being ones: one-time tokens, keys, revocation. */
export class EnrolmentService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly agents: Pick<AgentsService, "find">;
    readonly remoteRuns: Pick<RemoteRunsService, "release">;
    readonly serverKey: ServerKey;
    readonly agentFile: AgentFile;
  };

  constructor(deps: EnrolmentService["deps"]) {
    this.deps = deps;
  }

  /**
   * Makes a token that enrols one machine within 15 minutes. It holds the fingerprint of the key with which Chiffon signs,
   * so that the machine knows whom it talks to. Stored hashed.
   *
   * @throws invalid_input when 20 wait already
   */
  async create(principal: Principal): Promise<EnrolmentMade> {
    const { db, audit, serverKey, agentFile } = this.deps;
    const fingerprint = fingerprintOf((await serverKey.pair()).publicKey);
    const token = `cha_${randomToken(24)}.${fingerprint}`;
    const { hash: agentFileHash } = await agentFile.read();
    const made = await inTransaction(db, async (tx) => {
      if ((await links.countEnrolments(tx)) >= maxWaiting)
        throw new AppError("invalid_input", {
          message: `${maxWaiting} tokens wait to be used. Revoke one, or wait until one is over.`,
        });
      const { personId, name } = principal;
      const row = await links.insertEnrolment(tx, {
        ...{ tokenHash: sha256(token), personId, madeBy: name },
      });
      if (row === undefined) throw new AppError("invalid_state");
      await audit.record(tx, {
        type: "enrolment.created",
        actor: actorOf(principal),
        facts: { enrolmentId: row.id, expiresAt: row.expiresAt.toISOString() },
      });
      return row;
    });
    return { id: made.id, token, expiresAt: made.expiresAt.toISOString(), agentFileHash };
  }

  /** Whether a token was used, and by which machine. @throws not_found */
  async view(id: string): Promise<Enrolment> {
    const row = await links.findEnrolment(this.deps.db, id);
    if (row === null) throw new AppError("not_found");
    const status =
      row.usedAt !== null
        ? "used"
        : row.revokedAt !== null
          ? "revoked"
          : row.isOver
            ? "expired"
            : "waiting";
    return { id, expiresAt: row.expiresAt.toISOString(), status, agentName: row.agentName };
  }

  /** Ends a token before it is used. @throws not_found, invalid_state when it was used or revoked */
  async revokeToken(principal: Principal, id: string): Promise<void> {
    const { db, audit } = this.deps;
    await inTransaction(db, async (tx) => {
      if ((await links.findEnrolment(tx, id)) === null) throw new AppError("not_found");
      if (!(await links.revokeEnrolment(tx, id)))
        throw new AppError("invalid_state", { message: "That token was used or revoked before." });
      await audit.record(tx, {
        type: "enrolment.revoked",
        actor: actorOf(principal),
        facts: { enrolmentId: id },
      });
    });
  }

  /**
   * Takes a token and makes its machine an agent.
   *
   * @throws LinkError token_invalid, version_unsupported, message_invalid
   */
  async enrol(body: EnrolBody): Promise<{ agentId: string; serverKey: string }> {
    if (body.protocolVersion !== protocolVersion) throw new LinkError("version_unsupported");
    if (!isPublicKey(body.publicKey, "ed25519") || !isPublicKey(body.boxKey, "x25519"))
      throw new LinkError("message_invalid", { message: "A public key is none." });
    if (!tokenShape.test(body.token)) throw new LinkError("token_invalid");
    const { publicKey: serverKey } = await this.deps.serverKey.pair();
    for (let number = 1; number <= maxNamesakes; number++) {
      const name = number === 1 ? body.name : `${body.name}-${number}`;
      const agentId = await this.insert(body, name);
      if (agentId !== null) return { agentId, serverKey };
    }
    throw new LinkError("message_invalid", { message: `Too many agents are called ${body.name}.` });
  }

  /** Null where another agent has the name. */
  private async insert({ token, publicKey, boxKey }: EnrolBody, name: string) {
    const { db, audit } = this.deps;
    const agentId = randomUUID();
    try {
      return await inTransaction(db, async (tx) => {
        const taken = await links.takeEnrolment(tx, sha256(token), agentId);
        if (taken === null) throw new LinkError("token_invalid");
        await links.insertLinked(tx, { agentId, name, publicKey, boxKey });
        await audit.record(tx, {
          type: "agent.enrolled",
          actor: { kind: "agent", id: agentId, name },
          subject: { agentId },
          facts: { enrolmentId: taken.id, madeBy: taken.madeBy, key: fingerprintOf(publicKey) },
        });
        await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
        return agentId;
      });
    } catch (error) {
      if (isUniqueViolation(error)) return null;
      throw error;
    }
  }

  /**
   * Ends an agent on another machine: nothing that it says counts any more, and what it holds is lost.
   *
   * @throws agent_not_found, invalid_state for the built-in one and one that was revoked before
   */
  async revoke(principal: Principal, agentId: string): Promise<Agent> {
    const { db, audit, agents, remoteRuns } = this.deps;
    await agents.find(agentId);
    await inTransaction(db, async (tx) => {
      const name = await links.revokeLinked(tx, agentId);
      if (name === null)
        throw new AppError("invalid_state", {
          message: "Only an agent on another machine can be revoked, and only once.",
        });
      await remoteRuns.release(tx, agentId);
      await announceTopic(tx, wakeTopic(agentId));
      await audit.record(tx, {
        type: "agent.revoked",
        actor: actorOf(principal),
        subject: { agentId },
        facts: { name },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
    return agents.find(agentId);
  }
}
