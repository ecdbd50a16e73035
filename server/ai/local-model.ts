import { z } from "zod";
import type { Logger } from "#server/platform/logger.ts";
import { boundedFetch } from "./bounded-fetch.ts";

/** Where Ollama listens unless it is told otherwise. */
const usualUrl = "http://127.0.0.1:11434";
const probeTimeoutMs = 1_500;
const maxListBytes = 2_000_000;
const freshMs = 30_000;

const tagsSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      details: z.object({ family: z.string().nullish() }).nullish(),
    }),
  ),
});

/**
 * Knows whether an Ollama answers and which of its models to ask. Looks in the background, never while somebody waits:
 * `model` answers from memory at once and has a stale answer looked up for the next time.
 */
export class LocalModel {
  readonly url: string;
  private readonly wanted: string | null;
  private readonly log: Logger;
  private known: string | null = null;
  private checkedAt = 0;
  private looking: Promise<void> | null = null;

  constructor(settings: { url: string | null; model: string | null; log: Logger }) {
    this.url = settings.url ?? usualUrl;
    this.wanted = settings.model;
    this.log = settings.log;
  }

  /** Name of the model that can be asked, as far as is known; null when none can. Costs nothing. */
  get model(): string | null {
    if (Date.now() - this.checkedAt > freshMs) void this.look();
    return this.known;
  }

  /** Whether it is known at all what `model` says. */
  get hasLooked(): boolean {
    return this.checkedAt > 0;
  }

  /** Notes that a call did not get through: nobody else shall wait for it until the next look. */
  wasUnreachable(): void {
    this.known = null;
    this.checkedAt = Date.now();
  }

  /** Looks now; one look at a time. Never throws. */
  look(): Promise<void> {
    this.looking ??= this.find().finally(() => {
      this.checkedAt = Date.now();
      this.looking = null;
    });
    return this.looking;
  }

  private async find(): Promise<void> {
    const before = this.known;
    this.known = await this.listed().catch(() => null);
    if (before !== this.known) this.log.info({ model: this.known }, "local model");
  }

  private async listed(): Promise<string | null> {
    const url = new URL(`${this.url.replace(/\/+$/, "")}/api/tags`);
    const { fetch } = boundedFetch(url.origin, maxListBytes);
    const response = await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs) });
    if (!response.ok) return null;
    const { models } = tagsSchema.parse(await response.json());
    const wanted = this.wanted;
    if (wanted === null) return models.find(canChat)?.name ?? null;
    return models.find(({ name }) => name === wanted || name === `${wanted}:latest`)?.name ?? null;
  }
}

function canChat({ name, details }: z.infer<typeof tagsSchema>["models"][number]): boolean {
  return !/embed|minilm|bge-|bert/i.test(`${name} ${details?.family ?? ""}`);
}
