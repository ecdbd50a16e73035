/** The parts of a window that messages to a browser need. */
type Surroundings = Pick<Window, "isSecureContext"> & { readonly navigator: object };

/** Why this browser can't be told, in words; null where it can. */
export function pushObstacle(surroundings: Surroundings): string | null {
  if (!surroundings.isSecureContext)
    return "Browsers take messages only from sites served over https, or from localhost. Put Chiffon behind a proxy with a certificate to use this; ntfy works without.";
  if (!("serviceWorker" in surroundings.navigator) || !("PushManager" in surroundings))
    return "This browser takes no messages. On an iPhone or iPad, add Chiffon to the Home Screen first and open it from there.";
  return null;
}

/**
 * Asks the person's leave and the browser's push service for a place to send to.
 *
 * @throws Error in words where leave is not given or the service has none
 */
export async function subscribe(pushKey: string) {
  if ((await Notification.requestPermission()) !== "granted")
    throw new Error(
      "This browser does not let Chiffon show messages: allow notifications for this site in the browser's settings.",
    );
  const registration = await navigator.serviceWorker.register("/notifications.js");
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  return {
    ...{ kind: "web_push" as const, endpoint: endpoint ?? "" },
    ...{ p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
  };
}

/** What a browser is called in the list of channels. */
export function browserName(userAgent: string): string {
  // Most say that they are Chrome and Safari as well: the odd ones out come first.
  const browser =
    ["Firefox", "Edg", "OPR", "Chrome", "Safari"].find((name) => userAgent.includes(name)) ??
    "Browser";
  const system = /Android|iPhone|iPad|Windows|Mac|Linux/.exec(userAgent)?.[0];
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return system === undefined ? name : `${name} on ${system}`;
}
