import type { DomainWords } from "#server/contracts/routing.ts";
import type { PlaceableTask } from "./candidate.ts";

/** Domains that Chiffon knows with the words that say so: those of a homelab, and the six of IT operations. */
export const shippedDomains: readonly DomainWords[] = [
  domain(
    "media",
    "jellyfin plex emby sonarr radarr lidarr bazarr prowlarr media music video movies photos immich navidrome",
  ),
  domain("storage", "nas zfs smb samba nfs nextcloud syncthing minio storage disk share shares"),
  domain("backup", "backup backups restic borg borgbackup kopia duplicati snapshot snapshots"),
  domain(
    "network",
    "dns pihole adguard unbound dhcp vpn wireguard tailscale firewall router switch vlan network",
  ),
  domain(
    "monitoring",
    "monitoring kuma uptime prometheus grafana alertmanager netdata loki telegraf zabbix alerts metrics",
  ),
  domain(
    "home",
    "homeassistant zigbee zigbee2mqtt mosquitto mqtt esphome nodered frigate zwave lights",
  ),
  domain(
    "security",
    "vaultwarden authelia authentik keycloak fail2ban crowdsec certificate certificates tls hardening",
  ),
  domain("database", "postgres postgresql mysql mariadb redis mongodb influxdb database databases"),
  domain("web", "nginx caddy traefik apache haproxy website proxy"),
  domain("cmdb", "cmdb ci relationship relationships netbox configuration-items service-map"),
  domain("discovery", "discovery discover nmap scan subnet inventory-scan"),
  domain("asset", "asset assets license licenses warranty hardware-inventory snipeit lifecycle"),
  domain("csa", "csa cloud provisioning provision catalog-item self-service vm vms template"),
  domain("audit", "audit audits compliance cis benchmark lynis openscap"),
  domain("documentation", "documentation docs wiki bookstack outline runbook runbooks diagram"),
];

function domain(name: string, keywords: string): DomainWords {
  return { name, keywords: keywords.split(" ") };
}

/** The service says more than a word of the request. */
const serviceWeight = 3;

/**
 * What a task is about: the domains that most of its words speak for, in the order of the alphabet. One: it is clear.
 * Several: it is not. None: nothing speaks for any. `extra` adds words to shipped domains, or domains of its own.
 */
export function domainsOf(
  task: Pick<PlaceableTask, "text" | "service" | "playbook">,
  extra: readonly DomainWords[] = [],
): string[] {
  const text = words(`${task.text} ${task.playbook ?? ""}`);
  const service = words(task.service ?? "");
  const claims = new Map<string, number>();
  for (const { name, keywords } of [...shippedDomains, ...extra]) {
    const claim = keywords.reduce(
      (sum, keyword) =>
        sum + (says(text, keyword) ? 1 : 0) + (says(service, keyword) ? serviceWeight : 0),
      0,
    );
    if (claim > 0) claims.set(name, (claims.get(name) ?? 0) + claim);
  }
  const most = Math.max(0, ...claims.values());
  return [...claims].flatMap(([name, claim]) => (claim === most ? [name] : [])).sort();
}

/** Letters and digits of a text, one blank between words and around. */
function words(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

function says(text: string, keyword: string): boolean {
  return text.includes(words(keyword));
}
