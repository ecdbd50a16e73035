import { describe, expect, it } from "vitest";
import { returnPath } from "./sign-in-form.tsx";

describe("where sign-in leads", () => {
  it.each([
    ["?next=/requests/abc", "/requests/abc"],
    ["", "/"],
    ["?next=https://evil.example", "/"],
    ["?next=//evil.example", "/"],
    ["?next=/\\evil.example", "/"],
    ["?next=javascript:alert(1)", "/"],
  ])("takes %s to %s", (search, path) => expect(returnPath(search)).toBe(path));
});
