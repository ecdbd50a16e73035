import { z } from "zod";
import { agentToolsSchema, machineMetricsSchema } from "./agent.ts";
import { idSchema, instantSchema } from "./common.ts";
import { outputLineSchema } from "./events.ts";
import { runEventSchema, runOutcomeSchema } from "./runner.ts";
import { agentTypeSchema, workTypeSchema } from "./task.ts";

/** Version of what agents on other machines and Chiffon say to each other. Another one is refused, by its number. */
export const protocolVersion = 1;

/** Largest body of a request, in bytes, and most that one answer holds of files. */
export const maxMessageBytes = 4 * 1024 * 1024;
export const maxFilesBytes = 8 * 1024 * 1024;
/** Largest file of a tree, and all files of one together. */
export const maxFileBytes = 64 * 1024 * 1024;
export const maxFolderBytes = 512 * 1024 * 1024;
export const maxFolderFiles = 50_000;
/** Longest time that Chiffon lets a call wait for work. */
export const maxWaitSeconds = 25;

/** Who speaks: `chiffon`, or `agent:` with its id. */
const partySchema = z.string().regex(/^(?:chiffon|agent:[0-9a-f-]{36})$/);
const base64Schema = z.base64url();

/** Every message in both directions. `payload` is by `type`, and by what it asks. */
export const envelopeSchema = z.strictObject({
  protocolVersion: z.number().int(),
  /** Makes it idempotent: the same message once more has no second effect. */
  messageId: idSchema,
  fromAgent: partySchema,
  toAgent: partySchema,
  timestamp: instantSchema,
  traceId: idSchema,
  /** Of the message that it answers; its own where it begins something. */
  requestId: idSchema,
  type: z.enum(["work_request", "work_status", "work_result", "heartbeat", "cancel", "error"]),
  payload: z.unknown(),
});
export type Envelope = z.infer<typeof envelopeSchema>;
export type MessageType = Envelope["type"];

/** Something that only the key of one agent opens: X25519, HKDF-SHA-256, AES-256-GCM. */
export const sealedSchema = z.strictObject({
  key: base64Schema.max(200),
  nonce: base64Schema.max(50),
  text: base64Schema,
});
export type Sealed = z.infer<typeof sealedSchema>;

const holdSchema = z.strictObject({ runId: idSchema, fence: z.number().int().positive() });
const holdsSchema = z.array(holdSchema).max(100);
const fenceFields = { runId: idSchema, fence: z.number().int().positive() };

const nameSchema = z.string().trim().min(1).max(100);
const namesSchema = z.array(nameSchema).max(100);
/** What an agent says of itself when it starts. */
export const selfSchema = z.strictObject({
  name: nameSchema,
  agentType: agentTypeSchema,
  workTypes: z.array(workTypeSchema).max(20),
  domains: namesSchema,
  reaches: namesSchema.optional(),
  tags: z.array(z.string().trim().min(1).max(50)).max(20).optional(),
  offlineAfterSeconds: z.number().min(1).max(3600).optional(),
  slots: z.number().int().min(1).max(64),
  version: z.string().max(40),
  tools: agentToolsSchema,
  metrics: machineMetricsSchema,
});

/** How far a run was read: lines and events that were told. */
const placeSchema = z.object({
  outputOffset: z.number().int().nonnegative(),
  eventsOffset: z.number().int().nonnegative(),
  line: z.number().int().nonnegative(),
  eventCount: z.number().int().nonnegative(),
});
export type TailPlace = z.infer<typeof placeSchema>;

const folderSchema = z.enum(["tree", "inventory", "content"]);
export type FolderName = z.infer<typeof folderSchema>;
const blobSchema = z.string().regex(/^[0-9a-f]{40}$/);

/** A file of a folder that a run needs, by its git blob id; of a link, its target's text. */
export const folderFileSchema = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(2000)
    .refine((path) => path.split("/").every((part) => !["", ".", ".."].includes(part))),
  kind: z.enum(["file", "executable", "symlink"]),
  blob: blobSchema,
  size: z.number().int().nonnegative().max(maxFileBytes),
});
export type FolderFile = z.infer<typeof folderFileSchema>;

/**
 * What an agent says or asks, by name: the type of its message, what it holds, and what the answer holds. An answer has
 * the type of its question, or is an error.
 */
