#!/bin/sh
# Leaves traces that no database can argue away: one file per start, one per end, one per run that met another of its task.
# usage: effect.sh DIRECTORY LABEL SECONDS
set -u
dir=$1 label=$2 seconds=$3

# The kernel holds the lock for as long as any process of this run lives, and frees it when the last one is gone.
exec 9>"$dir/lock.$label"
flock -n 9 || : >"$dir/overlap.$label.$CHIFFON_RUN_ID"

n=1
while ! (set -C && echo "$CHIFFON_RUN_ID" >"$dir/start.$label.$n") 2>/dev/null; do
  n=$((n + 1))
  [ "$n" -gt 50 ] && exit 70
done
sleep "$seconds"
echo "$CHIFFON_RUN_ID" >"$dir/end.tmp.$label.$n" && mv "$dir/end.tmp.$label.$n" "$dir/end.$label.$n"
