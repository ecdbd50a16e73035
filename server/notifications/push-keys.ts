import webPush from "web-push";
import { AppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { findPushKeys, insertPushKeys } from "./notifications-repository.ts";

/** What messages to browsers are signed with; browsers subscribe to the public one. URL-safe base64. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const owner = "web-push";

/** The keys of this installation, made by whoever asks first, the orchestrator as it starts, and kept encrypted. */
export class PushKeyStore {
  private readonly deps: {
    readonly db: Database;
    readonly secrets: Pick<SecretsService, "sealFor" | "openFor">;
  };

  constructor(deps: PushKeyStore["deps"]) {
    this.deps = deps;
  }

  /** @throws secret_unreadable when the key file is none */
  async read(): Promise<PushKeys> {
    const { db, secrets } = this.deps;
    const kept = (await findPushKeys(db)) ?? (await this.make());
    return {
      publicKey: kept.publicKey,
      privateKey: await secrets.openFor(owner, kept.sealed),
    };
  }

  private async make() {
    const { db, secrets } = this.deps;
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    const sealed = await secrets.sealFor(owner, privateKey);
    // Whoever is first makes them for all.
    await inTransaction(db, (tx) => insertPushKeys(tx, { publicKey, sealed }));
    const kept = await findPushKeys(db);
    if (kept === null) throw new AppError("internal");
    return kept;
  }
}
