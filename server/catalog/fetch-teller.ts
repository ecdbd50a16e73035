import type { FetchProgress } from "#server/contracts/playbook.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";

const tellEveryMs = 500;

/** Tells browsers how far the fetch of one repository is: at most twice a second, the newest word wins. */
export class FetchTeller {
  private readonly deps: { readonly db: Database; readonly log: Logger };
  private readonly repositoryId: string;
  private told: string | null = null;
  private toldAt = Number.NEGATIVE_INFINITY;
  private writing: Promise<void> = Promise.resolve();
  private isWriting = false;

  constructor(deps: FetchTeller["deps"], repositoryId: string) {
    this.deps = deps;
    this.repositoryId = repositoryId;
  }

  /** Takes what git said last. Never throws. */
  readonly hear = (progress: FetchProgress): void => {
    const text = `${progress.stage} ${progress.percent}`;
    const now = performance.now();
    if (this.isWriting || text === this.told || now - this.toldAt < tellEveryMs) return;
    this.told = text;
    this.toldAt = now;
    this.write(progress);
  };

  /** The fetch is over, however it ended. */
  async end(): Promise<void> {
    await this.writing;
    if (this.told === null) return;
    this.write(null);
    await this.writing;
  }

  private write(progress: FetchProgress | null): void {
    const { db, log } = this.deps;
    const { repositoryId } = this;
    this.isWriting = true;
    this.writing = inTransaction(db, (tx) =>
      appendEvent(tx, "fleet", { type: "repository.fetching", repositoryId, progress }),
    )
      .then(() => undefined)
      .catch((err: unknown) => log.warn({ err, repositoryId }, "progress could not be told"))
      .finally(() => {
        this.isWriting = false;
      });
  }
}
