#!/bin/sh
# Runs a service that cannot outlive the process which started it, not even when that one is killed with SIGKILL.
#
#   sh guard.sh <seconds> <command> [argument ...]
#
# Standard input is a pipe from the parent. It closes when the parent dies, however it dies; then the service gets
# SIGTERM and, after <seconds>, SIGKILL. A line on the pipe is the parent's word that the service has ended, so that a
# process number that was given out again is never hit. The service replaces this shell and keeps its process number.
seconds=$1
shift
service=$$
exec 3<&0 </dev/null
(
  if read -r _ <&3; then exit 0; fi
  kill -TERM "$service" 2>/dev/null || exit 0
  while [ "$seconds" -gt 0 ]; do
    kill -0 "$service" 2>/dev/null || exit 0
    sleep 1
    seconds=$((seconds - 1))
  done
  kill -KILL "$service" 2>/dev/null
) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
