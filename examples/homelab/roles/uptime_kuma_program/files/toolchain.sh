#!/bin/sh
# Prints as JSON which Node runs here and where its C headers are; fails with the missing tool's name.
set -eu
for tool in node npm g++ make python3; do
  command -v "$tool" >/dev/null || {
    echo "$tool is missing. On Debian: apt install nodejs npm g++ make python3" >&2
    exit 1
  }
done
exec node -e '
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 4)) {
  console.error(`Node ${process.versions.node} is too old for Uptime Kuma: 20.4 or later is needed.`);
  process.exit(1);
}
const root = dirname(dirname(process.execPath));
const headers = [root, "/usr"].find((path) => existsSync(join(path, "include/node/node_api.h")));
console.log(JSON.stringify({ node: process.execPath, headers: headers ?? "" }));
'
