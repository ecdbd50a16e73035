import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** Models as the Prisma client names them. */
const models = [...readFileSync("prisma/schema.prisma", "utf8").matchAll(/^model (\w)(\w*)/gm)].map(
  ([, first = "", rest = ""]) => first.toLowerCase() + rest,
);
const call = new RegExp(
  `\\b(?:db|tx|database|client)\\s*\\.\\s*(?:\\$(?:query|execute)Raw(?:Unsafe)?|(?:${models.join("|")})\\s*\\.)`,
);

/** True for code that reads or writes the database itself. */
function asksPrisma(code: string): boolean {
  return call.test(code);
}

const files = ["server", "workers", "app"].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => path.join(root, file)),
);
const code = files.filter(
  (file) =>
    /\.tsx?$/.test(file) &&
    !/\.test\.tsx?$/.test(file) &&
    !file.startsWith("server/platform/generated/"),
);
/** Where Prisma belongs: a module's repositories, and the adapters that several modules share. */
const isAtHome = (file: string) =>
  file.endsWith("-repository.ts") || file.startsWith("server/platform/");

it("only repositories and platform adapters ask Prisma", () => {
  expect(code.filter((file) => isAtHome(file) && asksPrisma(readFileSync(file, "utf8"))).length)
    // Guards against a pattern that silently matches nothing.
    .toBeGreaterThan(10);
  expect(code.filter((file) => !isAtHome(file) && asksPrisma(readFileSync(file, "utf8")))).toEqual(
    [],
  );
});

it.each([
  "await this.deps.db.task.updateMany({ where });",
  "await tx.hostLock.create({ data });",
  "const rows = await this.deps.db.$queryRaw`SELECT 1`;",
  "await tx\n      .plan.findMany()",
])("objects to a service that says %j", (seed) => {
  expect(asksPrisma(seed)).toBe(true);
});

it("lets a service open a transaction and hand it on", () => {
  expect(asksPrisma("await inTransaction(this.deps.db, (tx) => insertPlan(tx, plan));")).toBe(
    false,
  );
});
