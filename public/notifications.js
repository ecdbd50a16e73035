// Shows messages that come while no tab of Chiffon is open, and opens what they are about. It decides nothing.
self.addEventListener("push", (event) => {
  let message = { title: "Chiffon", body: "There is news.", tag: "news", path: "/" };
  try {
    message = { ...message, ...event.data.json() };
  } catch {
    // A browser must show something for every push.
  }
  event.waitUntil(
    self.registration.showNotification(String(message.title), {
      body: String(message.body),
      tag: String(message.tag),
      icon: "/icons/icon-192.png",
      data: { path: String(message.path) },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data;
  const address = new URL(path, self.location.origin);
  const place = address.origin === self.location.origin ? address.href : self.location.origin;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (tabs) => {
      const open = tabs.find((tab) => tab.url === place);
      return open ? open.focus() : self.clients.openWindow(place);
    }),
  );
});
