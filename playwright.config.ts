import { defineConfig, devices } from "@playwright/test";
import { browserOptions } from "./scripts/browser.ts";

/** One installation serves all tests, one after the other: the first journey deploys, the later ones find it there. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/fixtures/installation.ts",
  // Hangs alone are caught by these: a shared machine may need five times as long as a quiet one.
  timeout: 300_000,
  expect: { timeout: 60_000, toPass: { timeout: 120_000 } },
  workers: 1,
  fullyParallel: false,
  reporter: "list",
  outputDir: "test-results",
  use: {
    // What never becomes pressable fails by itself, not with the whole test.
    actionTimeout: 60_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    video: "off",
    launchOptions: browserOptions(),
  },
  projects: [
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } },
    },
    { name: "phone", use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } } },
  ],
});
