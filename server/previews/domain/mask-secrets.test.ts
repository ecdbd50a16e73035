import { expect, it } from "vitest";
import { maskSecrets } from "./mask-secrets.ts";

it.each([
  ["+db_password = hunter22", "+db_password = [redacted]"],
  ['+  "api_key": "abc123",', '+  "api_key": "[redacted]",'],
  ["-    POSTGRES_PASSWORD: s3cr3t with spaces", "-    POSTGRES_PASSWORD: [redacted]"],
  ["+export SECRET_TOKEN='x y'", "+export SECRET_TOKEN='[redacted]'"],
  ["+wpa_psk=longenough", "+wpa_psk=[redacted]"],
  ["+requirepass hunter22", "+requirepass [redacted]"],
])("masks the value in %s (INFRA-03)", (line, masked) => {
  expect(maskSecrets(line)).toBe(masked);
});

it.each([
  "+name = orchard",
  "+++ after: /etc/secrets.conf",
  "+# the password is asked for",
  "+password:",
  "+PasswordAuthentication",
])("leaves %s as it is (INFRA-03)", (line) => {
  expect(maskSecrets(line)).toBe(line);
});

it("masks the lines of a private key, and nothing behind it (INFRA-03)", () => {
  const key = ["-----BEGIN OPENSSH PRIVATE KEY-----", "b3Blb", "-----END OPENSSH PRIVATE KEY-----"];
  const diff = [...key, "port = 1"].map((line) => `+${line}`).join("\n");
  expect(maskSecrets(diff)).toBe("+[redacted]\n+[redacted]\n+[redacted]\n+port = 1");
});

it("cuts lines that would take long to search (INFRA-03)", () => {
  const hostile = ["pass".repeat(5_000), `token=${" ".repeat(20_000)}x`, "secret=".repeat(3_000)];
  const masked = maskSecrets(hostile.map((line) => `+${line}`).join("\n")).split("\n");
  for (const line of masked) expect(line.length).toBeLessThan(1_020);
});
