import type { AgentTools } from "#server/contracts/agent.ts";

/** What is missing on the machine of an agent, each with the command that brings it. */
export function toolTrouble({ ansible, bubblewrap, ssh }: AgentTools): string[] {
  const missing = [
    [
      ansible,
      "Ansible is not installed here: no playbook can be run. Install it, then restart the agent: sudo apt-get install -y ansible-core",
    ],
    [
      ssh,
      "ssh is not installed here: no host can be reached. Install it, then restart the agent: sudo apt-get install -y openssh-client",
    ],
    [
      bubblewrap,
      "bubblewrap is not installed here: runs are less confined, and their output says so. Install it, then restart the agent: sudo apt-get install -y bubblewrap",
    ],
  ] as const;
  return missing.filter(([found]) => found === null).map(([, words]) => words);
}
