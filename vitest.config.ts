import { defineConfig } from "vitest/config";

/** Two projects: `unit` needs nothing but Node; `integration` starts real Postgres, Redis, git, ssh and Ansible. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["{app,components,server,workers,scripts,tests,prisma}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "**/node_modules/**"],
          // Pure code has nothing to keep apart, and starting a process for each file takes three times as long.
          isolate: false,
          // A hang is caught all the same; five seconds are too few on a busy machine of two cores.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: ["{server,workers,scripts,tests}/**/*.int.test.ts"],
          globalSetup: ["./tests/support/services.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // A second try on the build machine, which is shared and noisy; the report says which tests needed it.
          retry: process.env["CI"] === undefined ? 0 : 1,
        },
      },
    ],
  },
});
