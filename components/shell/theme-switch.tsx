"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { classNames } from "#components/ui/class-names.ts";

const choices = [
  { value: "light", label: "Light", icon: Sun },
  { value: "system", label: "Same as this device", icon: Monitor },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

/** Light, dark, or as the device has it. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  // The choice lives in the browser: the server renders none as chosen.
  const isAlive = useIsAlive();
  return (
    <fieldset className="inline-flex rounded-lg border border-line bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          title={label}
          className={classNames(
            "grid size-11 cursor-pointer place-items-center rounded-md text-ink-soft pointer-fine:size-7",
            "has-focus-visible:outline-2 has-focus-visible:outline-accent hover:text-ink",
            isAlive && theme === value && "bg-surface text-ink shadow-sm",
          )}
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={isAlive && theme === value}
            onChange={() => setTheme(value)}
          />
          <Icon aria-hidden className="size-4" />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
