import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { loadLateParts } from "#components/lib/late-part.ts";

/** What a page complains about on the console is a fault; every test of a component fails on it. */
const faults: unknown[][] = [];

/** As after the first movement of a pointer: dialogs and menus are there. That they come late has its own tests. */
beforeAll(loadLateParts);

beforeEach(() => {
  faults.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void faults.push(words));
  // No layout in this DOM: everything stands still at one place, as large as a button.
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(
    new DOMRect(10, 10, 120, 40),
  );
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  expect(faults).toEqual([]);
});
