import { expect, it } from "vitest";
import { ownPlaces } from "./config.ts";

it.each([
  ["postgresql://chiffon@127.0.0.1:5432/chiffon", []],
  ["postgresql://chiffon@localhost/chiffon?host=/var/run/postgresql", ["/var/run/postgresql"]],
  ["postgresql://chiffon@%2Frun%2Fpostgresql/chiffon", ["/run/postgresql"]],
  ["unix:///run/redis/redis.sock", ["/run/redis/redis.sock"]],
  ["redis+unix:///run/redis.sock?db=1", ["/run/redis.sock"]],
  ["nonsense", []],
])("hides the sockets of %s from runs, and the settings beside the program", (address, sockets) => {
  const settings = {
    dataDir: "/data",
    secretsKeyFile: "/keys/master",
    databaseUrl: address,
    redisUrl: "redis://127.0.0.1",
  };
  expect(ownPlaces(settings, "/app")).toEqual([
    "/data",
    "/keys/master",
    "/app/.env",
    "/app/.env.local",
    ...sockets,
  ]);
});
