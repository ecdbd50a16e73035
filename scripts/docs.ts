import { writeFileSync } from "node:fs";
import { lifecyclesPage } from "#tests/support/lifecycles.ts";

writeFileSync("docs/lifecycles.md", lifecyclesPage());
process.stdout.write("wrote docs/lifecycles.md\n");
