import { z } from "zod";
import type { Attempt, Purpose, Tier } from "#server/contracts/ai.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { ModelQuestion } from "./ai-port.ts";
import { askModel, type ModelCall } from "./ask-model.ts";
import { repairPrompt } from "./domain/prose-prompt.ts";
import { boundsOf, type CallBounds, settlementOf } from "./domain/settle.ts";
import { type ModelAnswer, ModelFault } from "./model-fault.ts";
import type { ModelTier, ModelTiers, OpenTier } from "./model-tiers.ts";
import type { SpendLedger } from "./spend-ledger.ts";

/** What is asked, in a form that any model can answer. */
export interface Exchange<T> {
  readonly purpose: Purpose;
  readonly system: string;
  readonly prompt: string;
  readonly schema: z.ZodType | null;
  readonly onText?: (textSoFar: string) => void;
  /** Takes secrets out of what goes back to a model in a repair. */
  clean(text: string): string;
  /** Makes of a well-formed answer what it may mean. */
  read(text: string): T;
}

/** What came of a list of tiers. `tier: builtin`: no model answered. */
export interface Outcome<T> {
  readonly tier: Tier;
  readonly model: string | null;
  readonly value: T | null;
  readonly attempts: readonly Attempt[];
}

type Try = {
  readonly attempt: Attempt;
  readonly answer: ModelAnswer | null;
  readonly fault: ModelFault | null;
};

/** Asks tiers in order until one answers: each call reserved and settled, each fault a reason to go on. */
export class TierRunner {
  private readonly deps: {
    readonly tiers: ModelTiers;
    readonly ledger: SpendLedger;
    readonly log: Logger;
  };

  constructor(deps: TierRunner["deps"]) {
    this.deps = deps;
  }

  /** Never throws for a model's sake: the last tier is always builtin. */
  async run<T>(
    order: readonly Tier[],
    question: ModelQuestion,
    exchange: Exchange<T>,
  ): Promise<Outcome<T>> {
    const attempts: Attempt[] = [];
    for (const tier of order) {
      if (tier === "builtin" || question.signal?.aborted) break;
      const open = this.deps.tiers.open(tier);
      if (open === null) continue;
      const answer = await this.askTier({ tier, open, question, exchange }, attempts);
      if (answer === null) continue;
      const value = this.read(exchange, answer);
      if (value !== null) return { tier, model: open.model, value, attempts };
    }
    return { tier: "builtin", model: null, value: null, attempts };
  }

  /** Its form was checked already, so this reads: but no answer, however odd, may end a request. */
  private read<T>(exchange: Exchange<T>, answer: ModelAnswer): T | null {
    try {
      return exchange.read(answer.text);
    } catch (error) {
      this.deps.log.warn({ err: error }, "a model's answer could not be read");
      return null;
    }
  }

  /** One tier: an answer, one repair of it, or nothing. Both share the tier's time. */
  private async askTier<T>(ask: TierAsk<T>, attempts: Attempt[]): Promise<ModelAnswer | null> {
    const { exchange, open } = ask;
    const deadline = performance.now() + open.timeoutMs;
    const first = await this.call(ask, exchange.prompt, open.timeoutMs);
    attempts.push(first.attempt);
    if (first.answer !== null) return first.answer;
    const bad = first.fault?.outcome === "garbage" ? first.fault : null;
    const leftMs = Math.ceil(deadline - performance.now());
    if (bad === null || exchange.schema === null || leftMs < 1) return null;
    const said = exchange.clean(bad.answer?.text ?? "");
    const prompt = repairPrompt(exchange.prompt, said, exchange.clean(bad.detail));
    const second = await this.call(ask, prompt, leftMs);
    attempts.push(repairOf(first, second));
    return second.answer;
  }

