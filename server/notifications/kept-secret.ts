import type { OwnedSeal } from "#server/secrets/secrets-service.ts";

/** A token, a password or a key as the database holds it. */
export type KeptSecret = OwnedSeal;
