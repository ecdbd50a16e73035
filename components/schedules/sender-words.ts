import type { AlertFormat, Webhook } from "#server/contracts/webhook.ts";

/** The senders that are known, as people call them. */
export const senderNames: Readonly<Record<AlertFormat, string>> = {
  uptime_kuma: "Uptime Kuma",
  alertmanager: "Alertmanager",
  grafana: "Grafana",
  generic: "A sender of your own",
};

/** Whether a sender can sign what it sends. */
export function canSign(format: AlertFormat): boolean {
  return format === "grafana" || format === "generic";
}

/** What is entered at the sender, and where. */
export interface SenderSetup {
  readonly where: string;
  readonly text: string;
}

/**
 * How a sender is told to call a webhook.
 *
 * @param url the webhook's address
 * @param secret its secret, or what stands for it once nobody knows it any more
 */
export function setupOf(
  { format, auth }: Pick<Webhook, "format" | "auth">,
  url: string,
  secret: string,
): SenderSetup {
  switch (format) {
    case "uptime_kuma":
      return {
        where:
          "In Uptime Kuma: Settings, Notifications, Setup Notification, type Webhook, request body Preset. Additional headers:",
        text: `Post URL: ${url}\n\n{ "Authorization": "Bearer ${secret}" }`,
      };
    case "alertmanager":
      return {
        where: "In alertmanager.yml:",
        text: [
          "receivers:",
          "  - name: chiffon",
          "    webhook_configs:",
          `      - url: ${url}`,
          "        send_resolved: true",
          "        http_config:",
          "          authorization:",
          "            type: Bearer",
          `            credentials: ${secret}`,
        ].join("\n"),
      };
    case "grafana":
      return {
        where: "In Grafana: Alerting, Contact points, integration Webhook, optional settings:",
        text: auth === "signature" ? grafanaSigned(url, secret) : grafanaShown(url, secret),
      };
    case "generic":
      return {
        where: "From a shell:",
        text: auth === "signature" ? curlSigned(url, secret) : curlShown(url, secret),
      };
  }
}

function grafanaSigned(url: string, secret: string): string {
  return [
    `URL: ${url}`,
    `HMAC Signature, Secret: ${secret}`,
    "HMAC Signature, Header: X-Grafana-Alerting-Signature",
    "HMAC Signature, Timestamp Header: X-Grafana-Alerting-Timestamp",
  ].join("\n");
}

function grafanaShown(url: string, secret: string): string {
  return [
    `URL: ${url}`,
    "Authorization Header, Scheme: Bearer",
    `Authorization Header, Credentials: ${secret}`,
  ].join("\n");
}

const sample = `{"status":"firing","host":"web1","service":"nginx","alert":"down"}`;

function curlShown(url: string, secret: string): string {
  return [
    `curl -X POST ${url} \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    `  -H 'Content-Type: application/json' -d '${sample}'`,
  ].join("\n");
}

function curlSigned(url: string, secret: string): string {
  return [
    `body='${sample}'`,
    "t=$(date +%s)",
    `v1=$(printf '%s' "$t.$body" | openssl dgst -sha256 -hmac '${secret}' | sed 's/^.* //')`,
    `curl -X POST ${url} \\`,
    '  -H "X-Chiffon-Signature: t=$t,v1=$v1" \\',
    `  -H 'Content-Type: application/json' -d "$body"`,
  ].join("\n");
}
