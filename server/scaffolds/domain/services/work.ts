import type { ServiceRecord } from "../service-record.ts";
import { runtipi, truenas } from "./sources.ts";

/** For teams, companies and websites. */
export const workServices: readonly ServiceRecord[] = [
  {
    name: "Budibase",
    does: "builds small apps for a team",
    container: {
      image: "docker.io/budibase/budibase",
      version: "v3.42.0",
      volumes: ["/data"],
    },
    port: 80,
    health: null,
    sources: [runtipi("budibase")],
  },
  {
    name: "Metabase",
    does: "charts and questions over a database",
    container: {
      image: "docker.io/metabase/metabase",
      version: "v0.63.14",
      volumes: ["/metabase-data", "/plugins"],
      environment: { MB_DB_FILE: "/metabase-data/metabase.db", JAVA_TIMEZONE: "<timezone>" },
    },
    port: 3000,
    health: null,
    sources: [runtipi("metabase")],
  },
  {
    name: "NocoDB",
    does: "a spreadsheet over a database",
    container: {
      image: "docker.io/nocodb/nocodb",
      version: "2026.08.1",
      volumes: ["/usr/app/data"],
    },
    port: 8080,
    health: { path: "/api/v1/health", status: 200 },
    sources: [runtipi("nocodb"), truenas("community/nocodb")],
  },
  {
    name: "Planning Poker",
    does: "estimates work together",
    container: {
      image: "docker.io/axeleroy/self-host-planning-poker",
      version: "1.2.1",
      volumes: ["/data"],
    },
    port: 8000,
    health: null,
    sources: [runtipi("planning-poker")],
  },
  {
    name: "Umami",
    does: "counts visitors without following them",
    container: {
      image: "ghcr.io/umami-software/umami",
      version: "3.3.1",
      volumes: [],
      environment: {
        DATABASE_URL: "postgresql://umami:<database_password>@database:5432/database",
        DATABASE_TYPE: "postgresql",
        APP_SECRET: "<secret_key>",
      },
      asks: {
        database_password: "Password of its database (any new one)?",
        secret_key: "Secret key (long and random)?",
      },
      companions: [
        {
          name: "database",
          image: "docker.io/library/postgres:15-alpine",
          volumes: ["/var/lib/postgresql/data"],
          environment: {
            POSTGRES_DB: "database",
            POSTGRES_USER: "umami",
            POSTGRES_PASSWORD: "<database_password>",
          },
        },
      ],
    },
    port: 3000,
    health: { path: "/api/heartbeat", status: 200 },
    sources: [runtipi("umami-analytics"), truenas("community/umami")],
  },
  {
    name: "WordPress",
    does: "publishes a website",
    container: {
      image: "docker.io/library/wordpress",
      version: "7.1.0",
      volumes: ["/var/www/html"],
      environment: {
        WORDPRESS_DB_HOST: "database",
        WORDPRESS_DB_NAME: "wordpress",
        WORDPRESS_DB_USER: "wordpress",
        WORDPRESS_DB_PASSWORD: "<database_password>",
      },
      asks: {
        database_password: "Password of its database (any new one)?",
        database_root_password: "Password of the database's administrator (any new one)?",
      },
      companions: [
        {
          name: "database",
          image: "docker.io/library/mariadb:11.1.3",
          volumes: ["/var/lib/mysql"],
          environment: {
            MYSQL_ROOT_PASSWORD: "<database_root_password>",
            MYSQL_DATABASE: "wordpress",
            MYSQL_USER: "wordpress",
            MYSQL_PASSWORD: "<database_password>",
          },
        },
      ],
    },
    port: 80,
    health: null,
    sources: [runtipi("wordpress")],
  },
];
