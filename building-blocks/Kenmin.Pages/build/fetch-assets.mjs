// Fetches the packages of a project's package-lock.json and copies the few files that are needed.
// Builds may run beside each other: one fetches, the others wait for it. A failed fetch leaves what was there.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// The folder with package.json (the first argument, else this project's), which says under "copies" what goes where. Of a long list,
// { "file": …, "shortestLine": n } takes the lines of n characters or more.
const home = process.argv[2] ? resolve(process.argv[2]) : dirname(dirname(fileURLToPath(import.meta.url)));
const { to: folder, packages: files } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).copies;
const target = join(home, folder);
const stamp = join(target, 'versions.json');
const lock = join(home, 'obj', 'fetch-assets.lock');
const staleAfter = 5 * 60_000;

const wanted = () => JSON.stringify(
  Object.fromEntries(Object.entries(JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')).packages)
    .filter(([path]) => path.replace('node_modules/', '') in files)
    .map(([path, entry]) => [path.replace('node_modules/', ''), entry.version])), null, 2) + '\n';

const present = () => {
  try { return readFileSync(stamp, 'utf8') === wanted(); } catch { return false; }
};

const sleep = milliseconds => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try { mkdirSync(lock); return; } catch (error) { if (error.code !== 'EEXIST') throw error; }
    try {
      if (Date.now() - statSync(lock).mtimeMs > staleAfter) rmSync(lock, { recursive: true, force: true });
    } catch { /* the other build has just finished */ }
    sleep(200);
  }
}

takeLock();
try {
  if (!present()) {
    const npm = spawnSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-timeout=30000',
      { cwd: home, stdio: 'inherit', shell: true });
    if (npm.status !== 0) throw new Error('npm ci failed');
    const fresh = join(home, 'obj', 'fetched-assets');
    rmSync(fresh, { recursive: true, force: true });
    for (const [name, { to, take }] of Object.entries(files)) {
      mkdirSync(join(fresh, to), { recursive: true });
      for (const taken of take) {
        const { file, shortestLine } = typeof taken === 'string' ? { file: taken } : taken;
        const [source, copy] = [join(home, 'node_modules', name, file), join(fresh, to, file.split('/').pop())];
        if (!shortestLine) cpSync(source, copy);
        else writeFileSync(copy, readFileSync(source, 'utf8').split(/\r?\n/).filter(line => [...line].length >= shortestLine).join('\n'));
      }
    }
    writeFileSync(join(fresh, 'versions.json'), wanted());
    rmSync(target, { recursive: true, force: true });
    mkdirSync(dirname(target), { recursive: true });
    renameSync(fresh, target);
  } else {
    writeFileSync(stamp, wanted()); // newer than its inputs again
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(lock, { recursive: true, force: true });
}
