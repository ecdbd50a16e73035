"use client";

import { createContext, use } from "react";
import type { ChatAnswer } from "#components/lib/send-message.ts";

type Send = (text: string, answer?: ChatAnswer) => void;

/** How parts of the chat send a message in the open conversation; null when the person may only read. */
export const SendContext = createContext<Send | null>(null);

/** Sends a message in the open conversation; null when the person may not. */
export function useSend(): Send | null {
  return use(SendContext);
}