export const linkCalls = {
  hello: {
    type: "heartbeat",
    payload: z.strictObject({ ask: z.literal("hello"), self: selfSchema }),
    reply: z.object({ agentId: idSchema, name: z.string(), leaseSeconds: z.number().positive() }),
  },
  beat: {
    type: "heartbeat",
    payload: z.strictObject({
      ask: z.literal("beat"),
      metrics: machineMetricsSchema,
      activeRuns: z.number().int().min(0).max(1000),
    }),
    reply: z.object({}),
  },
  tools: {
    type: "heartbeat",
    payload: z.strictObject({ ask: z.literal("tools"), tools: agentToolsSchema }),
    reply: z.object({}),
  },
  renew: {
    type: "heartbeat",
    payload: z.strictObject({ ask: z.literal("renew"), holds: holdsSchema }),
    reply: z.object({
      lost: z.array(idSchema),
      cancel: z.array(idSchema),
      givenUp: z.array(idSchema),
    }),
  },
  open: {
    type: "heartbeat",
    payload: z.strictObject({ ask: z.literal("open"), runIds: z.array(idSchema).max(1000) }),
    reply: z.object({ open: z.array(idSchema) }),
  },
  givenUp: {
    type: "heartbeat",
    payload: z.strictObject({ ask: z.literal("givenUp"), taskId: idSchema }),
    reply: z.object({ runIds: z.array(idSchema) }),
  },
  /** Waits for work. Runs and cancels follow the answer as messages of their own. */
  poll: {
    type: "heartbeat",
    payload: z.strictObject({
      ask: z.literal("poll"),
      holds: holdsSchema,
      waitSeconds: z.number().min(0).max(maxWaitSeconds),
      /** The first since it started: what was given up meanwhile is told. */
      isFirst: z.boolean(),
      /** A run is only claimed for an agent that takes work. */
      takesWork: z.boolean(),
    }),
    reply: z.object({}),
  },
  materials: {
    type: "work_request",
    payload: z.strictObject({ ask: z.literal("materials"), ...fenceFields }),
    reply: z.object({ sealed: sealedSchema }),
  },
  folder: {
    type: "work_request",
    payload: z.strictObject({ ask: z.literal("folder"), ...fenceFields, folder: folderSchema }),
    reply: z.object({ files: z.array(folderFileSchema).max(maxFolderFiles) }),
  },
  files: {
    type: "work_request",
    payload: z.strictObject({
      ask: z.literal("files"),
      ...fenceFields,
      folder: folderSchema,
      blobs: z.array(blobSchema).min(1).max(500),
    }),
    /** As many of those as one answer holds, in the order asked for. */
    reply: z.object({ contents: z.array(z.base64()).min(1).max(500) }),
  },
  spawned: {
    type: "work_status",
    payload: z.strictObject({ ask: z.literal("spawned"), ...fenceFields }),
    reply: z.object({ isHeld: z.boolean() }),
  },
  progress: {
    type: "work_status",
    payload: z.strictObject({
      ask: z.literal("progress"),
      ...fenceFields,
      /** Where the run was told of so far; it goes on from exactly there. */
      from: placeSchema.pick({ line: true, eventCount: true }),
      tail: placeSchema,
      lines: z.array(outputLineSchema).max(1000),
      events: z.array(runEventSchema).max(5000),
      cutLines: z.number().int().nonnegative(),
    }),
    reply: z.object({ isHeld: z.boolean() }),
  },
  result: {
    type: "work_result",
    payload: z.strictObject({
      ask: z.literal("result"),
      ...fenceFields,
      outcome: runOutcomeSchema,
      neverStarted: z.boolean(),
      vanished: z.boolean(),
      problem: z.string().max(2000).nullable(),
    }),
    reply: z.object({}),
  },
} as const satisfies Record<string, { type: MessageType; payload: z.ZodType; reply: z.ZodType }>;
export type LinkCall = keyof typeof linkCalls;
export type LinkPayload<Name extends LinkCall> = z.infer<(typeof linkCalls)[Name]["payload"]>;
export type LinkReply<Name extends LinkCall> = z.infer<(typeof linkCalls)[Name]["reply"]>;

