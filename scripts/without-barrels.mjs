import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN = '@nginx-lint/';
const STATEMENT = new RegExp(`^(import|export) \\{([^}]*)\\} from '(${OWN}[^']*)';`, 'gm');

/**
 * What imports a name from the index of one of our packages gets it from the file that it comes from. To esbuild an
 * index belongs with everything that it exports, so that each chunk would hold the whole package.
 */
export const withoutBarrels = {
  name: 'without-barrels',
  setup(build) {
    build.onLoad({ filter: /[\\/]packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const direct = (_, kind, list, name) =>
        names(list)
          .filter((each) => !each.startsWith('type '))
          .map((each) => `${kind} { ${each} } from ${JSON.stringify(homeOf(each, name, homesIn(name)))};`)
          .join(' ');
      return { loader: 'ts', contents: readFileSync(path, 'utf8').replace(STATEMENT, direct) };
    });
  },
};

function homeOf(each, name, homes) {
  const home = homes.get(each.split(' as ')[0]);
  if (home === undefined)
    throw new Error(`the index of ${name} does not export ${each} in a way that is understood here`);
  return home;
}

const known = new Map();

/** The files of the names that an index of ours exports. */
function homesIn(name) {
  const [own, ...rest] = name.slice(OWN.length).split('/');
  const folder = fileURLToPath(new URL(`../packages/${own}`, import.meta.url));
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const index = join(folder, exports[['.', ...rest].join('/')].source);
  if (!known.has(index)) known.set(index, readHomes(index));
  return known.get(index);
}

function readHomes(index) {
  const homes = new Map();
  const text = readFileSync(index, 'utf8');
  for (const [, list, from] of text.matchAll(/^export \{([^}]*)\} from '(\.[^']*)';/gm))
    for (const each of names(list)) homes.set(each.split(' as ').at(-1), join(dirname(index), from));
  for (const [, from] of text.matchAll(/^export \* from '(\.[^']*)';/gm)) {
    const path = join(dirname(index), from);
    const declared = readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm);
    for (const [, each] of declared) homes.set(each, path);
  }
  return homes;
}

function names(list) {
  return list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
