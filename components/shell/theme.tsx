"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Follows the device until a person chooses; the class is set before the first paint. */
export function Theme({
  nonce,
  children,
}: {
  readonly nonce?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      {children}
    </ThemeProvider>
  );
}
