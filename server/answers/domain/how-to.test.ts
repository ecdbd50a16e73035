import { expect, it } from "vitest";
import { howTo } from "./how-to.ts";

const told = (question: string) => {
  const [words] = howTo(question) ?? [];
  return words?.kind === "text" ? words.text : null;
};

it.each([
  ["how do i add a new host", "Fleet → Add host"],
  ["How can I connect my second debian server?", "Fleet → Add host"],
  ["hi, how do I run playbooks from another machine", "Add a machine"],
  ["where do I put my vault password?", "Settings → Secrets"],
  ["how do i give you my ssh key", "Settings → Secrets"],
  ["How do I change my password?", "Settings → You"],
  ["how do we add our own repository", "Playbooks → Add"],
  ["how would I write a new playbook", "Write a playbook"],
  ["how do I invite my wife", "Settings → People"],
  ["how do I undo something?", "*Undo*"],
  ["is there a way to see what it would change", "Preview changes"],
  ["how can I have it approved automatically", "**Rules**"],
  ["how do I approve", "*Approve*"],
  ["how do I have alerts handled", "New webhook"],
  ["how do i run this every night", "New schedule"],
  ["where can I turn on notifications", "Settings → Notifications"],
  ["how do I use ollama with this", "Spend"],
  ["how do I get an api token", "API tokens"],
  ["how do I stop a run", "*Stop*"],
  ["where can I see the audit", "page Audit"],
])("tells who asks %s", (question, words) => {
  expect(told(question)).toContain(words);
});

it.each([
  "how full are the disks",
  "how do I restart jellyfin",
  "where does jellyfin run",
  "add a new host",
  "how long does the backup take",
  "how do I add a media server",
  "what failed last night",
  "how do I stop jellyfin",
  "how can i push the dhcp config",
  "how do I install ollama",
  "how do I see the logs of nginx",
  "how do I set up email",
  "how do I update the zabbix agent",
  "how do i run the backup script",
])("leaves %s to others", (question) => {
  expect(howTo(question)).toBeNull();
});
