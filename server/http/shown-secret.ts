import { maxAlertBytes } from "#server/contracts/webhook.ts";
import { readBytes } from "./read-body.ts";

/** What a sender of alerts shows, with its body as it came. @throws body_too_large */
export async function shownBySender(request: Request) {
  const header = (name: string) => request.headers.get(name);
  return {
    authorization: header("authorization"),
    signatures: {
      chiffon: header("x-chiffon-signature"),
      grafana: header("x-grafana-alerting-signature"),
      grafanaTimestamp: header("x-grafana-alerting-timestamp"),
    },
    body: await readBytes(request, maxAlertBytes),
  };
}
