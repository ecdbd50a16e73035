import { expect, it } from "vitest";
import { mcpPath, oauthPaths } from "#server/contracts/routes.ts";
import { runAuthorization } from "#tests/support/conformance.ts";
import { useInstallation } from "#tests/support/installation.ts";
import { letIn } from "#tests/support/oauth-client.ts";

const chiffon = useInstallation();

/** The two scenarios that the protocol's suite has for authorization servers: metadata, and the code with its token. */
it("holds to what the suite asks of an authorization server", async () => {
  const registered = await fetch(`${chiffon.url}${oauthPaths.register}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ redirect_uris: ["http://127.0.0.1/callback"] }),
  });
  const { client_id: clientId } = Object(await registered.json());
  const { code, output } = await runAuthorization(
    { url: chiffon.url, clientId, resource: `${chiffon.url}${mcpPath}` },
    async (address) => {
      const back = await letIn(chiffon.approver, new URL(address), ["read"]);
      await fetch(back);
    },
  );
  expect(output).toContain("authorization-code-grant");
  expect(output).toContain("authorization-server-metadata-endpoint");
  expect(code, output).toBe(0);
});
