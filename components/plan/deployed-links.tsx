"use client";

import { ArrowUpRight } from "lucide-react";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { buttonClass } from "#components/ui/button.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import { deployedAt } from "./deployed-at.ts";

/** Leads to what was deployed: the addresses that answered when they were checked. */
export function DeployedLinks({ view }: { readonly view: RequestView }) {
  // What answers on Chiffon's own machine is reached by the name that this page was reached by.
  const isAlive = useIsAlive();
  const places = deployedAt(view, isAlive ? window.location.hostname : null);
  if (places.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-2">
      {places.map(({ name, href }) => (
        <a
          key={href}
          href={href}
          target="_blank"
          rel="noreferrer"
          className={buttonClass({ variant: "primary" })}
        >
          Open {name}
          <ArrowUpRight aria-hidden className="size-4" />
          <span className="font-mono text-xs font-normal opacity-80">{new URL(href).host}</span>
        </a>
      ))}
    </p>
  );
}
