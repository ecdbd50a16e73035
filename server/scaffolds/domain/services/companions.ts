import type { Companion } from "../service-record.ts";

/** What the password of a companion's database is asked with. */
export const databasePassword = "Password of its database (any new one)?";

/** A PostgreSQL beside a service, reached as `database`: account and database are called `name`. */
export function postgres(tag: string, name: string): Companion {
  return {
    name: "database",
    image: `docker.io/library/postgres:${tag}`,
    // From version 18 on the image keeps its data one folder higher.
    volumes: [Number.parseInt(tag, 10) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data"],
    environment: {
      POSTGRES_USER: name,
      POSTGRES_PASSWORD: "<database_password>",
      POSTGRES_DB: name,
    },
  };
}

/** A MariaDB beside a service, reached as `database`: account and database are called `name`. */
export function mariadb(tag: string, name: string): Companion {
  return {
    name: "database",
    image: `docker.io/library/mariadb:${tag}`,
    volumes: ["/var/lib/mysql"],
    environment: {
      MARIADB_USER: name,
      MARIADB_PASSWORD: "<database_password>",
      MARIADB_DATABASE: name,
      MARIADB_ROOT_PASSWORD: "<database_password>",
    },
  };
}

/** A Redis beside a service, reached as `redis`, without a password: nothing outside reaches it. */
export function redis(tag: string): Companion {
  return { name: "redis", image: `docker.io/library/redis:${tag}`, volumes: ["/data"] };
}
