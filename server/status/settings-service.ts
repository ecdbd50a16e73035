import { readFile } from "node:fs/promises";
import type { AgentsService } from "#server/agents/agents-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { SettingsView } from "#server/contracts/api.ts";

/** What the settings page says about this installation; nothing secret. */
export class SettingsService {
  private readonly deps: {
    audit: AuditService;
    agents: AgentsService;
    dataDir: string;
    sshPublicKey: string;
    embeddedDatabase: boolean;
    planExpiryMinutes: number;
    version: string;
    /** What other parts say is off, in words. */
    otherNotices: () => Promise<readonly string[]>;
  };

  constructor(deps: SettingsService["deps"]) {
    this.deps = deps;
  }

  async view(): Promise<SettingsView> {
    const head = await this.deps.audit.head();
    return {
      version: this.deps.version,
      dataDir: this.deps.dataDir,
      sshPublicKey:
        (await readFile(this.deps.sshPublicKey, "utf8").catch(() => null))?.trim() ?? null,
      auditHead: { seq: head.seq, hash: head.hash },
      embeddedDatabase: this.deps.embeddedDatabase,
      planExpiryMinutes: this.deps.planExpiryMinutes,
      notices: await this.notices(),
    };
  }

  /** What is off on this machine, and how to switch it on. */
  private async notices(): Promise<string[]> {
    const notices = [...(await this.deps.otherNotices())];
    for (const agent of await this.deps.agents.all()) {
      if (agent.tools === null) continue;
      if (agent.tools.ansible === null)
        notices.push(`${agent.name} has no ansible-playbook: apt-get install ansible-core`);
      if (agent.tools.bubblewrap === null)
        notices.push(
          `${agent.name} has no bubblewrap, so runs are confined less: apt-get install bubblewrap`,
        );
      if (agent.tools.ssh === null)
        notices.push(`${agent.name} has no ssh client: apt-get install openssh-client`);
    }
    return notices;
  }
}
