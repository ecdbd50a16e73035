// Talks to Uptime Kuma over its Socket.IO, because it has no other way to change things.
// Usage: node kuma.cjs KUMA_DIRECTORY SECRET_FILE account|monitors|list   with {url, portals?, intervalSeconds?} on stdin.
// Prints one line of JSON; `changed` counts what was changed. socket.io-client comes from Kuma's own node_modules.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const CONNECT_TIMEOUT_MS = 60_000;
const CALL_TIMEOUT_MS = 20_000;

const [kumaDirectory, secretFile, command] = process.argv.slice(2);
const { io } = createRequire(join(kumaDirectory, "package.json"))("socket.io-client");

const withTimeout = (promise, ms, what) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: no answer in ${ms / 1000} s`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

const connect = (url) => {
  const socket = io(url, { transports: ["websocket"], reconnectionDelayMax: 2000 });
  const connected = new Promise((resolve) => socket.once("connect", () => resolve(socket)));
  return withTimeout(connected, CONNECT_TIMEOUT_MS, `Connecting to ${url}`);
};

const ask = (socket, event, ...args) =>
  withTimeout(
    new Promise((resolve) => socket.emit(event, ...args, resolve)),
    CALL_TIMEOUT_MS,
    event,
  );

const change = async (socket, event, ...args) => {
  const answer = await ask(socket, event, ...args);
  if (!answer.ok) throw new Error(`${event}: ${answer.msg}`);
  return answer;
};

const login = async (socket, secret) => {
  const answer = await ask(socket, "login", {
    username: secret.username,
    password: secret.password,
  });
  if (answer.ok) return;
  throw new Error(
    `Uptime Kuma does not accept the account in ${secretFile}: ${answer.msg ?? "a second factor is asked for"}. ` +
      "If the password was changed there, write it into that file.",
  );
};

const makeAccount = async (socket, secret) => {
  const isNew = await ask(socket, "needSetup");
  if (isNew) await change(socket, "setup", secret.username, secret.password);
  await login(socket, secret);
  return { changed: isNew ? 1 : 0 };
};

const readMonitors = async (socket) => {
  const pushed = new Promise((resolve) => socket.once("monitorList", resolve));
  await change(socket, "getMonitorList");
  return Object.values(await withTimeout(pushed, CALL_TIMEOUT_MS, "monitorList"));
};

/** What a portal says about its monitor; everything else of a monitor stays as its owner set it. */
const wanted = (portal, intervalSeconds) => {
  const target = new URL(portal.url);
  const common = {
    name: portal.name,
    description: portal.description ?? "",
    interval: intervalSeconds,
    retryInterval: intervalSeconds,
  };
  return target.protocol === "tcp:"
    ? { ...common, type: "port", hostname: target.hostname, port: Number(target.port) }
    : { ...common, type: "http", url: portal.url };
};

/** The fields Kuma's own form sends for a new monitor. */
const blank = {
  method: "GET",
  url: "https://",
  hostname: null,
  port: null,
  parent: null,
  resendInterval: 0,
  maxretries: 1,
  timeout: 16,
  notificationIDList: {},
  ignoreTls: false,
  upsideDown: false,
  packetSize: 56,
  expiryNotification: false,
  maxredirects: 10,
  accepted_statuscodes: ["200-299"],
  dns_resolve_type: "A",
  dns_resolve_server: "1.1.1.1",
  docker_container: "",
  docker_host: null,
  proxyId: null,
  mqttUsername: "",
  mqttPassword: "",
  mqttTopic: "",
  mqttSuccessMessage: "",
  authMethod: null,
  oauth_auth_method: "client_secret_basic",
  httpBodyEncoding: "json",
  kafkaProducerBrokers: [],
  kafkaProducerSaslOptions: { mechanism: "None" },
};

const setMonitors = async (socket, portals, intervalSeconds) => {
  const existing = await readMonitors(socket);
  const added = [];
  const updated = [];
  for (const portal of portals) {
    const want = wanted(portal, intervalSeconds);
    const have = existing.find((monitor) => monitor.name === portal.name);
    if (!have) {
      await change(socket, "add", { ...blank, ...want });
      added.push(portal.name);
    } else if (Object.keys(want).some((key) => (have[key] ?? "") !== want[key])) {
      await change(socket, "editMonitor", { ...have, ...want });
      updated.push(portal.name);
    }
  }
  const unchanged = portals.length - added.length - updated.length;
  return { changed: added.length + updated.length, added, updated, unchanged };
};

const listMonitors = async (socket) => {
  const monitors = await readMonitors(socket);
  const view = ({ name, type, url, hostname, port, description, active }) => ({
    name,
    type,
    url,
    hostname,
    port,
    description,
    active,
  });
  return { changed: 0, monitors: monitors.map(view) };
};

const main = async () => {
  const input = JSON.parse(readFileSync(0, "utf8"));
  const secret = JSON.parse(readFileSync(secretFile, "utf8"));
  const socket = await connect(input.url);
  try {
    if (command === "account") return await makeAccount(socket, secret);
    await login(socket, secret);
    if (command === "monitors")
      return await setMonitors(socket, input.portals, input.intervalSeconds);
    if (command === "list") return await listMonitors(socket);
    throw new Error(`Unknown command: ${command}`);
  } finally {
    socket.close();
  }
};

main().then(
  (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
