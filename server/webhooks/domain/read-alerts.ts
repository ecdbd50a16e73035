import {
  type AlertFormat,
  type GenericAlert,
  type GroupedAlerts,
  genericAlertSchema,
  groupedAlertsSchema,
  type KumaAlert,
  kumaAlertSchema,
  maxAlertsAtOnce,
} from "#server/contracts/webhook.ts";
import { AppError } from "#server/lib/app-error.ts";
import { type AlertValues, safeValue } from "./template.ts";

/** An alert, whoever tells of it. */
export interface Alert {
  /** Equal for all that is told of one incident. */
  readonly key: string;
  readonly isFiring: boolean;
  readonly values: AlertValues;
}

/** What a sender tells of, in the format that it speaks. @throws invalid_input */
export function readAlerts(format: AlertFormat, body: Uint8Array): Alert[] {
  const given = parseJson(body);
  switch (format) {
    case "alertmanager":
    case "grafana": {
      const read = groupedAlertsSchema.safeParse(given);
      return read.success ? alertsOfGroup(read.data) : refuseBody(format);
    }
    case "uptime_kuma": {
      const read = kumaAlertSchema.safeParse(given);
      return read.success ? alertsOfKuma(read.data) : refuseBody(format);
    }
    case "generic": {
      const read = genericAlertSchema.safeParse(given);
      return read.success ? alertsOfGeneric(read.data) : refuseBody(format);
    }
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch (cause) {
    throw new AppError("invalid_input", { message: "The body is not valid JSON.", cause });
  }
}

function refuseBody(format: AlertFormat): never {
  throw new AppError("invalid_input", {
    message: `The body is not what ${format.replace("_", " ")} sends. Choose the format that the sender speaks.`,
  });
}

/** What Alertmanager and Grafana tell. */
export function alertsOfGroup({ groupKey = "", alerts }: GroupedAlerts): Alert[] {
  return alerts.slice(0, maxAlertsAtOnce).map(({ status, labels, fingerprint }) => {
    const host = labels.host ?? labels.hostname ?? labels.node ?? labels.instance ?? null;
    const service = labels.service ?? labels.app ?? labels.name ?? labels.job ?? null;
    const values = { host: hostOf(host), service, alert: labels.alertname ?? null };
    return {
      key: fingerprint ?? `${groupKey}\n${keyOf(values)}`,
      isFiring: status === "firing",
      values,
    };
  });
}

/** Kuma's numbers: 0 is down, 1 up; 2 and 3, pending and under maintenance, are neither. */
export function alertsOfKuma({ heartbeat, monitor }: KumaAlert): Alert[] {
  if (!heartbeat || !monitor || (heartbeat.status !== 0 && heartbeat.status !== 1)) return [];
  const { id, name, hostname, url } = monitor;
  return [
    {
      key: `monitor ${id}`,
      isFiring: heartbeat.status === 0,
      values: {
        host: hostOf(hostname || url || null),
        service: name,
        alert: `${name}-down`,
      },
    },
  ];
}

/** What a sender of one's own tells. */
export function alertsOfGeneric({ status, id, host, service, alert }: GenericAlert): Alert[] {
  const values = {
    host: hostOf(host ?? null),
    service: service ?? null,
    alert: alert ?? null,
  };
  return [{ key: id ?? keyOf(values), isFiring: status === "firing", values }];
}

/** What an incident is called: names only, harmless to show. */
export function titleOf({ host, service, alert }: AlertValues): string {
  const what = safeValue(alert) || safeValue(service) || "alert";
  const where = safeValue(host);
  return where === "" ? what : `${what} on ${where}`;
}

const keyOf = ({ host, service, alert }: AlertValues): string =>
  [host, service, alert].map((value) => value ?? "").join("\n");

/** The name in an address: without scheme, user, port and path. */
function hostOf(given: string | null): string | null {
  const address = (given ?? "").trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const host = (address.split(/[/?#]/, 1)[0] ?? "").replace(/^.*@/, "").replace(/:\d+$/, "");
  return host === "" ? null : host;
}
