import type { Verb } from "#server/contracts/request.ts";
import { slugify } from "#server/lib/ids.ts";

/** A playbook to start from, and where it would stand in a repository. */
export interface PlaybookTemplate {
  readonly path: string;
  readonly text: string;
}

/**
 * A playbook for a service that the catalog lacks: found by its metadata as soon as it is committed, and failing with a
 * sentence until somebody has said what it does. Null for a name that leaves nothing when it is made safe.
 */
export function playbookTemplate(name: string, verb: Verb): PlaybookTemplate | null {
  const service = slugify(name).slice(0, 60).replace(/-+$/, "");
  if (!/^[a-z]/.test(service)) return null;
  const path = `playbooks/${service}/${verb}.yml`;
  const variable = `${service.replaceAll("-", "_")}_port`;
  const title = `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${service}`;
  const text = `# chiffon:service=${service}
# chiffon:action=${verb}
# chiffon:idempotent=true
---
- name: ${title}
  hosts: all
  gather_facts: false
  vars:
    # Port that ${service} listens on
    ${variable}: 8080
  tasks:
    - name: Say that the steps are missing
      ansible.builtin.fail:
        msg: Replace this task by the steps that ${verb} ${service}.
`;
  return { path, text };
}
