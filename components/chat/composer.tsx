"use client";

import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { readDraft, readSent, writeDraft } from "#components/lib/draft-store.ts";
import { classNames } from "#components/ui/class-names.ts";
import { composerIntent, lengthNote } from "./composer-rules.ts";

/** Where wishes are typed. Give it the conversation as `key`: each keeps its own draft. */
export function Composer({
  conversationId,
  initialText = "",
  onSend,
  isDisabled = false,
}: {
  readonly conversationId: string | null;
  readonly initialText?: string;
  readonly onSend: (text: string) => void;
  readonly isDisabled?: boolean;
}) {
  const [text, setText] = useState(() => initialText || readDraft(conversationId));
  const [recalled, setRecalled] = useState(-1);
  const box = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const note = lengthNote(text.length);
  const canSend = text.trim() !== "" && !note?.isOver && !isDisabled;
  useGrowingHeight(box, text);

  const change = (value: string) => {
    setText(value);
    setRecalled(-1);
    writeDraft(conversationId, value);
  };
  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    change("");
  };
  const recall = (step: 1 | -1) => {
    const sent = readSent();
    const index = Math.max(-1, Math.min(sent.length - 1, recalled + step));
    setText(sent[index] ?? "");
    setRecalled(index);
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const intent = composerIntent({
      key: event.key,
      shiftKey: event.shiftKey,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      // Safari ends the composition before it reports the Enter that ended it: 229 tells.
      isComposing: event.nativeEvent.isComposing || event.keyCode === 229,
      isRecallable: text === "" || recalled >= 0,
    });
    if (!intent) return;
    event.preventDefault();
    if (intent === "send") send();
    else recall(intent === "recall-older" ? 1 : -1);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="rounded-2xl border border-line-strong bg-surface shadow-card focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
    >
      <div className="flex items-end gap-1 p-1.5">
        <textarea
          ref={box}
          rows={1}
          value={text}
          disabled={isDisabled}
          onChange={(event) => change(event.target.value)}
          onKeyDown={handleKeyDown}
          aria-label="What should happen?"
          aria-describedby={note ? noteId : undefined}
          aria-invalid={note?.isOver || undefined}
          placeholder={isDisabled ? "Your role can read, not ask." : "What should happen?"}
          enterKeyHint="send"
          className="max-h-[40dvh] min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 text-base leading-6 outline-none"
        />
        <button
          type="submit"
          disabled={!canSend}
          aria-label="Send"
          title="Send (Enter)"
          className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent text-accent-ink transition-colors hover:bg-accent-hover disabled:bg-sunken disabled:text-ink-faint"
        >
          <ArrowUp aria-hidden className="size-5" />
        </button>
      </div>
      {note ? (
        <p
          id={noteId}
          className={classNames(
            "tabular px-4.5 pb-2 text-xs",
            note.isOver ? "font-medium text-bad" : "text-ink-soft",
          )}
        >
          {note.text}
        </p>
      ) : null}
    </form>
  );
}

/** As high as its text; the stylesheet caps it. */
function useGrowingHeight(
  box: { readonly current: HTMLTextAreaElement | null },
  text: string,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text drawn
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [box, text]);
}
