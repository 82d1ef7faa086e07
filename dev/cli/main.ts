import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { inheritEnvironment } from '../../config/env.js';
import { compiledProduct } from '../stack/compiled-product.js';
import { projectFolder } from '../stack/project-folder.js';
import { findStackVariables } from '../stack/running.js';
import { settingsForCommand } from './settings-for-command.js';

/**
 * The command line from its sources: `<folder of a stack> <command> …`. Where the environment does not say which
 * installation is meant and a stack runs on the folder, the command works on that one.
 */
const [stackFolder = '', ...args] = process.argv.slice(2);
const ofStack = await findStackVariables(resolve(projectFolder, stackFolder));
const settings = ofStack && settingsForCommand(inheritEnvironment({}), ofStack);
if (settings !== undefined && Object.keys(settings).length > 0) {
  console.error(`With the settings of the stack that runs on ${stackFolder}.`);
}

const child = spawn(process.execPath, [join(await compiledProduct(), 'cli', 'main.js'), ...args], {
  stdio: 'inherit',
  env: { ...inheritEnvironment(settings ?? {}) },
});
// Ctrl-C reaches the command by the terminal itself; this process ends with it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.exitCode = await new Promise<number>((done, fail) => {
  child.once('error', fail);
  child.once('exit', (code, signal) => {
    done(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
});
