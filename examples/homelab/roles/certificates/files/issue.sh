#!/bin/sh
# Issues one host certificate from the homelab's own authority.
# Usage: issue.sh CERTIFICATE_DIRECTORY HOST DAYS
set -eu
umask 077
cd "$1"
host=$2
work=$(mktemp -d "$1/.issue-XXXXXX")
trap 'rm -rf "$work"' EXIT
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
  -keyout "$work/key" -out "$work/csr" -subj "/CN=$host" 2>/dev/null
printf 'subjectAltName=DNS:%s\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n' "$host" >"$work/ext"
openssl x509 -req -in "$work/csr" -CA ca.crt -CAkey ca.key -days "$3" -sha256 \
  -set_serial "0x$(openssl rand -hex 16)" -extfile "$work/ext" -out "$work/crt" 2>/dev/null
chmod 0644 "$work/crt"
# The key first: a certificate without its key would never be renewed.
mv "$work/key" "hosts/$host.key"
mv "$work/crt" "hosts/$host.crt"