  private async call<T>(ask: TierAsk<T>, prompt: string, timeoutMs: number): Promise<Try> {
    const { tier, open, question, exchange } = ask;
    const started = performance.now();
    const bounds = boundsFor(open, exchange, prompt);
    const reservation = await this.deps.ledger.reserve(
      {
        requestId: question.requestId,
        conversationId: question.conversationId,
        purpose: exchange.purpose,
        tier,
        model: open.model,
      },
      bounds,
    );
    if (reservation.kind === "refused") {
      const fault = new ModelFault("refused", reservation.why, { mayCost: false });
      return { attempt: attemptOf(ask, fault, noCost, 0), answer: null, fault };
    }
    const call: ModelCall = {
      system: exchange.system,
      prompt,
      schema: exchange.schema,
      timeoutMs,
      signal: question.signal,
      ...(exchange.onText ? { onText: exchange.onText } : {}),
    };
    const end = await askModel(open.door, call).catch((error: unknown) => asFault(error));
    const latencyMs = Math.round(performance.now() - started);
    return this.settle(ask, reservation.callId, { end, bounds, latencyMs });
  }

  private async settle<T>(
    ask: TierAsk<T>,
    callId: string,
    done: { end: ModelAnswer | ModelFault; bounds: CallBounds; latencyMs: number },
  ): Promise<Try> {
    const { end, bounds, latencyMs } = done;
    const fault = end instanceof ModelFault ? end : null;
    const answer = end instanceof ModelFault ? end.answer : end;
    const cost = settlementOf(bounds, ask.open.price, {
      mayCost: fault?.mayCost ?? true,
      tokensIn: answer?.tokensIn ?? null,
      tokensOut: answer?.tokensOut ?? null,
    });
    const attempt = attemptOf(ask, fault, cost, latencyMs);
    const { outcome, error } = attempt;
    await this.deps.ledger.settle(callId, { ...cost, outcome, error, latencyMs }).catch((cause) => {
      // The sweep settles it at its worst case, so the limit holds; the answer is good all the same.
      this.deps.log.warn({ err: cause, callId }, "a model call could not be settled");
    });
    if (fault?.outcome === "unreachable" && ask.tier === "local")
      this.deps.tiers.local.wasUnreachable();
    return { attempt, answer: fault === null ? answer : null, fault };
  }
}

interface TierAsk<T> {
  readonly tier: ModelTier;
  readonly open: OpenTier;
  readonly question: ModelQuestion;
  readonly exchange: Exchange<T>;
}

const noCost = { tokensIn: 0, tokensOut: 0, costMicroUsd: 0 };

function attemptOf<T>(
  { tier, open }: TierAsk<T>,
  fault: ModelFault | null,
  cost: typeof noCost,
  latencyMs: number,
): Attempt {
  const outcome = fault?.outcome ?? "answered";
  return { tier, model: open.model, outcome, ...cost, latencyMs, error: fault?.message ?? null };
}

/** The record of a second try: a repair that worked, or the same unusable answer again, which is a loop. */
function repairOf(first: Try, second: Try): Attempt {
  if (second.answer !== null) return { ...second.attempt, outcome: "repaired" };
  const isSame =
    second.fault?.outcome === "garbage" &&
    second.fault.answer !== null &&
    second.fault.answer.text === first.fault?.answer?.text;
  return isSame
    ? { ...second.attempt, outcome: "looping", error: "it gave the same unusable answer again" }
    : second.attempt;
}

function boundsFor<T>(open: OpenTier, { system, schema }: Exchange<T>, prompt: string): CallBounds {
  const form = schema === null ? "" : JSON.stringify(z.toJSONSchema(schema));
  return boundsOf(
    {
      promptBytes: Buffer.byteLength(system) + Buffer.byteLength(prompt),
      formBytes: Buffer.byteLength(form),
      maxOutputTokens: open.maxOutputTokens,
    },
    open.price,
  );
}

function asFault(error: unknown): ModelFault {
  return error instanceof ModelFault
    ? error
    : new ModelFault("garbage", "its answer cannot be read", { mayCost: true, cause: error });
}
