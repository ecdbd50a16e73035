import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Repository } from "#server/contracts/playbook.ts";
import { standInNetwork } from "#tests/support/dom/network.ts";
import { renderAs } from "#tests/support/dom/render-as.tsx";
import { makeRepository } from "#tests/support/dom/repositories.ts";
import { AnsibleChoice } from "./ansible-choice.tsx";

const ansibles = [
  { path: "/opt/new/bin/ansible-playbook", version: "2.17.1" },
  { path: "/usr/bin/ansible-playbook", version: "2.14.18" },
];

function show(ansible: Repository["ansible"] = null) {
  const network = standInNetwork();
  const repository = makeRepository({ ansible });
  network.answer("GET /api/v1/agents", { agents: [{ tools: { ansibles } }], seq: 0 });
  network.answer(`PATCH /api/repositories/${repository.id}`, {
    ...repository,
    ansible: ansibles[1],
  });
  renderAs("admin", <AnsibleChoice repository={repository} />);
  const sent = () => network.sent.filter(({ method }) => method === "PATCH").map((one) => one.body);
  return { user: userEvent.setup(), sent };
}

it("names the newest, lists every one, and stores the one that is chosen", async () => {
  const { user, sent } = show();
  expect(await screen.findByRole("option", { name: "The newest found: 2.17.1" })).toBeDefined();
  await user.selectOptions(screen.getByLabelText("Ansible"), "2.14.18: /usr/bin/ansible-playbook");
  await expect.poll(sent).toEqual([{ ansiblePath: "/usr/bin/ansible-playbook" }]);
});

it("goes back to the newest", async () => {
  const { user, sent } = show({ path: "/srv/old/ansible-playbook", version: "2.12.0" });
  const option = await screen.findByRole("option", { name: "The newest found: 2.17.1" });
  expect(screen.getByLabelText("Ansible")).toHaveProperty("value", "/srv/old/ansible-playbook");
  await user.selectOptions(screen.getByLabelText("Ansible"), option);
  await expect.poll(sent).toEqual([{ ansiblePath: null }]);
});

it("takes another path, and forgets it when that is cancelled", async () => {
  const { user, sent } = show();
  const choice = await screen.findByLabelText("Ansible");
  await user.selectOptions(choice, "Another path…");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.queryByLabelText(/^Path of an/)).toBeNull();
  await user.selectOptions(choice, "Another path…");
  const use = screen.getByRole("button", { name: "Use it" });
  expect(use).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText(/^Path of an/), "/srv/venv/bin/ansible-playbook");
  await user.click(use);
  await expect.poll(sent).toEqual([{ ansiblePath: "/srv/venv/bin/ansible-playbook" }]);
});
