import { defineConfig } from "vitest/config";

/**
 * Three projects: `unit` needs nothing but Node; `dom` draws components into a DOM; `integration` starts real Postgres,
 * Redis, git, ssh and Ansible.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["{app,components,server,workers,scripts,tests,prisma}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "**/*.dom.test.tsx", "**/node_modules/**"],
          // Pure code has nothing to keep apart, and starting a process for each file takes three times as long.
          isolate: false,
          // A hang is caught all the same; five seconds are too few on a busy machine of two cores.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "dom",
          isolate: false,
          sequence: { groupOrder: 0 },
          include: ["components/**/*.dom.test.tsx"],
          environment: "jsdom",
          setupFiles: ["./tests/support/dom/set-up.ts"],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: ["{server,workers,scripts,tests}/**/*.int.test.ts"],
          globalSetup: ["./tests/support/services.ts"],
          // Hangs alone are caught by these: how fast something is, is measured elsewhere.
          testTimeout: 900_000,
          hookTimeout: 600_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
