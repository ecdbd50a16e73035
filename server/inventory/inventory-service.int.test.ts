import { expect, it } from "vitest";
import { owner, useHomelabCatalog } from "#tests/support/homelab-catalog.ts";

const lab = useHomelabCatalog();

it("answers for a local host at once and names what is wrong with an unknown one", async () => {
  const { inventory, repository } = lab();
  const { id } = await repository();
  expect(await inventory.testHost(owner, { repositoryId: id, host: "homelab" })).toMatchObject({
    ok: true,
  });
  await expect(inventory.testHost(owner, { repositoryId: id, host: "nas" })).rejects.toMatchObject({
    code: "host_not_found",
  });
  const homelab = (await inventory.listHosts()).find((host) => host.name === "homelab");
  expect(homelab).toMatchObject({ facts: { python: expect.stringContaining("python") } });
  expect(homelab?.state).not.toBe("unreachable");
  expect(homelab?.facts?.memoryTotalMb).toBeGreaterThan(0);
  expect(homelab?.facts?.diskTotalMb).toBeGreaterThan(0);
  expect(homelab?.lastSeenAt).toBe(homelab?.checkedAt);
});
