import { thesaurus } from "#server/language/thesaurus/thesaurus.ts";
import type { Label } from "./labels.ts";

/** A made-up repository with the requests that it should and should not answer. */
export interface GeneratedRepository {
  readonly files: Readonly<Record<string, string>>;
  readonly labels: readonly Label[];
}

/** Playbooks that act on whichever service a variable names, in the forms people give them. */
const actions = [
  { path: "playbooks/restart-service.yml", title: "Restart service", variable: "service" },
  { path: "playbooks/ops/backup_app.yml", title: "Back up an app", variable: "app_name" },
  { path: "playbooks/remove-container.yml", title: "Remove a container", variable: "container" },
] as const;

/**
 * Every third known service as a role, the others missing; three playbooks that act on any of them. The same on every
 * call.
 */
export function generateRepository(): GeneratedRepository {
  const services = thesaurus.filter((service) => /^[a-z][a-z0-9]{6,}$/.test(service.id));
  const distinct = services.filter(
    (service) => !service.ordinaryWord && !service.name.includes(" "),
  );
  const present = distinct.filter((_, at) => at % 9 === 0).slice(0, 40);
  const lacking = distinct.filter((_, at) => at % 9 === 4).slice(0, 40);
  const files: Record<string, string> = {};
  for (const { id } of present) {
    files[`roles/${id}/tasks/main.yml`] =
      `- name: Run ${id}\n  community.docker.docker_container: {name: ${id}, image: "example/${id}:1"}\n`;
  }
  for (const { path, title, variable } of actions) {
    files[path] =
      `- name: ${title}\n  hosts: all\n  tasks:\n    - ansible.builtin.service: {name: "{{ ${variable} }}", state: restarted}\n`;
  }
  const labels = [
    ...present.flatMap(({ id, name }): Label[] => [
      { kind: "exact", request: `install ${name}`, intents: [[`roles/${id}`]] },
      { kind: "misspelt", request: `set up ${misspell(id)}`, intents: [[`roles/${id}`]] },
      { kind: "action", request: `restart ${name}`, intents: [[actions[0].path]] },
      { kind: "action", request: `back up ${name}`, intents: [[actions[1].path]] },
      { kind: "action", request: `get rid of ${name}`, intents: [[actions[2].path]] },
    ]),
    ...lacking.flatMap(({ name }): Label[] => [
      { kind: "refuse", request: `deploy ${name}`, intents: [] },
      { kind: "refuse", request: `configure ${name}`, intents: [] },
      { kind: "action", request: `restart ${name}`, intents: [[actions[0].path]] },
    ]),
  ];
  return { files, labels };
}

/** Two neighbouring letters in the middle change places. */
function misspell(word: string): string {
  const at = Math.floor(word.length / 2);
  const swapped = word[at] === word[at + 1] ? at + 1 : at;
  return `${word.slice(0, swapped)}${word[swapped + 1] ?? ""}${word[swapped] ?? ""}${word.slice(swapped + 2)}`;
}
