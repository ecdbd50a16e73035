import { expect, it } from "vitest";
import { repositoryPath } from "./repository-path.ts";

it("names files as the repository does", () => {
  const path = `/var/lib/chiffon/trees/${"a".repeat(40)}/roles/dns/tasks/main.yml:4`;
  expect(repositoryPath(path)).toBe("roles/dns/tasks/main.yml:4");
  expect(repositoryPath("site.yml:1")).toBe("site.yml:1");
});
