import { queryOptions } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** What one was told of, newest first, the last fifty. */
export function notificationsQuery() {
  return queryOptions({
    queryKey: keys.notifications,
    queryFn: ({ signal }) => callApi("listNotifications", { query: {}, signal }),
  });
}

/** What one is told of, and by which channels. */
export function notificationSettingsQuery() {
  return queryOptions({
    queryKey: keys.notificationSettings,
    queryFn: ({ signal }) => callApi("readNotificationSettings", { signal }),
  });
}
