import { type Budget, findWitness, type Pattern, READABLE_BYTES } from '@nginx-lint/regex';
import { walk } from '../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../model/types.ts';
import { wordBytes } from '../route/bytes.ts';
import { locationName } from '../route/location-levels.ts';
import { isNormalised, normalisedPaths } from '../route/normalised-paths.ts';
import { regexOf } from '../route/regexes.ts';
import type { Bytes } from '../route/types.ts';
import { READABLE_PATHS } from './readable.ts';

/** Paths at which the locations of a server may part: each name, what lies below and above it, and what each expression matches. */
export function boundaryPaths(model: ConfigModel, server: ServerModel, budget: Budget): readonly Bytes[] {
  const found = new Set<Bytes>(['/']);
  const normal = normalisedPaths(true);
  const add = (path: Bytes): void => void (isNormalised(path, true) && found.add(path));
  const addSample = (pattern: Pattern): void => {
    for (const within of [[READABLE_PATHS], [normal]]) {
      const own = findWitness({ some: [pattern], none: [], within, bytes: READABLE_BYTES, budget });
      if (typeof own === 'string') continue;
      add(own.found);
      return;
    }
  };
  for (const location of server.allLocations) {
    if (location.match === 'named') continue;
    if (location.match === 'regex') {
      const { pattern } = regexOf(location.pattern, location.caseless, model.source(location.at.file).encoding);
      addSample(pattern);
      continue;
    }
    const name = locationName(model, location);
    add(name);
    add(name.endsWith('/') ? `${name}a` : `${name}/`);
    add(name.endsWith('/') ? name.slice(0, -1) : `${name}/a`);
    add(`${name}a.html`);
    add(`${name}${name.endsWith('/') ? '' : '/'}index.php`);
  }
  for (const at of walk(server.at)) {
    const name = at.name;
    const words = at.node.args.map(({ value }) => wordBytes(model, at, value));
    if (name === 'rewrite' || name === 'if') {
      const text = name === 'rewrite' ? words[0] : words.at(-1)?.replace(/\)$/, '');
      if (text === undefined || (name === 'if' && !/uri|filename/.test(words[0] ?? ''))) continue;
      const { pattern } = regexOf(text, false, model.source(at.file).encoding);
      addSample(pattern);
      if (text.startsWith('/')) add(text);
    } else if (name === 'try_files' || name === 'error_page') {
      for (const word of words) if (/^\/[^$?]*$/.test(word)) add(word);
    }
  }
  return [...found];
}
