import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { RoutingDecision, RulesView } from "#server/contracts/routing.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { testAgent } from "#tests/support/routing-candidates.ts";
import { RoutingRules } from "./routing-rules.tsx";

const at = "/api/v1/routing/rules";
const [attic, cellar] = [testAgent(1), testAgent(2)];
const view: RulesView = {
  ...{ path: "/data/routing.yml", content: "version: 1\n", hash: "a".repeat(64), problem: null },
  rules: [{ name: "media", match: { service: "plex" }, to: { agent: "attic" }, otherwise: "wait" }],
  ...{ domains: [], loadedAt: null },
};
const decision: RoutingDecision = {
  ...{ taskKey: "t1", method: "rule", ruleName: "media", domain: "media", reason: "by the rule" },
  ...{
    chosenAgentId: attic.id,
    runnerUpAgentId: cellar.id,
    reserved: null,
    notes: ["attic: offline"],
  },
  candidates: [
    {
      ...{ agentId: cellar.id, name: "cellar", score: 30, obstacle: null },
      parts: { success: 20, recent: 0, specialisation: 0, load: 10 },
    },
    {
      ...{ agentId: attic.id, name: "attic", score: 50, obstacle: null },
      parts: { success: 20, recent: 0, specialisation: 20, load: 10 },
    },
    {
      ...{ agentId: testAgent(3).id, name: "shed", score: null, parts: null },
      obstacle: { code: "offline", kind: "filtered", isPermanent: false, message: "offline" },
    },
  ],
};

function show(change: Partial<RulesView> = {}, role: "admin" | "viewer" = "admin") {
  const network = standInNetwork();
  network.answer(`GET ${at}`, { ...view, ...change });
  network.answer(`PATCH ${at}`, view);
  network.answer("POST /api/v1/routing/explain", {
    task: { text: "", playbook: "plex.yml", service: "plex", hosts: ["nas1"] },
    decision,
  });
  renderAs(role, <RoutingRules />);
  const sent = (method: string) =>
    network.sent.filter((one) => one.method === method).map(({ body }) => body);
  return { network, user: userEvent.setup(), sent };
}

async function edit(content: string): Promise<void> {
  fireEvent.change(await screen.findByLabelText("Rules", { selector: "textarea" }), {
    target: { value: content },
  });
}

it("lists the rules in force, and says what is wrong with the file", async () => {
  show({ problem: { line: 3, message: "two rules have the same name" } });
  expect(await screen.findByText("media")).toBeDefined();
  expect(screen.getByText("to attic, or it waits")).toBeDefined();
  expect(screen.getByText(/Line 3: two rules have the same name/)).toBeDefined();
});

it("says where a request would go: method, scores, who is next and who can't", async () => {
  const { user, sent } = show();
  await user.type(await screen.findByLabelText("Where would this go?"), "Deploy plex{Enter}");
  expect(await screen.findByText("By the rule “media”")).toBeDefined();
  expect(sent("POST")).toEqual([{ text: "Deploy plex" }]);
  expect(screen.getByText("Understood as plex, plex.yml on nas1.")).toBeDefined();
  const rows = within(screen.getByRole("list", { name: "Agents looked at" }));
  const texts = rows.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(texts).toEqual([
    expect.stringMatching(/^attic chosen50 of 100Success 20 of 40.*specialisation 20 of 20/),
    expect.stringMatching(/^cellar next in line30 of 100/),
    "shedoffline",
  ]);
});

it("tries rules that are not saved, saves them over what was read, and discards", async () => {
  const { user, sent } = show();
  await edit("version: 1\nrules: []\n");
  await user.type(screen.getByLabelText("Where would this go?"), "plex");
  await user.click(screen.getByRole("button", { name: "Try with these rules" }));
  expect(sent("POST")).toEqual([{ text: "plex", rules: "version: 1\nrules: []\n" }]);
  await user.click(screen.getByText("Save rules"));
  expect(sent("PATCH")).toEqual([{ content: "version: 1\nrules: []\n", hash: view.hash }]);
  await screen.findByRole("button", { name: "Try" });
  await edit("x");
  await user.click(screen.getByText("Discard"));
  expect(screen.getByLabelText("Rules", { selector: "textarea" })).toHaveProperty(
    "value",
    view.content,
  );
});

it("says when the file changed meanwhile, and keeps what was typed", async () => {
  const { network, user } = show();
  await edit("mine");
  const now = { ...view, content: "theirs", hash: "b".repeat(64) };
  network.answer(`GET ${at}`, now);
  const message = "The routing rules were changed meanwhile.";
  network.answer(
    `PATCH ${at}`,
    { code: "rules_changed", errorMessage: message, fix: "Load." },
    409,
  );
  await user.click(screen.getByText("Save rules"));
  expect(await screen.findByText(message)).toBeDefined();
  expect(await screen.findByText("The file was changed meanwhile")).toBeDefined();
  expect(screen.getByLabelText("Rules", { selector: "textarea" })).toHaveProperty("value", "mine");
  await user.click(screen.getByText("Discard"));
  expect(screen.getByLabelText("Rules", { selector: "textarea" })).toHaveProperty(
    "value",
    "theirs",
  );
});

it("starts from an example where there is no file", async () => {
  const { user } = show({ content: "", rules: [] });
  expect(await screen.findByText(/There are no rules/)).toBeDefined();
  await user.click(screen.getByText("Start from an example"));
  const box = screen.getByLabelText<HTMLTextAreaElement>("Rules", { selector: "textarea" });
  expect(box.value).toContain("version: 1");
});

it("lets a viewer read and try, and change nothing", async () => {
  show({}, "viewer");
  expect(await screen.findByLabelText("Rules", { selector: "textarea" })).toHaveProperty(
    "readOnly",
    true,
  );
  expect(screen.queryByText("Save rules")).toBeNull();
  expect(screen.getByRole("button", { name: "Try" })).toBeDefined();
});
