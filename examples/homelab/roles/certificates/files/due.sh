#!/bin/sh
# Prints good, or why a host's certificate must be issued. Usage: due.sh CERTIFICATE_DIRECTORY HOST DAYS
set -eu
crt=$1/hosts/$2.crt
if [ ! -s "$crt" ] || [ ! -s "$1/hosts/$2.key" ]; then
  echo missing
elif ! openssl verify -CAfile "$1/ca.crt" "$crt" >/dev/null 2>&1; then
  echo "not from this authority, or expired"
elif ! openssl x509 -in "$crt" -noout -checkend "$(($3 * 86400))" >/dev/null; then
  echo "expires $(openssl x509 -in "$crt" -noout -enddate | cut -d = -f 2)"
else
  echo good
fi
