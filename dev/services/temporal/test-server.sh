#!/bin/sh
# Runs the time-skipping test server on the port given as the first argument, from the jars beside this file.
# The SDK starts it and ends it with SIGKILL. Should the SDK's process itself be killed, the watcher ends the server.
parent=$PPID
server=$$
(
  while kill -0 "$parent" 2>/dev/null && kill -0 "$server" 2>/dev/null; do sleep 2; done
  kill -KILL "$server" 2>/dev/null
) </dev/null >/dev/null 2>&1 &
cd "$(dirname "$0")" || exit 1
# The SDK waits five seconds for the server: a quick start matters more than a fast run.
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:SharedArchiveFile=classes.jsa \
  -cp 'lib/*' io.temporal.testserver.TestServer "$@"
