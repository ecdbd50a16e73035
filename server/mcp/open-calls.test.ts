import { describe, expect, it } from "vitest";
import { OpenCalls, whenSent } from "./open-calls.ts";

function filled(): { calls: OpenCalls; leave: () => void } {
  const calls = new OpenCalls();
  const [leave = () => undefined] = Array.from({ length: 8 }, () => calls.enter("t1"));
  return { calls, leave };
}

describe("open calls", () => {
  it("refuses the ninth of a token, and no other token's", () => {
    const { calls } = filled();
    expect(() => calls.enter("t1")).toThrow(expect.objectContaining({ code: "too_many_requests" }));
    expect(() => calls.enter("t2")).not.toThrow();
  });

  it("lets one in for each that is over, however often that is said", () => {
    const { calls, leave } = filled();
    leave();
    leave();
    calls.enter("t1");
    expect(() => calls.enter("t1")).toThrow();
  });
});

describe("the end of a response", () => {
  const count = () => {
    let ends = 0;
    return { end: () => void ends++, ends: () => ends };
  };

  it("comes when its body was read, and at once where it has none", async () => {
    const { end, ends } = count();
    const response = whenSent(new Response("all of it"), end);
    expect(ends()).toBe(0);
    expect(await response.text()).toBe("all of it");
    expect(ends()).toBe(1);
    whenSent(new Response(null, { status: 202 }), end);
    expect(ends()).toBe(2);
  });

  it("comes when nobody wants the rest of a stream, or it breaks", async () => {
    const { end, ends } = count();
    await whenSent(new Response(new ReadableStream({ pull: () => undefined })), end).body?.cancel();
    expect(ends()).toBe(1);
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error("gone")),
    });
    await expect(whenSent(new Response(broken), end).text()).rejects.toThrow("gone");
    expect(ends()).toBe(2);
  });
});
