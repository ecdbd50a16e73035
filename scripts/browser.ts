import { existsSync } from "node:fs";
import { chromium, type LaunchOptions } from "@playwright/test";

// CHROMIUM_PATH wins, then Playwright's own browser if somebody installed it, then the distribution's.
const distribution = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
];

/** How tests and benches start the browser of this machine. */
export function browserOptions(): LaunchOptions {
  const executablePath =
    process.env["CHROMIUM_PATH"] ??
    (existsSync(chromium.executablePath()) ? undefined : distribution.find(existsSync));
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  };
}
