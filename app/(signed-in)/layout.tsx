import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { requirePrincipal } from "#server/http/page-session.ts";

/** Pages for signed-in people: everyone else is sent to sign-in, or to set-up when nobody exists yet. */
export default async function SignedInLayout({ children }: { readonly children: ReactNode }) {
  const { personId, name, role } = await requirePrincipal();
  return <Shell person={{ personId, name, role }}>{children}</Shell>;
}
