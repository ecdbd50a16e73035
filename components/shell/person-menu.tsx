"use client";

import { CircleUserRound } from "lucide-react";
import { useId, useRef, useState } from "react";
import { latePart, useLatePart } from "#components/lib/late-part.ts";
import { toastError } from "#components/ui/toast.tsx";
import { useSession } from "./session.tsx";

const box = latePart(() => import("./person-menu-box.tsx").then((module) => module.PersonMenuBox));

/** Who is signed in, with theme and sign-out behind it. */
export function PersonMenu() {
  const { name, role } = useSession();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => setOpen(false);
  const Box = useLatePart(box, {
    isWanted: isOpen,
    onFailure: (cause) => {
      close();
      toastError(cause);
    },
  });
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-sunken"
      >
        <CircleUserRound aria-hidden className="size-5 shrink-0 text-ink-soft" />
        <span className="min-w-0">
          <span className="block truncate text-[0.8125rem] leading-tight font-medium">{name}</span>
          <span className="block text-xs leading-tight text-ink-faint">{role}</span>
        </span>
      </button>
      {Box && isOpen ? <Box id={id} button={button} onClose={close} /> : null}
    </>
  );
}
