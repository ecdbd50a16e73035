import { act, fireEvent, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { readDraft, rememberSent, writeDraft } from "#components/lib/draft-store.ts";
import { Composer } from "./composer.tsx";
import { maxMessageLength } from "./composer-rules.ts";

const box = (): HTMLTextAreaElement => screen.getByRole("textbox", { name: "What should happen?" });

function showComposer(props: Partial<Parameters<typeof Composer>[0]> = {}) {
  const onSend = vi.fn<(text: string) => void>();
  const drawn = render(<Composer conversationId="c1" onSend={onSend} {...props} />);
  return { ...drawn, onSend, user: userEvent.setup() };
}

describe("sending", () => {
  it("sends on Enter, trimmed, and empties the box", async () => {
    const { onSend, user } = showComposer();
    await user.type(box(), "  deploy kuma {Enter}");
    expect(onSend.mock.calls).toEqual([["deploy kuma"]]);
    expect(box().value).toBe("");
  });

  it("breaks the line on Shift+Enter", async () => {
    const { onSend, user } = showComposer();
    await user.type(box(), "one{Shift>}{Enter}{/Shift}two");
    expect(box().value).toBe("one\ntwo");
    expect(onSend).not.toHaveBeenCalled();
  });

  it.each([
    ["while an input method composes", { isComposing: true }],
    ["with the Enter that ends a composition, as Safari reports it", { keyCode: 229 }],
  ])("never sends %s", async (_when, press) => {
    const { onSend, user } = showComposer();
    await user.type(box(), "にほん");
    fireEvent.keyDown(box(), { key: "Enter", ...press });
    expect(onSend).not.toHaveBeenCalled();
    expect(box().value).toBe("にほん");
  });

  it("sends with its button, which waits for a text", async () => {
    const { onSend, user } = showComposer();
    const button = screen.getByRole("button", { name: "Send" });
    expect(button).toHaveProperty("disabled", true);
    await user.type(box(), "   {Enter}");
    expect(onSend).not.toHaveBeenCalled();
    await user.type(box(), "go");
    await user.click(button);
    expect(onSend.mock.calls).toEqual([["go"]]);
    // The button is disabled now: the focus does not fall to the page.
    expect(document.activeElement).toBe(box());
  });

  it("says how much is too much, and holds it back", async () => {
    const { onSend, user } = showComposer({ initialText: "x".repeat(maxMessageLength + 2) });
    expect(box().getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText(/^2 characters too many/)).toBeInstanceOf(HTMLElement);
    await user.type(box(), "{Enter}");
    expect(onSend).not.toHaveBeenCalled();
  });

  it("takes nothing from a role that may not ask", () => {
    showComposer({ isDisabled: true });
    expect(box()).toHaveProperty("disabled", true);
    expect(box().placeholder).toBe("Your role can read, but not make requests.");
  });
});

describe("the draft", () => {
  it("stays with its conversation, also after the page was left", async () => {
    const { unmount, user } = showComposer();
    await user.type(box(), "half a thought");
    unmount();
    const other = showComposer({ conversationId: "c2" });
    expect(box().value).toBe("");
    other.unmount();
    showComposer();
    expect(box().value).toBe("half a thought");
  });

  it("ends when it is sent", async () => {
    const { user } = showComposer();
    await user.type(box(), "done{Enter}");
    expect(readDraft("c1")).toBe("");
  });

  it("steps back behind a text the page was opened with", () => {
    writeDraft("c1", "old");
    showComposer({ initialText: "deploy kuma" });
    expect(box().value).toBe("deploy kuma");
  });

  it("is what was typed before the page came alive", async () => {
    writeDraft("c1", "old");
    const page = <Composer conversationId="c1" onSend={() => undefined} />;
    const container = document.body.appendChild(document.createElement("div"));
    container.innerHTML = renderToString(page);
    box().value = "typed early";
    await act(async () => void render(page, { container, hydrate: true }));
    expect(box().value).toBe("typed early");
  });
});

describe("recalling", () => {
  it("goes through what was sent from here, and leaves a text being written alone", async () => {
    rememberSent("first");
    rememberSent("second");
    const { user } = showComposer();
    await user.type(box(), "{ArrowUp}");
    expect(box().value).toBe("second");
    await user.type(box(), "{ArrowUp}");
    expect(box().value).toBe("first");
    await user.type(box(), "{ArrowDown}{ArrowDown}");
    expect(box().value).toBe("");
    await user.type(box(), "mine{ArrowUp}");
    expect(box().value).toBe("mine");
  });
});
