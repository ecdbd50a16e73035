import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { safeFacts } from "#server/notifications/domain/notification-facts.ts";
import { CanaryFinder, makeCanaries } from "#tests/support/canaries.ts";
import { planFor, until, waitForPlan } from "#tests/support/installation.ts";
import { startMailServer, startReceiver } from "#tests/support/message-receivers.ts";
import { useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const lab = useLab();
const { chiffon } = lab;
const hook = await startReceiver();
const ntfy = await startReceiver();
const mail = await startMailServer(null);
afterAll(async () => {
  await Promise.all([hook.close(), ntfy.close(), mail.close()]);
});

// What has the length to be known by; a secret of three signs is left alone everywhere.
const canaries = makeCanaries();
const finder = new CanaryFinder(canaries);
const single = canaries.filter(({ kind }) => kind === "long").map(({ value }) => value);
const [token = "", inName = "", channelSecret = "", mailSecret = ""] = single;

beforeAll(async () => {
  for (const [at, { value }] of canaries.entries()) {
    const body = { name: `planted${at}`, kind: "api_key", scope: "global", value };
    await chiffon.admin.call("POST", "/api/secrets", body);
  }
  const channel = (target: object, secret?: string) =>
    chiffon.admin.call("POST", "/api/v1/notifications/channels", {
      ...{ name: "Planted", is_shared: true, target },
      kinds: ["approval_waiting", "run_finished", "firing_failed"],
      ...(secret === undefined ? {} : { secret }),
    });
  await channel({ kind: "webhook", url: hook.url });
  await channel({ kind: "ntfy", url: ntfy.url, topic: "lab" }, channelSecret);
  await channel(
    {
      ...{ kind: "mail", host: "127.0.0.1", port: mail.port, security: "none", user: null },
      ...{ from: "chiffon@example.com", to: "ada@example.com" },
    },
    mailSecret,
  );
});

/** Everything that left through any channel, headers as well but for what the channel itself shows. */
const everythingSent = () =>
  [
    ...[...hook.calls, ...ntfy.calls].map(({ body, headers, path }) =>
      [path, JSON.stringify({ ...headers, authorization: "" }), body.toString("utf8")].join("\n"),
    ),
    ...mail.mails.map(({ text }) => text.replace(/=\r\n/g, "")),
  ].join("\n");

describe("no planted secret in any channel (R12)", () => {
  it("not from the words of a request, the names of tasks, the output of a run, or a failure's reason", async () => {
    lab.repository.commit({
      "playbooks/leaky/deploy.yml": playbook({
        service: "leaky",
        body: `  tasks:
    - name: "Signs in with ${inName}"
      ansible.builtin.fail:
        msg: "refused ${canaries
          .map(({ value }) =>
            JSON.stringify(value)
              .slice(1, -1)
              .replace(/[{}\\\\"']/g, ""),
          )
          .join(" ")} ${token}"
`,
      }),
    });
    await lab.rescan();
    const { plan, request_id: requestId } = await planFor(
      chiffon.operator,
      `Deploy the leaky, its token is ${token}`,
    );
    await chiffon.approver.decide(plan);
    await until("the end is told of everywhere", () => {
      const ends = (calls: typeof hook.calls) =>
        calls.filter(({ body }) => body.includes("Failed")).length;
      return (
        ends(hook.calls) > 0 &&
        ends(ntfy.calls) > 0 &&
        mail.mails.some(({ text }) => text.includes("Failed"))
      );
    });
    expect(everythingSent()).toContain(requestId);
    expect(finder.leaksIn(everythingSent())).toEqual([]);
  });

  it("not from the words of a schedule that could not be planned", async () => {
    const { id } = await chiffon.operator.call<{ id: string }>("POST", "/api/v1/schedules", {
      ...{ text: `Deploy the unheard-of with ${token}`, when: "daily at 4" },
    });
    await chiffon.operator.call("POST", `/api/v1/schedules/${id}/fire`, {});
    await until("it is told of", () =>
      hook.calls.some(({ body }) => body.includes("firing_failed")),
    );
    expect(finder.leaksIn(everythingSent())).toEqual([]);
  });

  it("and the finder would have found one", async () => {
    const { requestId } = await chiffon.operator.say("Deploy the beacon");
    await waitForPlan(chiffon.operator, requestId);
    expect(finder.leaksIn(`${everythingSent()} ${token}`)).not.toEqual([]);
    const naive = safeFacts({ action: `with ${token}` }, (text) => text);
    expect(finder.leaksIn(naive.action)).not.toEqual([]);
  });
});
