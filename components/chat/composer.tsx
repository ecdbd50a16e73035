"use client";

import { ArrowUp } from "lucide-react";
import {
  type ComponentProps,
  type KeyboardEvent,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import { classNames } from "#components/ui/class-names.ts";
import { type ComposerKey, composerIntent, lengthNote } from "./composer-rules.ts";
import { useComposerText } from "./use-composer-text.ts";

/** Where requests are typed. Give it the conversation as `key`: each keeps its own draft. */
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
  const box = useRef<HTMLTextAreaElement>(null);
  const { text, isRecallable, change, recall } = useComposerText(box, conversationId, initialText);
  const noteId = useId();
  const note = lengthNote(text.length);
  const canSend = text.trim() !== "" && !note?.isOver && !isDisabled;
  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    change("");
    // The button that was pressed is disabled now: who typed goes on typing.
    box.current?.focus();
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const intent = composerIntent(pressOf(event, isRecallable));
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
        <MessageBox
          box={box}
          value={text}
          disabled={isDisabled}
          onChange={(event) => change(event.target.value)}
          onKeyDown={handleKeyDown}
          aria-describedby={note ? noteId : undefined}
          aria-invalid={note?.isOver || undefined}
        />
        <SendButton isDisabled={!canSend} />
      </div>
      {note ? <LengthNote id={noteId} note={note} /> : null}
    </form>
  );
}

function pressOf(event: KeyboardEvent<HTMLTextAreaElement>, isRecallable: boolean): ComposerKey {
  const { key, shiftKey, ctrlKey, metaKey, altKey, keyCode, nativeEvent } = event;
  // Safari ends the composition before it reports the Enter that ended it: 229 tells.
  const isComposing = nativeEvent.isComposing || keyCode === 229;
  return { key, shiftKey, ctrlKey, metaKey, altKey, isComposing, isRecallable };
}

/** As high as its text, up to the stylesheet's limit. */
function MessageBox({
  box,
  value,
  ...rest
}: {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
} & ComponentProps<"textarea">) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the text drawn
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [box, value]);
  return (
    <textarea
      {...rest}
      ref={box}
      rows={1}
      value={value}
      aria-label="What should happen?"
      placeholder={
        rest.disabled ? "Your role can read, but not make requests." : "What should happen?"
      }
      enterKeyHint="send"
      className="max-h-[40dvh] min-h-11 flex-1 resize-none bg-transparent px-3 py-2.5 text-base leading-6 outline-none"
    />
  );
}

function SendButton({ isDisabled }: { readonly isDisabled: boolean }) {
  return (
    <button
      type="submit"
      disabled={isDisabled}
      aria-label="Send"
      title="Send (Enter)"
      className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent text-accent-ink transition-colors hover:bg-accent-hover disabled:bg-sunken disabled:text-ink-faint"
    >
      <ArrowUp aria-hidden className="size-5" />
    </button>
  );
}

function LengthNote({
  id,
  note,
}: {
  readonly id: string;
  readonly note: { readonly text: string; readonly isOver: boolean };
}) {
  return (
    <p
      id={id}
      className={classNames(
        "tabular px-4.5 pb-2 text-xs",
        note.isOver ? "font-medium text-bad" : "text-ink-soft",
      )}
    >
      {note.text}
    </p>
  );
}
