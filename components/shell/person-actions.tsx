"use client";

import { Keyboard, LogOut } from "lucide-react";
import { useSignOut } from "#components/lib/people-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { openLegend } from "./shortcut-state.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** Theme, shortcuts and sign-out; shared by the desktop menu and the phone's More sheet. */
export function PersonActions() {
  const signOut = useSignOut();
  return (
    <div className="space-y-2">
      <div className="flex items-center justify-between">
        <span className="text-[0.8125rem] text-ink-soft">Theme</span>
        <ThemeSwitch />
      </div>
      <Button
        variant="quiet"
        icon={Keyboard}
        className="w-full justify-start!"
        onClick={openLegend}
      >
        Keyboard shortcuts
      </Button>
      <Button
        variant="quiet"
        icon={LogOut}
        className="w-full justify-start!"
        isBusy={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        Sign out
      </Button>
    </div>
  );
}
