import { expect, test } from "vitest";
import { browserUrls, localUrl, readyMessage, timedLine } from "./announce.ts";

test.each([
  ["0.0.0.0", "http://127.0.0.1:3000"],
  ["::", "http://127.0.0.1:3000"],
  ["192.168.1.5", "http://192.168.1.5:3000"],
  ["fd00::5", "http://[fd00::5]:3000"],
])("a server on %s is reached at %s from its own machine", (host, url) => {
  expect(localUrl(host, 3000)).toBe(url);
});

test("names this machine first when it listens everywhere, and only the given address otherwise", () => {
  expect(browserUrls("0.0.0.0", 3000)[0]).toBe("http://127.0.0.1:3000");
  expect(browserUrls("127.0.0.1", 3000)).toEqual(["http://127.0.0.1:3000"]);
});

test("shows the set-up link until an account exists", () => {
  const urls = ["http://127.0.0.1:3000"];
  expect(readyMessage(urls, "TOKEN", 2)).toContain("http://127.0.0.1:3000/setup?token=TOKEN");
  expect(readyMessage(urls, null, 2)).not.toContain("setup");
});

test("says how long a step took", () => {
  expect(timedLine("database checked", 1_000, 3_460)).toBe("database checked: 2.5 s");
});
