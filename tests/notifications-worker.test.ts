import { readFileSync } from "node:fs";
import vm from "node:vm";
import { expect, it } from "vitest";

type Handler = (event: object) => void;

/** Runs the script that browsers run for messages, with the parts of a service worker that it touches. */
function startWorker(openTabs: readonly string[] = []) {
  const handlers = new Map<string, Handler>();
  const shown: { title: string; options: Record<string, unknown> }[] = [];
  const opened: string[] = [];
  const self = {
    location: { origin: "https://chiffon.example" },
    addEventListener: (type: string, handler: Handler) => void handlers.set(type, handler),
    registration: {
      showNotification: (title: string, options: Record<string, unknown>) =>
        void shown.push({ title, options }),
    },
    clients: {
      matchAll: async () =>
        openTabs.map((url) => ({ url, focus: () => void opened.push(`focus ${url}`) })),
      openWindow: (url: string) => void opened.push(url),
    },
  };
  vm.runInNewContext(readFileSync("public/notifications.js", "utf8"), { self, URL });
  const dispatch = async (type: string, event: object) => {
    let work: unknown;
    const waitUntil = (promise: unknown) => {
      work = promise;
    };
    handlers.get(type)?.({ ...event, waitUntil });
    await work;
  };
  const click = (path: string) =>
    dispatch("notificationclick", { notification: { close: () => undefined, data: { path } } });
  return { shown, opened, dispatch, click };
}

it("a message is shown with its title, its text and where it leads", async () => {
  const { shown, dispatch } = startWorker();
  const message = { title: "Done: Deploy", body: "Host: nas", tag: "d1", path: "/requests/1" };
  await dispatch("push", { data: { json: () => message } });
  expect(shown).toEqual([
    {
      title: "Done: Deploy",
      options: expect.objectContaining({
        ...{ body: "Host: nas", tag: "d1", data: { path: "/requests/1" } },
      }),
    },
  ]);
  // No button: nothing is decided from a notification.
  expect(shown[0]?.options).not.toHaveProperty("actions");
});

it("what can't be read is shown as well, as browsers demand", async () => {
  const { shown, dispatch } = startWorker();
  await dispatch("push", { data: null });
  expect(shown[0]?.title).toBe("Chiffon");
});

it.each([
  ["/requests/1", [], "https://chiffon.example/requests/1"],
  [
    "/requests/1",
    ["https://chiffon.example/requests/1"],
    "focus https://chiffon.example/requests/1",
  ],
  ["//evil.example/", [], "https://chiffon.example"],
  ["https://evil.example/", [], "https://chiffon.example"],
  ["javascript:alert(1)", [], "https://chiffon.example"],
])("a press on %s with the tabs %o opens %s", async (path, tabs, place) => {
  const { opened, click } = startWorker(tabs);
  await click(path);
  expect(opened).toEqual([place]);
});
