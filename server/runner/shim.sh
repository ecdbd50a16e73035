#!/bin/sh
# Runs one prepared command and leaves its output, its exit record and its times in the run's directory.
# Started detached, in its own session, with that directory as working directory. Needs nothing of its parent.
# Only shell built-ins, mkdir and date stand before the command, because people wait for them.
umask 077

# The fence: whoever creates this directory decides about the run. Nothing of the run exists before.
mkdir started 2>/dev/null || exit 75

start_time_of() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # splitting is the point; the name in parentheses may hold anything
  set -- ${stat##*) }
  start_time=${20}
}

read -r boot_id </proc/sys/kernel/random/boot_id
start_time_of $$
echo "$$ $start_time $boot_id" >started/pid
. ./settings # run_id nonce timeout_seconds grace_tenths

# A signal to the shim must not lose the exit record; the command's own children get the default back.
trap 'signalled=1' TERM INT HUP

started_at=$(date +%s%N)
echo "$started_at" >started/clock
(. ./command.sh) >>output.raw 2>&1 </dev/null &
child=$!
start_time_of "$child"
echo "$child $start_time $boot_id" >started/command

# Every process of the run: those that carry its marker or its paths, and all their descendants.
family() {
  found=" "
  for path in $(grep -lsaF -f sweep.patterns /proc/[0-9]*/environ /proc/[0-9]*/cmdline); do
    path=${path#/proc/}
    case $found in *" ${path%%/*} "*) ;; *) found="$found${path%%/*} " ;; esac
  done
  grew=1
  while [ -n "$grew" ] && [ "$found" != " " ]; do
    grew=
    for dir in /proc/[0-9]*; do
      pid=${dir#/proc/}
      case $found in *" $pid "*) continue ;; esac
      { read -r stat <"$dir/stat"; } 2>/dev/null || continue
      stat=${stat##*) }
      case $stat in Z*) continue ;; esac
      stat=${stat#* }
      case $found in *" ${stat%% *} "*) found="$found$pid " grew=1 ;; esac
    done
  done
}

any_alive() {
  for pid in $everyone; do kill -0 "$pid" 2>/dev/null && return 0; done
  return 1
}

# First asks, then after the grace period insists until nothing is left.
end_command() {
  family
  # shellcheck disable=SC2086 # a list of process ids
  kill -TERM -"$child" "$child" $found 2>/dev/null
  everyone=$found
  waited=0
  # Looking through all processes is slow on a busy machine, so here only the known ones are asked after.
  while [ "$waited" -lt "$grace_tenths" ] && any_alive; do
    sleep 0.1
    waited=$((waited + 1))
  done
  # shellcheck disable=SC2086
  kill -KILL -"$child" "$child" $found $everyone 2>/dev/null
  waited=0
  while [ "$waited" -lt 40 ]; do
    family
    [ "$found" = " " ] && break
    # shellcheck disable=SC2086
    kill -KILL $found 2>/dev/null
    sleep 0.05
    waited=$((waited + 1))
  done
}

# No trap here: a signal that is lost while the shell forks is made up for by looking for `ended`.
(
  [ -e ended ] && exit 0
  sleep "$timeout_seconds"
  [ -e ended ] && exit 0
  trap '' TERM
  : >timed_out
  end_command
) >/dev/null 2>&1 </dev/null &
timer=$!

exit_code=
while :; do
  signalled=
  wait "$child"
  status=$?
  # 127 after an interrupted wait means that the child was collected before the signal came.
  if [ "$status" -ne 127 ] || [ -z "$exit_code" ]; then exit_code=$status; fi
  [ -z "$signalled" ] && break
  [ "$status" -eq 127 ] && break
done
ended_at=$(date +%s%N)

timed_out=false
if [ -e timed_out ]; then
  timed_out=true
else
  # The shim's own group is itself, the timer and the timer's sleep; the command has a session of its own.
  : >ended
  trap '' TERM
  kill -TERM 0
fi
wait "$timer" 2>/dev/null

times >exit.times
{ read -r _ && read -r cpu; } <exit.times
printf '{"nonce":"%s","exitCode":%s,"startedNs":"%s","endedNs":"%s","cpu":"%s","timedOut":%s}\n' \
  "$nonce" "$exit_code" "$started_at" "$ended_at" "$cpu" "$timed_out" >exit.tmp
mv exit.tmp exit
