import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { looksLikeFile, mapsFiles } from '../../model/files.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { wordBytes } from '../../route/bytes.ts';
import { searchLocation } from '../../route/location-tree.ts';
import type { Word } from '../../syntax/nodes.ts';

/** Endings of single files that sites give out by name; `example.com` and `v1.2` are folders as often as not. */
const FILE =
  /\.(?:ico|txt|xml|html?|json|js|mjs|css|png|svg|gif|jpe?g|webp|avif|pdf|webmanifest|map|ya?ml|woff2?|ttf|zip|gz|md|wasm|crt|pem|crl|php|swf|mp4|mp3|csv|ics|rss|atom|key|conf)$/i;

export default defineRule(
  {
    id: 'alias-file-in-prefix-location',
    group: 'files',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A location for one file takes every path that begins like it',
      why: 'Without `=` a location also takes the paths that go on behind its name, and nginx puts what they go on with behind the alias. `location /app.json` over `alias /srv/app.json` serves `/srv/app.json.bak` and `/srv/app.json~` too, if they exist. A regex location that matches the name comes before it as well.',
      bad: 'location /favicon.ico { alias /srv/www/img/favicon.ico; }',
      good: 'location = /favicon.ico { alias /srv/www/img/favicon.ico; }',
      context: 'http, server',
      silent: [
        'where the alias is a folder or ends with a variable',
        'where the location holds other locations',
        'where a handler such as `proxy_pass` answers',
        'for names that may be folders, such as `/v1.2` and `/example.com`',
      ],
      remedy:
        'Write `location = /name`. It needs no `^~`, because an exact location comes before every regular expression.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#alias',
      ],
    },
    options: {},
    messages: {
      prefix: ({ location, path }: { location: string; path: string }) =>
        `location ${location} is for one file but takes every path that begins like it, such as ${path}.bak; write "= ${path}"`,
      fixed: ({ location, path }: { location: string; path: string }) =>
        `location ${location} answers every path that begins like it, such as ${path}x, with the same file; write "= ${path}"`,
    },
  },
  (ctx) => ({
    locations(location) {
      if (!isPrefix(location) || !location.pattern.includes('.') || !FILE.test(location.pattern)) return;
      const file = servedFile(ctx.model, location);
      if (file === null || location.children.length > 0) return;
      const data = { location: shownLocation(location), path: location.pattern };
      const related = [{ file: location.at.file, span: file.word, message: 'is a single file' }];
      ctx.report(location.at, location.word, file.fixed ? 'fixed' : 'prefix', data, {
        fixes: makeExact(ctx.model, location),
        related: file.here ? related : [],
      });
    },
  }),
);

interface ServedFile {
  readonly word: Word;
  /** Is it the same for all paths? */
  readonly fixed: boolean;
  /** Does it stand in the file of the location? */
  readonly here: boolean;
}

/** The one file of a location; null where it may give out several. */
function servedFile(model: ConfigModel, { at, pattern }: LocationModel): ServedFile | null {
  if (!pattern.startsWith('/') || !mapsFiles(model, at)) return null;
  const [alias] = own(at, 'alias');
  const [root] = own(at, 'root');
  const tried = tryFiles(at);
  if (tried !== null) {
    const [first, ...more] = tried.files;
    if (first === undefined || more.length > 0 || first.value.includes('$') || !FILE.test(first.value)) return null;
    return { word: first, fixed: true, here: tried.at.file === at.file };
  }
  const word = (alias ?? root)?.node.args[0];
  if (word === undefined) return null;
  const here = (alias ?? root)?.file === at.file;
  if (alias === undefined) return { word, fixed: false, here };
  return !word.value.includes('$') && looksLikeFile(word.value) ? { word, fixed: false, here } : null;
}

/** None where another location answers for that name now, which it would not do any more. */
function makeExact(model: ConfigModel, location: LocationModel): readonly Fix[] {
  const { at, server, match, word, pattern } = location;
  const found = searchLocation(model, server, wordBytes(model, at, pattern));
  if (found.kind !== 'location' || found.location !== location) return [];
  const { file } = at;
  const [first] = at.node.args;
  const edits: FileEdit[] = [];
  if (match === 'prefix') edits.push({ file, span: { start: word.start, end: word.start }, text: '= ' });
  else if (first === undefined || first.quote !== null) return [];
  else if (first === word) edits.push({ file, span: { start: word.start, end: word.start + 2 }, text: '= ' });
  else edits.push({ file, span: first, text: '=' });
  return [{ title: `Write "= ${pattern}"`, safe: true, edits }];
}
