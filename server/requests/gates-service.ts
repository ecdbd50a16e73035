import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type AddArtifactBody,
  type Artifact,
  type GateCheck,
  type GatedPhase,
  type GateSettings,
  gatedPhaseSchema,
  maxArtifactBytes,
  maxArtifacts,
  type RequestGates,
} from "#server/contracts/gate.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import { AppError } from "#server/lib/app-error.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, type Db, inTransaction } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import { judgeGates } from "./domain/gates.ts";
import { holdOf } from "./domain/hold-words.ts";
import { isSettled } from "./domain/request-state.ts";
import type { GateKeeper } from "./gate-keeper.ts";
import {
  findArtifacts,
  findGateResults,
  findGateSettings,
  insertArtifact,
  saveGateSettings,
} from "./gates-repository.ts";
import { findRequest, lockRequest, type StoredRequest } from "./requests-repository.ts";

/** What people see of gates, the evidence that they attach, and which of it the owner wants. */
export class GatesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly gates: GateKeeper;
  };

  constructor(deps: GatesService["deps"]) {
    this.deps = deps;
  }

  /** What gates said of a request, what those ahead of it say now, and its evidence. @throws not_found */
  async view(requestId: string): Promise<RequestGates> {
    const { db } = this.deps;
    const request = await mustFind(db, requestId);
    const ahead = holdOf(request)?.phase ?? gatedPhaseSchema.safeParse(request.phase).data;
    const [results, artifacts, settings] = await Promise.all([
      findGateResults(db, requestId),
      findArtifacts(db, requestId),
      findGateSettings(db),
    ]);
    return {
      ...{ results, artifacts, kinds: settings.kinds, hold: holdOf(request) },
      next: ahead === undefined ? null : await this.check(request, ahead),
    };
  }

  /** What the gates of a phase would say of a request now. Changes nothing. @throws not_found, invalid_input */
  async validate(requestId: string, phase: string): Promise<GateCheck> {
    const known = gatedPhaseSchema.safeParse(phase);
    if (!known.success)
      throw new AppError("invalid_input", {
        message: `No gate stands at "${phase}". Phases with gates: ${gatedPhaseSchema.options.join(", ")}.`,
      });
    return this.check(await mustFind(this.deps.db, requestId), known.data);
  }

  private async check(request: StoredRequest, phase: GatedPhase): Promise<GateCheck> {
    const sight = await this.deps.gates.look(this.deps.db, request, [phase]);
    const gates = judgeGates(phase, { ...sight, checks: request.checks });
    return { phase, gates, passed: gates.every(({ passed }) => passed) };
  }

  async artifacts(requestId: string): Promise<{ artifacts: Artifact[] }> {
    await mustFind(this.deps.db, requestId);
    return { artifacts: await findArtifacts(this.deps.db, requestId) };
  }

  /**
   * Attaches evidence to a request; one that is held for it goes on.
   *
   * @throws not_found, invalid_input for an unknown kind, too much or no JSON, invalid_state when it is over
   */
  async addArtifact(
    principal: Principal,
    requestId: string,
    body: AddArtifactBody,
  ): Promise<{ artifacts: Artifact[] }> {
    assertContent(body);
    const { kinds } = await findGateSettings(this.deps.db);
    if (!kinds.includes(body.kind))
      throw new AppError("invalid_input", {
        message: `"${body.kind}" is no kind of evidence here. There are: ${kinds.join(", ")}.`,
      });
    await inTransaction(this.deps.db, async (tx) => {
      // Locked, so that whoever is about to hold it sees the evidence, or is seen here.
      const request = await lockRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      assertTakes(request.phase, await findArtifacts(tx, requestId));
      const id = randomUUID();
      const hash = sha256(body.content);
      const { phase } = request;
      const addedBy = actorOf(principal).name;
      await insertArtifact(tx, requestId, { ...body, id, sha256: hash, phase, addedBy });
      await this.deps.audit.record(tx, {
        type: "request.artifact_added",
        actor: actorOf(principal),
        subject: { requestId },
        facts: { kind: body.kind, sha256: hash, bytes: Buffer.byteLength(body.content), phase },
      });
      if (holdOf(request) !== null) await enqueue(tx, [{ name: "request.resume", requestId }]);
      const { conversationId } = request;
      await announceRequest(tx, { requestId, conversationId });
    });
    return this.artifacts(requestId);
  }

  /** Which evidence can be attached, and which each phase needs. */
  settings(): Promise<GateSettings> {
    return findGateSettings(this.deps.db);
  }

  /** Sets them; requests that are held for what is needed no more go on with the next sweep. */
  async saveSettings(principal: Principal, settings: GateSettings): Promise<GateSettings> {
    await inTransaction(this.deps.db, async (tx) => {
      await saveGateSettings(tx, settings);
      const needed = Object.entries(settings.required).map(
        ([phase, kinds]) => [phase, kinds.join(" ").slice(0, 500)] as const,
      );
      await this.deps.audit.record(tx, {
        type: "gates.changed",
        actor: actorOf(principal),
        facts: { ...Object.fromEntries(needed), blockedDays: settings.blockedDays },
        text: settings.kinds.join(", "),
      });
    });
    return settings;
  }
}

async function mustFind(db: Db, requestId: string): Promise<StoredRequest> {
  const request = await findRequest(db, requestId);
  if (request === null) throw new AppError("not_found");
  return request;
}

function assertContent({ format, content }: AddArtifactBody): void {
  if (Buffer.byteLength(content) > maxArtifactBytes)
    throw new AppError("invalid_input", {
      message: `content: at most ${maxArtifactBytes} bytes. Attach a summary and say where the rest is.`,
    });
  if (format !== "json") return;
  try {
    JSON.parse(content);
  } catch {
    throw new AppError("invalid_input", {
      message: 'content: is no JSON. Send valid JSON as text, or format "text".',
    });
  }
}

function assertTakes(phase: RequestPhase, present: readonly Artifact[]): void {
  if (isSettled(phase))
    throw new AppError("invalid_state", { message: "That request is over and takes no evidence." });
  if (present.length >= maxArtifacts)
    throw new AppError("invalid_state", {
      message: `That request has ${maxArtifacts} artifacts already.`,
    });
}
