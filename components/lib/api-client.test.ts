import { afterEach, describe, expect, it, vi } from "vitest";
import { asApiError, callApi, downloadHref } from "./api-client.ts";
import { ApiError } from "./api-error.ts";

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
    const page = await callApi("queryAudit", {
      query: { requestId: "a", limit: 5, type: ["plan.approved", "plan.rejected"], text: "" },
    });
    expect(page.nextCursor).toBeNull();
    expect(calls[0]?.url).toBe(
      "/api/v1/audit/query?request_id=a&limit=5&type=plan.approved&type=plan.rejected",
    );
  });

  it("takes method and path from the table and puts parameters into the path, escaped", async () => {
    const calls = answerWith({});
    await callApi("changePerson", { params: { id: "a/b?c" }, body: { disabled: true } });
    expect(calls[0]?.init.method).toBe("PATCH");
    expect(calls[0]?.url).toBe("/api/people/a%2Fb%3Fc");
    expect(calls[0]?.init.body).toBe('{"disabled":true}');
    expect(downloadHref("downloadRunLog", { params: { id: "r" } })).toBe(
      "/api/v1/runs/r/log/download",
    );
    expect(downloadHref("exportAudit", { query: { requestId: "a", format: "csv" } })).toBe(
      "/api/v1/audit/export?request_id=a&format=csv",
    );
  });

  it("compiles only calls that fit the table", () => {
    const calls = () => [
      // @ts-expect-error no such endpoint
      callApi("approvePlan"),
      // @ts-expect-error the path parameter is missing
      callApi("readPlan"),
      // @ts-expect-error the body is missing
      callApi("setBudgets"),
      // @ts-expect-error this endpoint takes no body
      callApi("inbox", { body: {} }),
      // @ts-expect-error this endpoint has no such filter
      callApi("listPlaybooks", { query: { colour: "red" } }),
      // @ts-expect-error not a role
      callApi("invitePerson", { body: { role: "king" } }),
      // @ts-expect-error answers with a file
      callApi("downloadRunLog", { params: { id: "r" } }),
      // @ts-expect-error answers with JSON
      downloadHref("readRun", { params: { id: "r" } }),
    ];
    expect(calls).toBeTypeOf("function");
  });

  it("leaves keys alone outside /api/v1", async () => {
    const calls = answerWith({ conversationId: "c", messageId: "m", requestId: null });
    await callApi("sendMessage", {
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
    const failure = callApi("decidePlan", {
      params: { id: "x" },
      body: { planVersion: 1, planDigest: "0".repeat(64), decision: "approve" },
    });
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
    await expect(callApi("inbox")).rejects.toMatchObject({ code: "offline" });
  });

  it("still gives a sentence when the answer is not JSON", () => {
    const error = asApiError(502, null);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toContain("502");
  });
});
