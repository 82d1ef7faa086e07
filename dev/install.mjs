// Plain Node.js without dependencies: it runs before there are any.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = { major: 20, minor: 19 };

/**
 * Installs the packages when they are missing, when they are others than package-lock.json names, or when they were
 * installed for another major version of Node.js. Ends the process with a message when Node.js is too old or npm fails.
 */
export async function ensureInstalled(folder = projectFolder) {
  requireNode(process.versions.node);
  if (await isInstalled(folder)) return;
  await withLock(join(folder, '.data', 'install.lock'), async () => {
    // Somebody else may have installed while this one waited.
    if (await isInstalled(folder)) return;
    console.error('Installing the packages (npm ci) …');
    const code = await run('npm', ['ci'], folder);
    if (code !== 0) fail(`npm ci ended with ${code}: the packages are not installed.`);
    await writeMarker(folder);
  });
}

/** Ends the process with a message when this version is too old. */
function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent = major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor);
  if (!isRecent) {
    fail(`Beistand needs Node.js ${oldestNode.major}.${oldestNode.minor} or newer; this is ${version}.`);
  }
}

/** Whether node_modules is what package-lock.json says; notes it for the next time if so. */
async function isInstalled(folder) {
  const wanted = await wantedMarker(folder);
  const marker = await readJson(markerFile(folder));
  if (marker?.lock === wanted.lock && marker.node === wanted.node) return true;
  if (marker !== undefined && marker.node !== wanted.node) return false;
  // A developer's own `npm install` does not write the marker, but npm notes what it installed.
  if (!(await holdsLockedPackages(folder))) return false;
  await writeMarker(folder);
  return true;
}

async function holdsLockedPackages(folder) {
  const locked = await readJson(join(folder, 'package-lock.json'));
  const installed = await readJson(join(folder, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(locked.packages).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    // Packages for other platforms are optional and left out.
    return found === undefined ? optional === true || devOptional === true : found.version === version;
  });
}

function markerFile(folder) {
  return join(folder, 'node_modules', '.beistand-install');
}

async function writeMarker(folder) {
  await writeFile(markerFile(folder), JSON.stringify(await wantedMarker(folder)));
}

async function wantedMarker(folder) {
  const lockfile = await readFile(join(folder, 'package-lock.json'));
  return {
    lock: createHash('sha256').update(lockfile).digest('hex'),
    node: Number(process.versions.node.split('.')[0]),
  };
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Keeps two first starts from installing into the same folder at once; a lock of a dead process is ignored. */
async function withLock(file, work) {
  await mkdir(join(file, '..'), { recursive: true });
  for (let announced = false; ; announced = true) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isAlive(holder)) {
      if (!announced) console.error(`Process ${holder} is installing the packages; waiting for it …`);
      await sleep(500);
    } else {
      await rm(file, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function run(command, args, cwd) {
  return new Promise((resolve) => {
    // Standard output belongs to what runs afterwards: `npm run demo -- --json` is read by programs.
    const child = spawn(command, args, { cwd, stdio: ['inherit', 2, 2] });
    child.once('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
