import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, asApiError, callApi } from "./api-client.ts";

afterEach(() => vi.unstubAllGlobals());

/** Answers every fetch with `reply` and keeps what was asked. */
function answerWith(reply: unknown, status = 200): { url: string; init: RequestInit }[] {
  const calls: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return Promise.resolve(new Response(JSON.stringify(reply), { status }));
  });
  return calls;
}

describe("api client", () => {
  it("speaks snake_case below /api/v1 and camelCase to its caller", async () => {
    const calls = answerWith({ next_cursor: null, entries: [], total: 0 });
    const page = await callApi<"queryAudit">("GET", "/api/v1/audit/query", {
      query: { requestId: "a", type: ["plan.approved", "plan.rejected"], text: "" },
    });
    expect(page.nextCursor).toBeNull();
    expect(calls[0]?.url).toBe(
      "/api/v1/audit/query?request_id=a&type=plan.approved&type=plan.rejected",
    );
  });

  it("leaves keys alone outside /api/v1", async () => {
    const calls = answerWith({ conversationId: "c", messageId: "m", requestId: null });
    await callApi<"sendMessage">("POST", "/api/chat", {
      body: { conversationId: "c", message: "hi" },
    });
    expect(calls[0]?.init.body).toBe('{"conversationId":"c","message":"hi"}');
  });

  it("turns an error answer into an ApiError with code, fix, trace and details", async () => {
    answerWith(
      {
        error_code: 4003,
        code: "already_decided",
        error_message: "Decided.",
        fix: "See the card.",
        trace_id: "t-1",
        details: { decided_by: "Kim" },
      },
      409,
    );
    const failure = callApi<"decidePlan">("POST", "/api/v1/plan/x/approve", { body: {} });
    await expect(failure).rejects.toMatchObject({
      code: "already_decided",
      status: 409,
      fix: "See the card.",
      traceId: "t-1",
      details: { decidedBy: "Kim" },
    });
  });

  it("says offline when the network fails", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(callApi<"inbox">("GET", "/api/inbox")).rejects.toMatchObject({ code: "offline" });
  });

  it("still gives a sentence when the answer is not JSON", () => {
    const error = asApiError(502, null);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toContain("502");
  });
});
