import { expect, it } from "vitest";
import { bytesText, memoryText } from "./size-text.ts";

it.each([
  [0.02, "0.1 MiB"],
  [9.4, "9.4 MiB"],
  [180.3, "180 MiB"],
  [1434, "1.4 GiB"],
])("%d MiB is %s", (mib, text) => {
  expect(memoryText(mib)).toBe(text);
});

it.each([
  [120, "1 kB"],
  [900_000, "900 kB"],
  [2_100_000, "2.1 MB"],
  [1_400_000_000, "1.4 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
