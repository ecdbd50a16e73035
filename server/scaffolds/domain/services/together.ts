import type { ServiceRecord } from "../service-record.ts";
import { github, runtipi, truenas, umbrel } from "./sources.ts";

/** Talking and playing together. */
export const togetherServices: readonly ServiceRecord[] = [
  {
    name: "Crafty",
    does: "servers for Minecraft, managed in a browser",
    container: {
      image: "registry.gitlab.com/crafty-controller/crafty-4",
      version: "4.10.8",
      volumes: [
        "/crafty/backups",
        "/crafty/logs",
        "/crafty/servers",
        "/crafty/app/config",
        "/crafty/import",
      ],
      ports: ["8123:8123", "19132:19132/udp", "25500-25600:25500-25600"],
      environment: { TZ: "<timezone>" },
    },
    port: 8443,
    health: null,
    sources: [runtipi("crafty")],
  },
  {
    name: "Minecraft",
    does: "a world for friends to build in",
    container: {
      image: "ghcr.io/itzg/minecraft-server",
      version: "2026.8.1-java21",
      volumes: ["/data"],
      environment: { EULA: "<eula>", SERVER_PORT: "25565" },
      asks: { eula: "Do you accept Minecraft's licence (EULA)? Say TRUE." },
    },
    port: 25_565,
    health: null,
    sources: [runtipi("minecraft-server"), truenas("community/minecraft")],
  },
  {
    name: "Mumble",
    does: "talking in groups, with little delay",
    container: {
      image: "docker.io/mumblevoip/mumble-server",
      version: "v1.6.870",
      volumes: ["/data"],
      ports: ["64738:64738/udp"],
      environment: {
        MUMBLE_CONFIG_port: "64738",
        MUMBLE_SUPERUSER_PASSWORD: "<superuser_password>",
      },
      asks: { superuser_password: "Password of the account SuperUser?" },
    },
    port: 64_738,
    health: null,
    sources: [truenas("community/mumble")],
  },
  {
    name: "TeamSpeak",
    does: "talking in groups while playing",
    container: {
      image: "docker.io/library/teamspeak",
      version: "3.13.8",
      volumes: ["/var/ts3server"],
      ports: ["9987:9987/udp", "10011:10011"],
      environment: {
        TS3SERVER_LICENSE: "<licence>",
        TS3SERVER_SERVERADMIN_PASSWORD: "<admin_password>",
      },
      asks: {
        licence: "Do you accept TeamSpeak's licence? Say accept.",
        admin_password: "Password of the account serveradmin?",
      },
    },
    port: 30_033,
    health: null,
    sources: [truenas("community/teamspeak"), umbrel("teamspeak")],
  },
  {
    name: "The Lounge",
    does: "IRC in a browser that stays connected",
    container: {
      image: "ghcr.io/thelounge/thelounge",
      version: "v4.4.3",
      volumes: ["/var/opt/thelounge"],
    },
    port: 9000,
    health: null,
    sources: [
      github(
        "thelounge/thelounge-docker",
        "f320749e24fef797b7e4962fdaca39f76eda930e",
        "Dockerfile",
      ),
      umbrel("thelounge"),
    ],
  },
];
