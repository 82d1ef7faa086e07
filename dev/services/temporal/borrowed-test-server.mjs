#!/usr/bin/env node
// Stands for a time-skipping test server that runs in the process of TestServers.java: that one lives as long as this process.
// Arguments: the port that the server shall have, and the port where it is asked for.
import { connect } from 'node:net';
import { setInterval } from 'node:timers';

const [port, lender] = process.argv.slice(2);
const parent = process.ppid;

const connection = connect(Number(lender), '127.0.0.1', () => connection.write(`${port}\n`));
connection.resume();
for (const end of ['end', 'error']) connection.once(end, () => process.exit(1));
// The SDK ends it with SIGKILL. Should the SDK's process itself be killed, nobody else would.
setInterval(() => process.ppid === parent || process.exit(), 2_000);
