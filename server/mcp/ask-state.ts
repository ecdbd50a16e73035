import { createRequestStateCodec, type RequestStateCodec } from "@modelcontextprotocol/server";
import type { ChatAccepted } from "#server/contracts/chat.ts";
import type { QuestionKey } from "#server/contracts/question-key.ts";

/** What a call stood at when its person was asked something: comes back with their answer. */
export interface AskState {
  /** Each is good for one answer. */
  readonly nonce: string;
  /** SHA-256 of the call's arguments: it goes on as the call that it was. */
  readonly callHash: string;
  readonly accepted: ChatAccepted;
  /** The question that was put; null where a page was to be opened. */
  readonly question: { readonly requestId: string; readonly key: QuestionKey } | null;
}

const goodForSeconds = 600;

/** Seals states so that none can be made up, changed, used by another token, or used late. Keyed anew with each start. */
export function askStates(key: Uint8Array): RequestStateCodec<AskState> {
  return createRequestStateCodec<AskState>({
    key,
    ttlSeconds: goodForSeconds,
    bind: ({ http }) => http?.authInfo?.clientId ?? "",
  });
}
