import type { ModelConfig } from "#server/config.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { ModelDoor } from "./ask-model.ts";
import { claudeDoor, claudeMaxOutputTokens } from "./claude.ts";
import { externalRemaining, localRemaining, whyNoBudget } from "./domain/budget.ts";
import type { TierFacts } from "./domain/choose-tier.ts";
import { type ModelPrice, priceOf } from "./domain/price-table.ts";
import { LocalModel } from "./local-model.ts";
import { ollamaDoor, ollamaMaxOutputTokens } from "./ollama.ts";
import type { SpendState } from "./spend-ledger.ts";

/** A tier that is a model. */
export type ModelTier = "local" | "external";

/** Where models are and how long they may take. */
export type TierSettings = Omit<ModelConfig, "budgets">;

/** A tier ready to be asked. */
export interface OpenTier {
  readonly model: string;
  readonly door: ModelDoor;
  readonly price: ModelPrice | null;
  readonly maxOutputTokens: number;
  readonly timeoutMs: number;
}

/** The models of this installation: which there are, whether they may be asked, how. */
export class ModelTiers {
  readonly local: LocalModel;
  readonly settings: TierSettings;
  readonly price: ModelPrice | null;

  constructor(settings: TierSettings, log: Logger) {
    this.settings = settings;
    this.local = new LocalModel({
      url: settings.ollamaUrl,
      model: settings.ollamaModel,
      log,
    });
    this.price = priceOf(settings.anthropicModel);
  }

  /** Whether any model could be asked at all: when not, nothing need be looked up. Costs nothing. */
  get isAny(): boolean {
    return this.local.model !== null || this.whyExternalIsOut() === null;
  }

  /** What the choice of a tier needs to know of them. `null`: there is no model, so budgets were not read. */
  facts(state: SpendState | null): Pick<TierFacts, "local" | "external"> {
    if (state === null) {
      return {
        local: { reachable: false, quotaRemaining: 1 },
        external: { offBecause: this.whyExternalIsOut() ?? "it is off", quotaRemaining: 0 },
      };
    }
    const { budgets } = state;
    return {
      local: {
        reachable: this.local.model !== null,
        quotaRemaining: localRemaining(budgets, state.local),
      },
      external: {
        offBecause: this.whyExternalIsOut() ?? whyNoBudget(budgets),
        quotaRemaining: externalRemaining(budgets, state.external),
      },
    };
  }

  private whyExternalIsOut(): string | null {
    if (this.settings.anthropicKey === null) return "no key for an external model is set";
    return this.price === null ? `the price of ${this.settings.anthropicModel} is not known` : null;
  }

  /** Opens a tier; null when it has gone meanwhile. */
  open(tier: ModelTier): OpenTier | null {
    return tier === "local" ? this.openLocal() : this.openExternal();
  }

  private openLocal(): OpenTier | null {
    const { model, url } = this.local;
    if (model === null) return null;
    return {
      model,
      door: ollamaDoor(url, model),
      price: null,
      maxOutputTokens: ollamaMaxOutputTokens,
      timeoutMs: this.settings.localTimeoutMs,
    };
  }

  private openExternal(): OpenTier | null {
    const { anthropicKey: key, anthropicModel: model, anthropicUrl: url } = this.settings;
    if (key === null || this.price === null) return null;
    return {
      model,
      door: claudeDoor({ url, model, key, hasEffort: this.price.hasEffort }),
      price: this.price,
      maxOutputTokens: claudeMaxOutputTokens,
      timeoutMs: this.settings.externalTimeoutMs,
    };
  }
}
