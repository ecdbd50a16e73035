import { expect, it } from "vitest";
import { readFirstHostRequest } from "./first-host-words.ts";

it.each([
  ["try it on one host first", "", null],
  ["one host first", "", null],
  ["One host first, please", "", null],
  ["canary", "", null],
  ["as a canary", "", null],
  ["try it on nas1 first", "", "nas1"],
  ["start with nas2", "", "nas2"],
  [
    "deploy node exporter on all servers, one host first",
    "deploy node exporter on all servers",
    null,
  ],
  [
    "Deploy jellyfin on nas1 and nas2 but try it on one machine first",
    "Deploy jellyfin on nas1 and nas2",
    null,
  ],
  ["update the packages everywhere with a canary", "update the packages everywhere", null],
  ["update everything, first on one host", "update everything", null],
  ["same on nas2 and nas3, one host first", "same on nas2 and nas3", null],
  ["update all hosts, one host first, then the rest", "update all hosts", null],
])("reads %j", (text, rest, host) => {
  expect(readFirstHostRequest(text)).toEqual({ host, asks: false, rest });
});

it.each([
  "one host first and ask me before the rest",
  "update all, on one host first, then ask me",
])("hears that somebody wants to be asked: %j", (text) => {
  expect(readFirstHostRequest(text)?.asks).toBe(true);
});

it.each([
  "deploy the canary service on nas1",
  "stop the first host",
  "update nas1",
  "what was the first thing that ran?",
  "install docker first and then jellyfin on pi",
  "restart one host",
  "start with docker and then add jellyfin on nas",
])("takes nothing from %j", (text) => {
  expect(readFirstHostRequest(text)).toBeNull();
});
