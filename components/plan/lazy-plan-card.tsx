"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/states.tsx";

const load = () => import("./plan-card.tsx").then((module) => module.PlanCard);

/** The card of a plan, with its script where there is a card: a sixth of all that a chat could need. */
export const LazyPlanCard = dynamic(load, { loading: () => <Skeleton lines={6} /> });

/** Fetches that script before there is a card, so that nobody waits for it. */
export function preloadPlanCard(): void {
  // Where it can't be fetched now, the card itself tries again and says so.
  load().catch(() => undefined);
}
