import { expect, it } from "vitest";
import { Prisma } from "./generated/prisma/client.ts";
import { isDatabaseDown } from "./prisma.ts";

const known = (code: string, message = "no") =>
  new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: "0" });

it.each([
  known("P1001"),
  known("P1017", "Server has closed the connection."),
  known("P2024"),
  known("P2028", "Transaction API error: Unable to start a transaction in the given time."),
  new Error("Connection terminated unexpectedly"),
  new Error("timeout exceeded when trying to connect"),
  new Error("write EPIPE"),
  new Error("failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:5432") }),
])("a database that does not answer is down: %s", (error) => {
  expect(isDatabaseDown(error)).toBe(true);
});

it.each([
  known("P2002"),
  known("P2025"),
  known("P2028", "Transaction already closed: it took too long."),
  new Error("column does not exist"),
  null,
])("one that refuses is not: %s", (error) => {
  expect(isDatabaseDown(error)).toBe(false);
});
