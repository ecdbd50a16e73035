"use client";

import { useTheme } from "next-themes";
import { Toaster } from "sonner";

export { toast } from "sonner";

/** sonner in our colours; loaded with the first toast. */
export function ChiffonToaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="top-center"
      duration={6000}
      toastOptions={{
        style: {
          background: "var(--surface)",
          color: "var(--ink)",
          border: "1px solid var(--line-strong)",
        },
      }}
    />
  );
}
