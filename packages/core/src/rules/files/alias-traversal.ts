import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { looksLikeFile, mapsFiles, triesFixedFiles } from '../../model/files.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'alias-traversal',
    group: 'files',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A location without a trailing slash lets requests out of the folder of its `alias`',
      why: 'nginx puts the rest of the path behind the alias. With `location /img` and `alias /data/images/` the rest of `/img../secret` is `../secret`, so that every file in `/data` can be fetched.',
      bad: 'location /img {\n    alias /data/images/;\n}',
      good: 'location /img/ {\n    alias /data/images/;\n}',
      context: 'http, server',
      silent: [
        'in exact, named and regex locations',
        'where a handler such as `proxy_pass` or a `return` leaves the alias unused',
        'where `try_files` looks for fixed names only',
        'for an alias that is a file',
      ],
      severities: [
        '`warning` in an `internal` location, whose paths come from the application',
        '`warning` where neither ends with a slash: nobody leaves the folder, but `/imgX` leads to `/data/imagesX`',
      ],
      remedy: 'End both with a slash. For a single file use `location = /name`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#alias',
        'https://owasp.org/www-community/attacks/Path_Traversal',
      ],
    },
    options: {},
    messages: {
      traversal: ({ location, alias, path }: { location: string; alias: string; path: string }) =>
        `location ${location} with "alias ${alias}" lets ${path}../ out of that folder; end the location with a slash`,
      file: ({ location, alias }: { location: string; alias: string }) =>
        `location ${location} seems to be one file, but "alias ${alias}" ends with a slash and lets requests out of that folder; remove the slash`,
      siblings: ({ location, alias }: { location: string; alias: string }) =>
        `location ${location} with "alias ${alias}" also serves every neighbour whose name begins like that; end both with a slash`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('alias').length === 0) return;
      for (const { allLocations } of model.servers) {
        for (const location of allLocations) {
          const alias = own(location.at, 'alias')[0];
          const word = alias?.node.args[0];
          if (alias === undefined || word === undefined || !isOpen(model, location)) continue;
          const data = { location: shownLocation(location), alias: word.value, path: location.pattern };
          const related = [{ file: alias.file, span: word, message: 'nginx appends the rest of the path here' }];
          if (word.value.endsWith('/')) {
            const file = looksLikeFile(location.pattern);
            const internal = own(location.at, 'internal').length > 0;
            ctx.report(location.at, location.word, file ? 'file' : 'traversal', data, {
              related,
              severity: internal ? 'warning' : 'error',
              fixes: file ? withoutSlash(model, location, alias, word) : withSlash(location),
            });
          } else if (isFolder(word.value)) {
            ctx.report(location.at, location.word, 'siblings', data, { related, severity: 'warning' });
          }
        }
      }
    },
  }),
);

/** A prefix location that does not end at a slash, and whose alias is used. */
function isOpen(model: ConfigModel, location: LocationModel): boolean {
  const { pattern, at } = location;
  if (!isPrefix(location) || !pattern.startsWith('/') || pattern.endsWith('/')) return false;
  return mapsFiles(model, at) && !triesFixedFiles(at);
}

/** Variables may be anything, and what has an extension is taken for a file. */
function isFolder(alias: string): boolean {
  return !alias.includes('$') && !looksLikeFile(alias);
}

/** None where nginx would refuse the location with a slash: for a second one, or for one that holds others beside it. */
function withSlash({ at, word, pattern, parent, server, children }: LocationModel): Fix[] {
  const path = `${pattern}/`;
  const beside = parent?.children ?? server.locations;
  if (beside.some((other) => isPrefix(other) && other.pattern === path)) return [];
  if (children.some((child) => child.match !== 'regex' && !child.pattern.startsWith(path))) return [];
  const end = lastOffset(word);
  const edits = [{ file: at.file, span: { start: end, end }, text: '/' }];
  return [{ title: 'End the location with a slash', safe: true, edits }];
}

function withoutSlash(model: ConfigModel, location: LocationModel, alias: Occurrence, word: Word): Fix[] {
  if (!isWrittenIn(alias, location.at)) return [];
  const end = lastOffset(word);
  // An escaped character cannot be a slash, so that the last one is the slash as it is written.
  if (model.source(alias.file).text[end - 1] !== '/') return [];
  return [
    {
      title: 'Remove the slash at the end of the alias',
      safe: true,
      edits: [{ file: alias.file, span: { start: end - 1, end }, text: '' }],
    },
  ];
}

/** Behind the last character of what a word says, before its closing quote. */
function lastOffset(word: Word): number {
  return word.quote === null ? word.end : word.end - 1;
}
