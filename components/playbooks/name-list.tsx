"use client";

import { useState } from "react";

const shownAtFirst = 5;

/** Names in a sentence: the first few, and the rest behind a press. */
export function NameList({
  names,
  count = names.length,
}: {
  readonly names: readonly string[];
  /** How many there are, where only the first are given. */
  readonly count?: number;
}) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? names : names.slice(0, shownAtFirst);
  const more = count - shown.length;
  return (
    <span className="break-words">
      {shown.join(", ")}
      {more > 0 && !isOpen ? (
        <>
          {" "}
          <button
            type="button"
            aria-expanded={false}
            onClick={() => setOpen(true)}
            className="inline-flex min-h-6 items-center text-accent underline underline-offset-4"
          >
            and {more} more
          </button>
        </>
      ) : null}
      {more > 0 && isOpen ? ` and ${more} more` : null}
    </span>
  );
}
