"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { readDraft, readSent, writeDraft } from "#components/lib/draft-store.ts";

/**
 * The composer's text: what was typed before the page came alive, else `initialText`, else the draft this browser kept
 * of the conversation. Every change is kept as the draft; a recalled text is not, until it is changed.
 */
export function useComposerText(
  box: RefObject<HTMLTextAreaElement | null>,
  conversationId: string | null,
  initialText: string,
): {
  readonly text: string;
  /** The box is empty or holds a recalled text unchanged. */
  readonly isRecallable: boolean;
  readonly change: (value: string) => void;
  /** Goes through the texts sent from this browser; 1 is older. */
  readonly recall: (step: 1 | -1) => void;
} {
  const [text, setText] = useState(initialText);
  const [recalled, setRecalled] = useState(-1);
  // The server can know neither what stands in the box nor the draft: both are read once the page is alive.
  useLayoutEffect(() => {
    setText(box.current?.value || readDraft(conversationId));
  }, [box, conversationId]);
  return {
    text,
    isRecallable: text === "" || recalled >= 0,
    change: (value) => {
      setText(value);
      setRecalled(-1);
      writeDraft(conversationId, value);
    },
    recall: (step) => {
      const sent = readSent();
      const index = Math.max(-1, Math.min(sent.length - 1, recalled + step));
      setText(sent[index] ?? "");
      setRecalled(index);
    },
  };
}
