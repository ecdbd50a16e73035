import type { generateText, JSONValue, LanguageModel } from "ai";
import type { z } from "zod";
import { timeLimit } from "#server/lib/time-limit.ts";
import { boundedFetch, type WireTrace } from "./bounded-fetch.ts";
import { endsInLoop } from "./domain/find-loop.ts";
import { type ModelAnswer, ModelFault } from "./model-fault.ts";

/** One call, whatever the provider. */
export interface ModelCall {
  readonly system: string;
  readonly prompt: string;
  /** The form of the answer; null for prose. */
  readonly schema: z.ZodType | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** For prose: gets the whole answer so far. */
  readonly onText?: (textSoFar: string) => void;
}

/** A provider's model, opened for one call with that call's own fetch. */
export interface OpenModel {
  readonly model: LanguageModel;
  readonly maxOutputTokens: number;
  readonly providerOptions: Record<string, Record<string, JSONValue>>;
}

/** How to open a provider's model, and where it lives. */
export interface ModelDoor {
  readonly origin: string;
  open(fetch: typeof globalThis.fetch): Promise<OpenModel>;
}

/** Bytes of one answer on the wire; framing makes a streamed token some 200 bytes. */
const maxAnswerBytes = 2_000_000;
const maxProseLength = 8_000;

/**
 * Asks once, without retries: retries are the caller's, who pays for them. Takes at most `timeoutMs` and a bounded answer.
 *
 * @throws ModelFault, and nothing else
 */
export async function askModel(door: ModelDoor, call: ModelCall): Promise<ModelAnswer> {
  const { fetch, trace } = boundedFetch(door.origin, maxAnswerBytes);
  const timeout = timeLimit(call.timeoutMs);
  const looping = new AbortController();
  const signals = [timeout, looping.signal, ...(call.signal ? [call.signal] : [])];
  try {
    const opened = await door.open(fetch);
    const signal = AbortSignal.any(signals);
    signal.throwIfAborted();
    return call.schema === null
      ? await streamProse(opened, call, signal, looping)
      : await fillForm(opened, call, signal);
  } catch (error) {
    throw await faultOf(error, trace, { timeout, looping: looping.signal, caller: call.signal });
  }
}

async function fillForm(
  opened: OpenModel,
  call: ModelCall,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const { generateText, Output } = await loadSdk();
  const result = await generateText({
    ...shared(opened, call, signal),
    output: call.schema === null ? Output.text() : Output.object({ schema: call.schema }),
  });
  const answer = { text: result.text, ...counted(result.usage) };
  // The library checks the form of whole answers only.
  if (result.finishReason !== "stop")
    throw new ModelFault("garbage", "the answer is not complete", { mayCost: true, answer });
  return answer;
}

/** Loaded at the first call: a start without models does not pay for it. */
async function loadSdk() {
  const sdk = await import("ai");
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return sdk;
}

async function streamProse(
  opened: OpenModel,
  call: ModelCall,
  signal: AbortSignal,
  looping: AbortController,
): Promise<ModelAnswer> {
  const { streamText } = await loadSdk();
  let failure: unknown = null;
  const result = streamText({
    ...shared(opened, call, signal),
    onError: ({ error }) => {
      failure ??= error;
    },
  });
  let text = "";
  for await (const delta of result.textStream) {
    text += delta;
    if (endsInLoop(text) || text.length > maxProseLength) looping.abort();
    signal.throwIfAborted();
    call.onText?.(text);
  }
  signal.throwIfAborted();
  if (failure !== null) throw failure;
  const answer = { text: text.trim(), ...counted(await result.totalUsage) };
  if (answer.text === "")
    throw new ModelFault("garbage", "the answer is empty", { mayCost: true, answer });
  return answer;
}

function shared(
  { model, maxOutputTokens, providerOptions }: OpenModel,
  { system, prompt }: ModelCall,
  abortSignal: AbortSignal,
) {
  return {
    ...{ model, maxOutputTokens, providerOptions, system, prompt, abortSignal },
    maxRetries: 0,
  } satisfies Parameters<typeof generateText>[0];
}

/** Counts as far as they can be believed: whole numbers from 1 on. Zero input is no count: every call has some. */
function counted(usage: { inputTokens?: number | undefined; outputTokens?: number | undefined }) {
  return { tokensIn: positive(usage.inputTokens), tokensOut: positive(usage.outputTokens) };
}

function positive(count: number | undefined): number | null {
  return count !== undefined && Number.isSafeInteger(count) && count > 0 ? count : null;
}

interface Signals {
  readonly timeout: AbortSignal;
  readonly looping: AbortSignal;
  readonly caller: AbortSignal | undefined;
}

async function faultOf(error: unknown, trace: WireTrace, signals: Signals): Promise<ModelFault> {
  if (error instanceof ModelFault) return error;
  const known = stopOf(trace, signals) ?? wireFaultOf(trace);
  if (known !== null) {
    const [outcome, message, mayCost] = known;
    return new ModelFault(outcome, message, { mayCost, cause: error });
  }
  const { NoObjectGeneratedError } = await import("ai");
  const message = "its answer is not of the agreed form";
  if (!NoObjectGeneratedError.isInstance(error))
    return new ModelFault("garbage", message, { mayCost: true, cause: error });
  const answer = { text: error.text ?? "", ...counted(error.usage ?? {}) };
  const detail = problemOf(error.cause);
  return new ModelFault("garbage", message, { mayCost: true, answer, detail, cause: error });
}

type KnownFault = readonly [ModelFault["outcome"], message: string, mayCost: boolean];

/** Whether we ended the call ourselves, and why. */
function stopOf({ fault, sent }: WireTrace, signals: Signals): KnownFault | null {
  if (fault === "too_long") return ["too_long", "its answer did not end", true];
  if (fault !== null)
    return ["redirect", "its address redirects elsewhere, which is not followed", false];
  if (signals.looping.aborted) return ["looping", "it kept saying the same", true];
  if (signals.caller?.aborted) return ["cancelled", "nobody waits for it any more", sent];
  if (signals.timeout.aborted) return ["timeout", "it took too long", sent];
  return null;
}

function wireFaultOf({ status, sent }: WireTrace): KnownFault | null {
  if (status === null) return ["unreachable", "it cannot be reached", sent];
  return status >= 400 ? ["http_error", `it answered with error ${status}`, false] : null;
}

/** What is wrong with an answer, for the repair: the validator's words, never its whole dump. */
function problemOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (
    typeof inner === "object" &&
    inner !== null &&
    "issues" in inner &&
    Array.isArray(inner.issues)
  ) {
    const issues: unknown[] = inner.issues;
    return issues.slice(0, 3).map(issueLine).join("; ");
  }
  return "it is not valid JSON of the given form";
}

function issueLine(issue: unknown): string {
  if (typeof issue !== "object" || issue === null) return "invalid";
  const path = "path" in issue && Array.isArray(issue.path) ? issue.path.join(".") : "";
  const message = "message" in issue ? String(issue.message) : "invalid";
  return `${path || "answer"}: ${message}`.slice(0, 160);
}
