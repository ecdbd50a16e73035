import { expect, it } from "vitest";
import { readServiceName } from "./service-name.ts";

it.each([
  ["jellyfin", "jellyfin", "jellyfin"],
  ["  Uptime Kuma ", "uptime-kuma", "uptime_kuma"],
  ["Baïkal", "baikal", "baikal"],
  ["draw.io", "draw-io", "draw_io"],
  ["Kuma's board", "kumas-board", "kumas_board"],
  ["2FAuth", "2fauth", "service_2fauth"],
  ["ansible semaphore", "ansible-semaphore", "service_ansible_semaphore"],
])("calls %j %s, and its role %s", (asked, service, role) => {
  expect(readServiceName(asked)).toEqual({ service, role });
});

it.each([
  "",
  "   ",
  "../../etc/passwd",
  "roles/jellyfin",
  "a..b",
  "{{ lookup('pipe', 'id') }}",
  "{% raw %}",
  "a\nb",
  "a\0b",
  "--help",
  "$(id)",
  "`id`",
  "a: b",
  "a # b",
  '"quoted"',
  "x".repeat(51),
  "日本",
  "all",
  "Ansible",
])("refuses %j with a reason", (asked) => {
  expect(readServiceName(asked)).toEqual({ refusal: expect.stringMatching(/\.$/) });
});
