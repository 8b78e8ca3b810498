// Puts the parts of the bundle together, with what V8 made of them when it was built where that is at hand: that halves
// the time to start.
const { readFileSync, statSync } = require('node:fs');
const nodeModule = require('node:module');
const { join, sep } = require('node:path');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { Script } = require('node:vm');

// Node 20 optimises so early that, on the two cores of a usual runner, compiling takes a third of the processor's time
// and slows the work itself; newer versions have a tier between, and no such flag. V8 takes only caches that were made
// with the same flags.
if (process.versions.v8.startsWith('11.')) v8.setFlagsFromString('--interrupt-budget=400000');

const FOLDER = join(__dirname, `../dist${sep}`);
const MAIN = 'nginx-lint';

/**
 * The exports of the main part. With `keep`, also the scripts of all files that are opened, as caches can be made of them
 * later.
 */
function load({ cached, keep = false }) {
  const scripts = new Map();
  const url = pathToFileURL(`${FOLDER}${MAIN}.cjs`).href;
  const mainCache = cached && !keep ? readCache(MAIN) : undefined;
  const withCaches = keep || mainCache !== undefined;
  // Newer versions of Node keep such caches themselves.
  if (!withCaches) nodeModule.enableCompileCache?.();
  const open = (name) => {
    if (!withCaches) return require(`${FOLDER}${name}.cjs`);
    const { exports, script } = openScript(name, keep ? undefined : name === MAIN ? mainCache : readCache(name));
    if (keep) scripts.set(name, script);
    return exports;
  };
  const functions = { ...open(MAIN) };
  const modules = new Map();
  const part = (path) => {
    const name = path.slice('./'.length, -'.js'.length);
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const made = { exports: {} };
    modules.set(name, made);
    functions[name] ??= open(name)[name];
    functions[name](made.exports, requireFrom, made, url);
    return made.exports;
  };
  const requireFrom = (path) => (path.startsWith('./') ? part(path) : require(path));
  return { exports: part(`./${MAIN}.js`), scripts };
}

function openScript(name, cachedData) {
  const filename = `${FOLDER}${name}.cjs`;
  const script = new Script(`(function(module){${readFileSync(filename, 'latin1')}\n})`, { filename, cachedData });
  const made = { exports: {} };
  script.runInThisContext()(made);
  return { exports: made.exports, script };
}

/** Nothing where it is older than the file; V8 itself refuses one of another version. */
function readCache(name) {
  const file = `${FOLDER}${name}.cjs`;
  try {
    return statSync(`${file}.cache`).mtimeMs >= statSync(file).mtimeMs ? readFileSync(`${file}.cache`) : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { FOLDER, MAIN, load };
