import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

/** Phases that a request leaves only through their gates. */
export const gatedPhaseSchema = z.enum(["planning", "approval", "execution", "verification"]);
export type GatedPhase = z.infer<typeof gatedPhaseSchema>;

/** Bytes of one artifact, and artifacts of one request, at most. */
export const maxArtifactBytes = 16_384;
export const maxArtifacts = 30;

/** A kind of evidence, as it is written in the settings. */
export const artifactKindSchema = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, "2–40 lower-case letters, digits and _");
const kindsSchema = z.array(artifactKindSchema).max(20).default([]);

/** Which evidence can be attached, and which each phase needs before a request leaves it. */
export const gateSettingsSchema = z
  .strictObject({
    kinds: z.array(artifactKindSchema).max(50),
    required: z.strictObject({
      planning: kindsSchema,
      approval: kindsSchema,
      execution: kindsSchema,
      verification: kindsSchema,
    }),
    /** How long a request is held before it times out. */
    blockedDays: z.number().int().min(1).max(90).default(7),
  })
  .superRefine(({ kinds, required }, context) => {
    for (const [phase, needed] of Object.entries(required))
      for (const kind of needed.filter((one) => !kinds.includes(one)))
        context.addIssue({
          code: "custom",
          path: ["required", phase],
          message: `"${kind}" is not among the kinds; add it there first`,
        });
  });
export type GateSettings = z.infer<typeof gateSettingsSchema>;

/** What a gate says. `evidence` names what it looked at: `plan:ID`, `digest:HASH`, `task:KEY=STATUS`, `artifact:ID`. */
export const gateVerdictSchema = z.object({
  gate: z.string(),
  phase: gatedPhaseSchema,
  passed: z.boolean(),
  reason: z.string(),
  evidence: z.array(z.string()),
});
export type GateVerdict = z.infer<typeof gateVerdictSchema>;

/** Why a request is held: kinds of evidence that a phase needs. It times out at `until`. */
export const holdSchema = z.object({
  phase: gatedPhaseSchema,
  kinds: z.array(z.string()),
  since: instantSchema,
  until: instantSchema,
});
export type Hold = z.infer<typeof holdSchema>;

/** Evidence of a request. */
export const artifactSchema = z.object({
  id: idSchema,
  kind: z.string(),
  format: z.enum(["text", "json"]),
  content: z.string(),
  sha256: z.string(),
  /** Where the request stood then. */
  phase: z.string(),
  addedBy: z.string(),
  at: instantSchema,
});
export type Artifact = z.infer<typeof artifactSchema>;

/** `POST /api/v1/requests/{id}/artifacts`. JSON is given as text as well, and must parse. */
export const addArtifactBodySchema = z.strictObject({
  kind: artifactKindSchema,
  format: z.enum(["text", "json"]).default("text"),
  content: z.string().trim().min(1).max(maxArtifactBytes),
});
export type AddArtifactBody = z.infer<typeof addArtifactBodySchema>;

export const artifactsReplySchema = z.object({ artifacts: z.array(artifactSchema) });

/** Gates of one phase as they would decide now. */
export const gateCheckSchema = z.object({
  phase: gatedPhaseSchema,
  passed: z.boolean(),
  gates: z.array(gateVerdictSchema),
});
export type GateCheck = z.infer<typeof gateCheckSchema>;

/** `GET /api/v1/requests/{id}/gates`. */
export const requestGatesSchema = z.object({
  /** What gates said, oldest first, at most 200. */
  results: z.array(gateVerdictSchema.extend({ at: instantSchema })),
  /** The gates ahead of it; null where it stands before none. */
  next: gateCheckSchema.nullable(),
  hold: holdSchema.nullable(),
  artifacts: z.array(artifactSchema),
  /** Kinds that can be attached. */
  kinds: z.array(z.string()),
});
export type RequestGates = z.infer<typeof requestGatesSchema>;
