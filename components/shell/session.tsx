"use client";

import { createContext, type ReactNode, use } from "react";
import type { Action, Role } from "#server/contracts/people.ts";
import { can } from "#server/people/domain/policy.ts";

/** The signed-in person as the pages know them. */
export interface SessionPerson {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
}

const SessionContext = createContext<SessionPerson | null>(null);

/** Hands the signed-in person, read by the server layout, to the pages below. */
export function SessionProvider({
  person,
  children,
}: {
  readonly person: SessionPerson;
  readonly children: ReactNode;
}) {
  return <SessionContext value={person}>{children}</SessionContext>;
}

/** The signed-in person. */
export function useSession(): SessionPerson {
  const person = use(SessionContext);
  if (!person) throw new Error("useSession needs a SessionProvider above it");
  return person;
}

/** Whether to offer an action to the signed-in person. */
export function useMay(action: Action): boolean {
  return can(useSession().role, action);
}
