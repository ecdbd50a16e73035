import type { ServiceRecord } from "../service-record.ts";
import { debian, npm, truenas } from "./sources.ts";

/** Services that Debian packages, or that come from the npm registry. */
export const packagedServices: readonly ServiceRecord[] = [
  {
    name: "Node Exporter",
    does: "measurements of a machine for Prometheus",
    package: {
      packages: ["prometheus-node-exporter"],
      unit: "prometheus-node-exporter",
      setting: {
        path: "/etc/default/prometheus-node-exporter",
        match: "^ARGS=",
        line: 'ARGS="--web.listen-address=:<port>"',
      },
    },
    port: 9100,
    health: { path: "/metrics", status: 200 },
    sources: [debian("prometheus-node-exporter")],
  },
  {
    name: "Prometheus",
    does: "collects measurements and keeps them",
    container: {
      image: "docker.io/prom/prometheus",
      version: "v3.14.0",
      volumes: ["/prometheus"],
    },
    package: {
      packages: ["prometheus"],
      unit: "prometheus",
      setting: {
        path: "/etc/default/prometheus",
        match: "^ARGS=",
        line: 'ARGS="--web.listen-address=:<port>"',
      },
    },
    port: 9090,
    health: { path: "/-/healthy", status: 200 },
    sources: [truenas("stable/prometheus"), debian("prometheus")],
  },
  {
    name: "Blackbox Exporter",
    does: "probes addresses for Prometheus",
    package: {
      packages: ["prometheus-blackbox-exporter"],
      unit: "prometheus-blackbox-exporter",
      setting: {
        path: "/etc/default/prometheus-blackbox-exporter",
        match: "^ARGS=",
        line: 'ARGS="--config.file /etc/prometheus/blackbox.yml --web.listen-address=:<port>"',
      },
    },
    port: 9115,
    health: { path: "/metrics", status: 200 },
    sources: [debian("prometheus-blackbox-exporter")],
  },
  {
    name: "Lighttpd",
    does: "small web server",
    package: {
      packages: ["lighttpd"],
      unit: "lighttpd",
      setting: {
        path: "/etc/lighttpd/lighttpd.conf",
        match: "^server\\.port",
        line: "server.port                 = <port>",
      },
    },
    port: 80,
    // Without a page it answers 403, with one 200.
    health: null,
    sources: [debian("lighttpd")],
  },
  {
    name: "Tinyproxy",
    does: "small web proxy",
    package: {
      packages: ["tinyproxy"],
      unit: "tinyproxy",
      setting: { path: "/etc/tinyproxy/tinyproxy.conf", match: "^Port ", line: "Port <port>" },
    },
    port: 8888,
    health: null,
    sources: [debian("tinyproxy")],
  },
  {
    name: "Redis",
    does: "keeps values in memory for other services",
    package: {
      packages: ["redis-server"],
      unit: "redis-server",
      setting: { path: "/etc/redis/redis.conf", match: "^port ", line: "port <port>" },
    },
    port: 6379,
    health: null,
    sources: [debian("redis-server")],
  },
  {
    name: "Mosquitto",
    does: "passes messages of sensors on (MQTT)",
    package: { packages: ["mosquitto"], unit: "mosquitto" },
    port: 1883,
    health: null,
    sources: [debian("mosquitto")],
  },
  {
    name: "MiniDLNA",
    does: "offers films and music to televisions",
    package: {
      packages: ["minidlna"],
      unit: "minidlna",
      setting: { path: "/etc/minidlna.conf", match: "^port=", line: "port=<port>" },
    },
    port: 8200,
    health: null,
    sources: [debian("minidlna")],
  },
  {
    name: "ngIRCd",
    does: "chat server for IRC",
    package: { packages: ["ngircd"], unit: "ngircd" },
    port: 6667,
    health: null,
    sources: [debian("ngircd")],
  },
  {
    name: "Radicale",
    does: "calendars and contacts for phones",
    package: { packages: ["radicale"], unit: "radicale" },
    port: 5232,
    health: null,
    sources: [debian("radicale")],
  },
  {
    name: "http-server",
    does: "shows the files of a folder in a browser",
    npm: {
      package: "http-server",
      version: "14.1.1",
      start: ["node_modules/http-server/bin/http-server", "<data>", "-p", "<port>"],
    },
    port: 8080,
    health: { path: "/", status: 200 },
    sources: [npm("http-server")],
  },
];
