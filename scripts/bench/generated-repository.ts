import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const colours = [
  "amber",
  "azure",
  "coral",
  "crimson",
  "ebony",
  "emerald",
  "golden",
  "indigo",
  "ivory",
  "jade",
  "lilac",
  "maroon",
  "ochre",
  "olive",
  "onyx",
  "pearl",
  "ruby",
  "sable",
  "scarlet",
  "silver",
  "teal",
  "umber",
  "violet",
  "walnut",
  "zinc",
];
const things = [
  "anchor",
  "beacon",
  "bridge",
  "canyon",
  "castle",
  "cedar",
  "comet",
  "delta",
  "falcon",
  "forge",
  "garden",
  "glacier",
  "harbor",
  "hollow",
  "island",
  "lantern",
  "maple",
  "meadow",
  "mirror",
  "mountain",
  "orchard",
  "otter",
  "pebble",
  "pillar",
  "prairie",
  "quarry",
  "raven",
  "reef",
  "river",
  "saddle",
  "shadow",
  "sparrow",
  "spruce",
  "summit",
  "thicket",
  "thistle",
  "tower",
  "valley",
  "willow",
  "window",
];

/** Name of the n-th generated service, from 0 to 999: two plain words. */
export function serviceName(index: number): string {
  return `${colours[index % colours.length]}-${things[Math.floor(index / colours.length) % things.length]}`;
}

/** Services of the `hello` playbooks: several, because two runs never touch the same service of a host at once. */
export const helloServices = things.slice(0, 12).map((thing) => `hello-${thing}`);

/**
 * Writes and commits a repository of `count` playbooks, each with a role of its own, beside some to run: `hello` and
 * one for each of {@link helloServices} (one task), `twenty` (twenty tasks) and their inventory of this machine.
 */
export function generateRepository(directory: string, count: number): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  write(
    "inventory/hosts.yml",
    "all:\n  hosts:\n    bench:\n      ansible_connection: local\n      ansible_python_interpreter: /usr/bin/python3\n",
  );
  write("ansible.cfg", "[defaults]\nroles_path = roles\n");
  write("playbooks/hello.yml", play("Say the bench greeting", "greeting", ["greet"]));
  for (const service of helloServices)
    write(`playbooks/${service}.yml`, play(`Say ${service}`, service, ["greet"]));
  write(
    "playbooks/twenty.yml",
    play(
      "Work through twenty steps",
      "twenty steps",
      Array.from({ length: 20 }, (_, step) => `step ${step + 1}`),
    ),
  );
  for (let index = 0; index < count; index++) {
    const service = serviceName(index);
    write(
      `playbooks/${service}/deploy.yml`,
      `# chiffon:service=${service}\n# chiffon:action=deploy\n---\n- name: Deploy ${service}\n  hosts: all\n  gather_facts: false\n  roles:\n    - ${service.replace("-", "_")}\n`,
    );
    write(
      `roles/${service.replace("-", "_")}/tasks/main.yml`,
      `---\n- name: Configure ${service}\n  ansible.builtin.debug:\n    msg: ${service}\n`,
    );
    write(
      `roles/${service.replace("-", "_")}/defaults/main.yml`,
      `---\n# Port that ${service} listens on\n${service.replace("-", "_")}_port: ${8000 + index}\n`,
    );
  }
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      [
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@localhost",
        "-c",
        "init.defaultBranch=main",
        ...args,
      ],
      { cwd: directory, stdio: "ignore" },
    );
  git("init");
  git("add", "-A");
  git("commit", "-m", "generated");
}

function play(name: string, alias: string, steps: readonly string[]): string {
  const tasks = steps.map(
    (step) =>
      `    - name: ${step}\n      ansible.builtin.command: "true"\n      changed_when: false\n`,
  );
  return `# chiffon:action=run\n# chiffon:aliases=${alias}\n# chiffon:idempotent=true\n---\n- name: ${name}\n  hosts: all\n  gather_facts: false\n  tasks:\n${tasks.join("")}`;
}
