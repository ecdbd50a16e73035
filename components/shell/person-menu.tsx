"use client";

import { CircleUserRound, Keyboard, LogOut } from "lucide-react";
import { Popover } from "radix-ui";
import { useSignOut } from "#components/lib/people-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { useSession } from "./session.tsx";
import { openLegend } from "./shortcut-state.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

/** Who is signed in, with theme and sign-out behind it. */
export function PersonMenu() {
  const { name, role } = useSession();
  return (
    <Popover.Root>
      <Popover.Trigger className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-sunken">
        <CircleUserRound aria-hidden className="size-5 shrink-0 text-ink-soft" />
        <span className="min-w-0">
          <span className="block truncate text-[0.8125rem] leading-tight font-medium">{name}</span>
          <span className="block text-xs leading-tight text-ink-faint">{role}</span>
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          className="z-50 w-60 animate-appear rounded-xl border border-line bg-surface p-3 shadow-card"
        >
          <PersonActions />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

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