/** What Chiffon tells an agent to do, behind the answer to its poll. */
export const orderPayloads = {
  /** A run to begin, or one of the agent's that it should look after again. Sealed is all that it is made of. */
  work_request: z.object({
    runId: idSchema,
    how: z.enum(["begin", "resume"]),
    sealed: sealedSchema,
  }),
  cancel: z.object({ taskId: idSchema }),
} as const;

/** What an answer has in its body. */
export const linkAnswerSchema = z.object({ messages: z.array(envelopeSchema).min(1).max(200) });

/** The one call that is not signed, because Chiffon does not know the key yet. */
export const enrolBodySchema = z.strictObject({
  protocolVersion: z.number().int(),
  token: z.string().max(200),
  /** Ed25519 and X25519, DER of the public keys in base64url. */
  publicKey: base64Schema.min(40).max(200),
  boxKey: base64Schema.min(40).max(200),
  name: nameSchema,
});
export type EnrolBody = z.infer<typeof enrolBodySchema>;
export const enrolReplySchema = z.object({
  agentId: idSchema,
  /** Signs Chiffon's answers; the token holds its fingerprint. */
  serverKey: base64Schema.max(200),
});

/** Headers of a signed request, and of its answer. */
export const linkHeaders = {
  agent: "x-link-agent",
  timestamp: "x-link-timestamp",
  sequence: "x-link-sequence",
  signature: "x-link-signature",
} as const;

interface LinkErrorEntry {
  readonly code: number;
  readonly httpStatus: number;
  /** The same may succeed later, as it is. */
  readonly retryable: boolean;
  readonly message: string;
}

const entry = (
  code: number,
  httpStatus: number,
  message: string,
  retryable = false,
): LinkErrorEntry => ({ code, httpStatus, retryable, message });

/** Everything that Chiffon refuses an agent with. Codes are permanent: 5001–5999 are agents', those from 5100 this protocol's. */
export const linkErrors = {
  message_invalid: entry(5101, 400, "The message is not one of the protocol."),
  version_unsupported: entry(
    5102,
    400,
    "The agent and Chiffon are of different versions. Fetch agent.mjs again and restart the agent.",
  ),
  signature_invalid: entry(5103, 401, "The signature does not fit the message."),
  sequence_old: entry(5104, 409, "A message with that sequence or a later one was here.", true),
  clock_differs: entry(
    5105,
    401,
    "The agent's clock differs from Chiffon's by more than 10 minutes.",
    true,
  ),
  agent_unknown: entry(5106, 401, "No agent of that id is enrolled. Enrol the machine again."),
  agent_revoked: entry(5107, 403, "The agent was revoked. Enrol the machine again under Fleet."),
  token_invalid: entry(
    5108,
    403,
    "The token is not known, was used, was revoked or is older than 15 minutes. Make another under Fleet, Add a machine.",
  ),
  run_not_yours: entry(5109, 403, "That run is not one that the agent holds."),
  progress_gap: entry(5110, 409, "What was told of the run does not go on from where it was."),
  message_too_large: entry(5111, 413, "The message is larger than 4 MiB."),
  too_many_messages: entry(5112, 429, "Too many messages. Send fewer.", true),
  content_missing: entry(
    5113,
    404,
    "Chiffon does not have that content of the run any more. Plan it again.",
  ),
  content_too_large: entry(
    5114,
    422,
    "The content of the run is more than an agent takes: 512 MiB, 50,000 files, 64 MiB a file. Run it on an agent of Chiffon's own machine.",
  ),
  work_refused: entry(5115, 422, "The run was refused before it started."),
  unavailable: entry(5116, 503, "Chiffon can't answer now. Try again.", true),
} as const satisfies Record<string, LinkErrorEntry>;
export type LinkErrorName = keyof typeof linkErrors;

/** The payload of an error. */
export const linkErrorSchema = z.object({
  code: z.number().int().min(5001).max(5999),
  name: z.string().max(60),
  message: z.string().max(1000),
  retryable: z.boolean(),
  /** With `sequence_old`: the next one must be above it. */
  lastSequence: z.number().int().optional(),
  /** With `clock_differs`. */
  serverTime: instantSchema.optional(),
  /** With `progress_gap`: where it was. */
  at: placeSchema.pick({ line: true, eventCount: true }).optional(),
});
export type LinkErrorPayload = z.infer<typeof linkErrorSchema>;
