import { expect, it } from "vitest";
import { inSentence } from "./in-sentence.ts";

it.each([
  ["Add the existing portals to Uptime Kuma", "add the existing portals to Uptime Kuma"],
  ["Restart an app: whoami", "restart an app: whoami"],
  ["Nextcloud upgrade", "Nextcloud upgrade"],
  ["Datenbank sichern", "Datenbank sichern"],
  ["RUN", "RUN"],
  ["NFS exports", "NFS exports"],
  ["", ""],
])("%j in a sentence is %j", (name, expected) => {
  expect(inSentence(name)).toBe(expected);
});
