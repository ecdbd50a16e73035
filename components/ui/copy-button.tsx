"use client";

import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { copyText } from "#components/lib/clipboard.ts";
import { Button, IconButton } from "./button.tsx";

type Result = "idle" | "copied" | "failed";

/** Copies `text`, on plain http too, and says so. With `children` it is a labelled button, else an icon. */
export function CopyButton({
  text,
  label,
  children,
}: {
  readonly text: string;
  readonly label: string;
  readonly children?: string;
}) {
  const [result, setResult] = useState<Result>("idle");
  const icon = { idle: Copy, copied: Check, failed: X }[result];
  const copy = async () => {
    const isCopied = await copyText(text);
    setResult(isCopied ? "copied" : "failed");
    announce(isCopied ? "Copied." : "Copying is not possible here: select the text instead.");
    setTimeout(() => setResult("idle"), 2000);
  };
  const words = { idle: label, copied: "Copied", failed: "Could not copy: select the text" }[
    result
  ];
  return children ? (
    <Button size="small" icon={icon} onClick={() => void copy()}>
      {result === "idle" ? children : words}
    </Button>
  ) : (
    <IconButton icon={icon} label={words} onClick={() => void copy()} />
  );
}
