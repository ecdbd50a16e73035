import { request as httpRequest } from "node:http";
import { io, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { JoinReply, LiveEvent } from "#server/contracts/events.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import { joinAs, setUpAdmin, startWeb, TestBrowser, type TestWeb } from "#tests/support/web.ts";

let database: TestDatabase;
let web: TestWeb;
let admin: TestBrowser;
const open: Socket[] = [];

beforeAll(async () => {
  database = await createDatabase();
  web = await startWeb({ databaseUrl: database.url });
  admin = await setUpAdmin(web);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

const freshTopic = (): `conversation:${string}` => `conversation:${crypto.randomUUID()}`;

async function append(topic: `conversation:${string}`, count = 1): Promise<number> {
  for (let at = 0; at < count; at++) {
    await inTransaction(web.db, (tx) =>
      appendEvent(tx, topic, { type: "conversation.changed", conversationId: topic.slice(13) }),
    );
  }
  return lastSeq(web.db, topic);
}

function client(
  browser: TestBrowser | null,
  options: { origin?: string; transport?: string } = {},
): Socket {
  const socket = io(web.url, {
    transports: [options.transport ?? "websocket"],
    forceNew: true,
    reconnection: false,
    extraHeaders: {
      origin: options.origin ?? web.url,
      ...(browser?.cookie ? { cookie: browser.cookie } : {}),
    },
  });
  open.push(socket);
  return socket;
}

/** Resolves with "connected", or with what the server said instead. */
function outcome(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once("connect", () => resolve("connected"));
    socket.once("connect_error", (error: Error & { data?: { code?: string } }) =>
      resolve(error.data?.code ?? error.message),
    );
  });
}

function join(socket: Socket, topic: string, afterSeq: number | null): Promise<JoinReply> {
  return socket.timeout(5_000).emitWithAck("join", { topic, afterSeq });
}

function collect(socket: Socket): { seqs: number[]; reached: (seq: number) => Promise<void> } {
  const seqs: number[] = [];
  const waiting = new Set<() => void>();
  socket.on("event", (event: LiveEvent) => {
    seqs.push(event.seq);
    for (const check of waiting) check();
  });
  return {
    seqs,
    reached: (seq) =>
      new Promise((resolve) => {
        const check = () => {
          if ((seqs.at(-1) ?? 0) < seq) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

const dropped = (socket: Socket): Promise<number> => {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    socket.once("disconnect", () => resolve(performance.now() - startedAt));
  });
};
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe("who gets in", () => {
  it.each(["websocket", "polling"])(
    "people with a session, from our own pages (%s)",
    async (transport) => {
      expect(await outcome(client(admin, { transport }))).toBe("connected");
    },
  );

  it.each(["websocket", "polling"])("nobody without a session (%s)", async (transport) => {
    expect(await outcome(client(null, { transport }))).toBe("not_signed_in");
    const stale = new TestBrowser(web);
    stale.cookie = "chiffon_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    expect(await outcome(client(stale, { transport }))).toBe("not_signed_in");
  });

  it.each(["websocket", "polling"])(
    "no other site, even with the cookie (%s)",
    async (transport) => {
      for (const origin of ["http://evil.example", "null", web.url.replace("http", "https")]) {
        expect(await outcome(client(admin, { transport, origin }))).toMatch(/error/);
      }
    },
  );

  it.each([
    ["/socket.io/?EIO=4&transport=websocket", { host: "evil.example" }],
    ["/socket.io/?EIO=4&transport=websocket", { origin: undefined }],
    ["/_next/webpack-hmr", {}],
    ["/api/chat", {}],
    ["/", {}],
    ["//socket.io/?EIO=4&transport=websocket", {}],
  ])("no upgrade of %s with %o", async (target, changed) => {
    const status = await upgrade(target, {
      origin: web.url,
      cookie: admin.cookie ?? "",
      ...changed,
    });
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe("events", () => {
  it("reach a follower within milliseconds of the commit", async () => {
    const topic = freshTopic();
    const socket = client(admin);
    await outcome(socket);
    await join(socket, topic, null);
    const { reached } = collect(socket);
    const times: number[] = [];
    for (let at = 0; at < 50; at++) {
      const seq = await append(topic);
      const startedAt = performance.now();
      await reached(seq);
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    // The sweep alone would take a second on average.
    expect(times[25]).toBeLessThan(500 * measurePace());
  });

  it("come without gap or repeat to clients that come and go while they are written", async () => {
    const topic = freshTopic();
    const total = 400;
    const writing = (async () => {
      await Promise.all([
        append(topic, 100),
        append(topic, 100),
        append(topic, 100),
        append(topic, 100),
      ]);
    })();
    const follow = async (): Promise<number[]> => {
      const seen: number[] = [];
      while ((seen.at(-1) ?? 0) < total) {
        const socket = client(admin);
        const { seqs, reached } = collect(socket);
        await outcome(socket);
        const answer = await join(socket, topic, seen.at(-1) ?? 0);
        expect(answer).toMatchObject({ ok: true, reset: false });
        await reached(Math.min(total, (seen.at(-1) ?? 0) + 37));
        socket.disconnect();
        seen.push(...seqs);
      }
      return seen;
    };
    const everyone = await Promise.all([follow(), follow(), follow()]);
    await writing;
    for (const seen of everyone) expect(seen).toEqual(range(1, total));
  });

  it("arrive by the sweep when a notification is lost", async () => {
    const topic = freshTopic();
    const socket = client(admin);
    await outcome(socket);
    await join(socket, topic, null);
    const { seqs, reached } = collect(socket);
    // Written as appendEvent writes, without the notification.
    await web.db.$executeRaw`INSERT INTO event_topic (topic, last_seq) VALUES (${topic}, 1)`;
    await web.db.$executeRaw`INSERT INTO event (topic, seq, body)
      VALUES (${topic}, 1, ${JSON.stringify({ type: "conversation.changed", conversationId: topic.slice(13) })}::jsonb)`;
    await reached(1);
    expect(seqs).toEqual([1]);
  });

  it("stop at leave, and do not cross over to other topics", async () => {
    const [here, there] = [freshTopic(), freshTopic()];
    const socket = client(admin);
    await outcome(socket);
    await join(socket, here, null);
    await join(socket, there, null);
    const { seqs, reached } = collect(socket);
    socket.emit("leave", { topic: there });
    await join(socket, freshTopic(), null);
    await append(there);
    await append(here, 2);
    await reached(2);
    expect(seqs).toEqual([1, 2]);
  });
});

describe("what a browser may say", () => {
  it.each([
    { topic: "secrets", afterSeq: 0 },
    { topic: "run:1", afterSeq: 0 },
    { topic: "fleet", afterSeq: -1 },
    { topic: "fleet", afterSeq: "0" },
    { topic: "fleet", afterSeq: 0, extra: true },
    { topic: { $ne: "" }, afterSeq: 0 },
    null,
    "fleet",
  ])("is checked: %o", async (message) => {
    const socket = client(admin);
    await outcome(socket);
    const answer: JoinReply = await socket.timeout(5_000).emitWithAck("join", message);
    expect(answer).toMatchObject({ ok: false, errorCode: "invalid_input" });
  });

  it("is to follow what they are told themselves, and nobody else's", async () => {
    const personOf = async (browser: TestBrowser) =>
      ((await browser.get("/api/session")).json["person"] as { id: string }).id;
    const other = await joinAs(web, admin, "approver", "Nosy");
    const topic = `person:${await personOf(admin)}` as const;
    await inTransaction(web.db, (tx) => appendEvent(tx, topic, { type: "notifications.changed" }));
    const [own, nosy] = [client(admin), client(other)];
    await Promise.all([outcome(own), outcome(nosy)]);
    expect(await join(own, topic, 0)).toMatchObject({ ok: true, seq: 1 });
    const { seqs } = collect(nosy);
    for (const afterSeq of [0, null])
      expect(await join(nosy, topic, afterSeq)).toMatchObject({
        ...{ ok: false, errorCode: "not_allowed" },
      });
    await inTransaction(web.db, (tx) => appendEvent(tx, topic, { type: "notifications.changed" }));
    const { reached } = collect(own);
    await reached(2);
    expect(seqs).toEqual([]);
  });

  it("is join and leave, nothing else", async () => {
    const socket = client(admin);
    await outcome(socket);
    const gone = dropped(socket);
    socket.emit("approve", { planId: "x" });
    await gone;
  });

  it("is limited in number and size", async () => {
    const flood = client(admin);
    await outcome(flood);
    const gone = dropped(flood);
    for (let at = 0; at < 500; at++) flood.emit("leave", { topic: "fleet" });
    await gone;

    const large = client(admin);
    await outcome(large);
    const cut = dropped(large);
    large.emit("join", { topic: "x".repeat(200_000), afterSeq: 0 });
    await cut;
    expect(await outcome(client(admin))).toBe("connected");
  });
});

describe("sockets of an ended session", () => {
  const cases: [string, (browser: TestBrowser, id: string) => Promise<unknown>][] = [
    ["sign-out", (browser) => browser.send("DELETE", "/api/session")],
    [
      "a new role",
      (_browser, id) => admin.send("PATCH", `/api/people/${id}`, { body: { role: "viewer" } }),
    ],
    [
      "being disabled",
      (_browser, id) => admin.send("PATCH", `/api/people/${id}`, { body: { disabled: true } }),
    ],
    [
      "a password change elsewhere",
      async (browser, _id) => {
        const elsewhere = new TestBrowser(web);
        const { json } = await browser.get("/api/session");
        const name = (json["person"] as { name: string }).name;
        await elsewhere.post("/api/session", { name, password: "correct horse" });
        await elsewhere.post("/api/session/password", {
          currentPassword: "correct horse",
          newPassword: "battery staple",
        });
      },
    ],
    [
      "the end of its time, which nobody announces",
      async (_browser, id) => {
        await web.db
          .$executeRaw`UPDATE session SET expires_at = now() WHERE person_id = ${id}::uuid`;
      },
    ],
  ];

  it.each(cases)(
    "are dropped after %s, within the second or two of the check",
    async (name, end) => {
      const browser = await joinAs(
        web,
        admin,
        "operator",
        `P ${cases.findIndex(([one]) => one === name)}`,
      );
      const { json } = await browser.get("/api/session");
      const id = (json["person"] as { id: string }).id;
      const socket = client(browser);
      expect(await outcome(socket)).toBe("connected");
      await join(socket, "fleet", null);
      let droppedAt = 0;
      const gone = dropped(socket).then(() => {
        droppedAt = performance.now();
      });
      await end(browser, id);
      const endedAt = performance.now();
      await gone;
      expect(droppedAt - endedAt).toBeLessThan(
        (name.startsWith("the end") ? 2_500 : 1_000) * measurePace(),
      );
    },
  );

  it("leaves the sockets of others alone", async () => {
    const other = await joinAs(web, admin, "viewer", "Leaver");
    const [mine, theirs] = [client(admin), client(other)];
    await Promise.all([outcome(mine), outcome(theirs)]);
    const gone = dropped(theirs);
    await other.send("DELETE", "/api/session");
    await gone;
    expect(mine.connected).toBe(true);
  });
});

/** Status that an upgrade is answered with; 101 when it is let through. */
function upgrade(target: string, headers: Record<string, string | undefined>): Promise<number> {
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      host: "127.0.0.1",
      port: web.port,
      path: target,
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...Object.fromEntries(given),
      },
    });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    sent.on("error", reject);
    sent.end();
  });
}
