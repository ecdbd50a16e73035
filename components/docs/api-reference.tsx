"use client";

import { ArrowLeft } from "lucide-react";
import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { routeOf } from "#server/contracts/routes.ts";

/** What the reader's script puts on the window. */
interface Scalar {
  createApiReference(element: Element, settings: object): { destroy?: () => void };
}

const script = "/vendor/scalar/standalone.js";

/** Nothing leaves this machine: no fonts, no proxy, no assistant, no telemetry of the reader's makers. */
const settings = {
  url: routeOf("readOpenApi").path,
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  hideDarkModeToggle: true,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
};

/** Every endpoint, with what it takes and gives, drawn from the document that this Chiffon serves. */
export function ApiReference() {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    if (!place.current || !resolvedTheme) return;
    return drawInto(place.current, `${resolvedTheme}`, attempt, setState);
  }, [resolvedTheme, attempt]);
  return (
    <main className="min-h-dvh">
      <header className="flex items-center gap-3 border-b border-line px-4 py-2">
        <Link href="/settings" className={buttonClass({ size: "small" })}>
          <ArrowLeft aria-hidden className="size-4" />
          Chiffon
        </Link>
        <h1 className="text-sm font-medium">API</h1>
      </header>
      {state === "loading" ? <Skeleton lines={6} className="p-4" /> : null}
      {state === "failed" ? (
        <ErrorState
          error={new Error("The page's script could not be loaded.")}
          onRetry={() => setAttempt(attempt + 1)}
          className="m-4"
        />
      ) : null}
      <div ref={place} />
    </main>
  );
}

/** @returns what takes it away again */
function drawInto(
  place: HTMLElement,
  theme: string,
  attempt: number,
  onState: (state: "loading" | "ready" | "failed") => void,
): () => void {
  const element = document.createElement("script");
  let drawn: ReturnType<Scalar["createApiReference"]> | null = null;
  onState("loading");
  element.src = attempt === 0 ? script : `${script}?${attempt}`;
  element.onload = () => {
    const { Scalar: reader } = window as typeof window & { Scalar?: Scalar };
    drawn = reader?.createApiReference(place, { ...settings, forceDarkModeState: theme }) ?? null;
    onState(drawn ? "ready" : "failed");
  };
  element.onerror = () => onState("failed");
  document.head.append(element);
  return () => {
    element.onload = null;
    element.remove();
    drawn?.destroy?.();
  };
}
