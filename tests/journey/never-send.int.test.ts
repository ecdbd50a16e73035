import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import { startClaude } from "#tests/support/fake-model/claude-server.ts";
import { useInstallation } from "#tests/support/installation.ts";
import { ask } from "./conversation.ts";
import { addRepository, PlaybookRepository } from "./playbook-repository.ts";

const claude = await startClaude();
const { models } = loadConfig({
  DATABASE_URL: "postgres://x/x",
  REDIS_URL: "redis://x",
  ANTHROPIC_API_KEY: "sk-ant-test-0123456789",
  ANTHROPIC_BASE_URL: `${claude.url}/v1`,
  OLLAMA_URL: "http://127.0.0.1:1",
  MODEL_BUDGET_USD_MONTH: "10",
});
const chiffon = useInstallation({ config: { models } });

const inventory = (host: string) => `all:\n  hosts:\n    ${host}: { ansible_host: 192.0.2.7 }\n`;
const playbook = (service: string, value: string) => `---
# Deploys ${service}.
# chiffon:service=${service}
# chiffon:action=deploy
# chiffon:value=${value}
- name: Deploy ${service}
  hosts: all
  tasks:
    - name: Install
      ansible.builtin.apt:
        name: ${service}
`;

beforeAll(async () => {
  const add = async (name: string, files: Record<string, string>) => {
    const directory = path.join(chiffon.paths.apps, `../${name}`);
    return addRepository(chiffon.admin, name, new PlaybookRepository(directory, files));
  };
  const { id } = await add("kept", {
    "inventory/hosts.yml": inventory("strongroom"),
    "playbooks/vaultwarden.yml": playbook("vaultwarden", "normal"),
  });
  await chiffon.admin.call("PATCH", `/api/repositories/${id}`, { neverSend: true });
  await add("open", {
    "inventory/hosts.yml": inventory("box1"),
    "playbooks/jellyfin.yml": playbook("jellyfin", "high"),
  });
  claude.behave({ kind: "status", status: 500 });
});
afterAll(() => claude.close());

it("an external model hears nothing of a kept repository's plan in the same conversation (AI-01)", async () => {
  await ask(chiffon.operator, "deploy jellyfin on box1");
  expect(claude.calls.length).toBeGreaterThan(0);
  const before = claude.calls.length;
  const { conversationId } = await ask(chiffon.operator, "deploy vaultwarden on strongroom");
  await ask(chiffon.operator, "deploy jellyfin on box1", { conversationId });
  expect(claude.calls).toHaveLength(before);
  expect(JSON.stringify(claude.calls)).not.toMatch(/strongroom|vaultwarden/);
});
