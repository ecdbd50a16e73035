import { describe, expect, it } from "vitest";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";
import {
  asksSomething,
  isChatting,
  isDangerous,
  isErrand,
  onlyAsks,
  wantsToKnow,
} from "./message-signs.ts";

describe("what a message is made of", () => {
  it.each([
    "delete all my data",
    "wipe nas1",
    "rm -rf /srv on both webservers",
    "remove every backup",
    "please format the disks",
    "turn the firewall off everywhere",
    "Lösche bitte alle Daten auf nas1",
    "chmod -R 777 /",
  ])("%s would destroy, or open every door", (text) => {
    expect(isDangerous(text)).toBe(true);
  });

  it.each([
    "remove jellyfin from all machines",
    "remove all unused docker images",
    "clear the cache on all hosts",
    "delete old kernels",
    "wipe the cache",
    "turn off password login for all hosts",
    "disable the firewall rule for plex",
    "/mnt is just empty after the reboot",
  ])("%s is ordinary work", (text) => {
    expect(isDangerous(text)).toBe(false);
  });

  it.each([
    "what runs?",
    "and who approved that?",
    "Is grafana up? Since when?",
    "wer hat das getan?",
  ])("%s only asks", (text) => {
    expect(onlyAsks(text)).toBe(true);
  });

  it.each([
    "can you restart jellyfin?",
    "is grafana up? restart it please",
    "what do we spend? I want to see it running",
    "when it rains, close the windows",
  ])("%s asks for more than an answer", (text) => {
    expect(onlyAsks(text)).toBe(false);
  });

  it.each([
    ["just want to know whether nas1 needs a restart", true],
    ["I was wondering if the backup ran", true],
    ["not asking for anything to be done, is it up", true],
    ["I want grafana on nas1", false],
    ["I want to know when grafana is down", false],
    ["make sure you know how to restart it", false],
  ])("tells what only wants to be told something: %s is %s", (text, isSo) => {
    expect(wantsToKnow(text)).toBe(isSo);
  });

  it("tells talk and errands from work", () => {
    expect(["thanks a lot", "lol good night", "danke!"].filter(isChatting)).toHaveLength(3);
    expect(["order a pizza", "set a timer", "tell me a joke"].filter(isErrand)).toHaveLength(3);
    expect(["install jellyfin", "play with blocks online"].filter(isErrand)).toEqual([]);
  });

  it("reads hostile text quickly", () => {
    const texts = ["turn firewall ", "open auth ", "what's on ", "delete all ", "is ", "a "].map(
      (text) => text.repeat(4_000),
    );
    const usedMs = cpuTimeOf(() => {
      for (const text of texts)
        for (const read of [
          isDangerous,
          onlyAsks,
          asksSomething,
          isChatting,
          isErrand,
          wantsToKnow,
        ])
          read(text);
    });
    expect(usedMs).toBeLessThan(500);
  });
});
