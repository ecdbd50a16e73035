import { writeFileSync } from "node:fs";
import { lifecyclesPage } from "#tests/support/lifecycles.ts";
import { protocolPage } from "#tests/support/protocol-page.ts";

for (const [file, text] of [
  ["docs/lifecycles.md", lifecyclesPage()],
  ["docs/PROTOCOL.md", protocolPage()],
] as const) {
  writeFileSync(file, text);
  process.stdout.write(`wrote ${file}\n`);
}
