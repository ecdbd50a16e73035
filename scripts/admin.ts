// npm run admin: what only somebody at the machine may do. Works whether Chiffon runs or not.
import { randomInt } from "node:crypto";
import { userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { dataDirOf } from "#scripts/setup/data-dir.mjs";
import { openServices } from "#scripts/start/services.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import { dataPaths } from "#server/config.ts";
import type { Actor } from "#server/contracts/common.ts";
import { passwordSchema, personNameSchema } from "#server/contracts/people.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { PeopleService } from "#server/people/people-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { openDatabase } from "#server/platform/prisma.ts";

const usage = `Usage:
  npm run admin -- list
  npm run admin -- reset-password NAME
  npm run admin -- add-admin NAME
The password is asked for; left empty, or without a terminal, one is made up and printed.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs one command. Returns the exit code. */
async function main([command, ...words]: string[]): Promise<number> {
  const name = words.join(" ").trim();
  const needsName = command === "reset-password" || command === "add-admin";
  if ((!needsName && command !== "list") || (needsName && name === "")) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  return withPeople(async (people) => {
    if (command === "list") return list(people);
    if (command === "reset-password") return resetPassword(people, name);
    return addAdmin(people, name);
  });
}

async function list(people: PeopleService): Promise<number> {
  const everyone = await people.list();
  for (const person of everyone) {
    const standing = person.disabledAt === null ? "" : "  disabled";
    say(
      `${person.name.padEnd(24)} ${person.role.padEnd(9)} since ${person.createdAt.slice(0, 10)}${standing}`,
    );
  }
  if (everyone.length === 0) say("Nobody yet. Open the address that npm start prints.");
  return 0;
}

async function resetPassword(people: PeopleService, name: string): Promise<number> {
  const { password, isMadeUp } = await choosePassword();
  const person = await people.resetPassword(name, password, atConsole());
  say(`The password of ${person.name} is changed and their sessions are ended.`);
  if (isMadeUp) say(`New password: ${password}`);
  if (person.disabledAt !== null) say(`${person.name} is disabled; an admin can enable them.`);
  return 0;
}

async function addAdmin(people: PeopleService, name: string): Promise<number> {
  const checked = personNameSchema.safeParse(name);
  if (!checked.success) {
    process.stderr.write(
      `The name takes ${checked.error.issues[0]?.message ?? "other characters"}.\n`,
    );
    return 2;
  }
  const { password, isMadeUp } = await choosePassword();
  const person = await people.addAdmin(checked.data, password, atConsole());
  say(`${person.name} is an admin now.`);
  if (isMadeUp) say(`Password: ${password}`);
  return 0;
}

/** Whoever may run this could also edit the database; the history says which account it was. */
function atConsole(): Actor {
  return { kind: "system", id: "console", name: `console (${userInfo().username})` };
}

async function choosePassword(): Promise<{ password: string; isMadeUp: boolean }> {
  if (process.stdin.isTTY) {
    for (;;) {
      const typed = await askHidden("New password (empty: make one up): ");
      if (typed === "") break;
      const checked = passwordSchema.safeParse(typed);
      if (checked.success) return { password: typed, isMadeUp: false };
      say(checked.error.issues[0]?.message ?? "That password cannot be used.");
    }
  }
  return { password: makePassword(), isMadeUp: true };
}

/** Four groups of five letters and digits that cannot be mistaken for each other: 97 random bits. */
function makePassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  // Typed characters go nowhere: a password on the screen stays in the scroll-back.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

async function withPeople(work: (people: PeopleService) => Promise<number>): Promise<number> {
  const dataDir = dataDirOf(process.env);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const services = await openServices({ dataDir, env: process.env, log });
  const db = openDatabase(services.databaseUrl, 2);
  try {
    const audit = new AuditService({ db, clock: systemClock });
    const files = dataPaths(dataDir);
    return await work(new PeopleService({ db, audit, clock: systemClock, files }));
  } catch (error) {
    if (!isAppError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await db.$disconnect();
    await services.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
