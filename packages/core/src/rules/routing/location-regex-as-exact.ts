import { exactLiteral } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { writtenWord } from '../../lint/word-edits.ts';
import { locationRegex } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { searchLocation } from '../../route/location-tree.ts';

export default defineRule(
  {
    id: 'location-regex-as-exact',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A regex location matches a single path',
      why: 'nginx tries regular expressions one after the other, for each request that gets to them. It finds a `location =` at once, wherever it stands.',
      bad: 'location ~ ^/health$ { return 204; }',
      good: 'location = /health { return 204; }',
      context: 'http, server',
      silent: [
        'for `~*`, and for expressions with groups',
        'inside another regex location, where nginx looks for regular expressions only',
      ],
      remedy:
        'Write `location = /path`. There is no fix where another location takes the path now, or where it ends with a slash.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      exact: ({ pattern, path }: { pattern: string; path: string }) =>
        `the expression ${pattern} matches the path ${path} only; write "location = ${path}", which nginx finds without trying expressions`,
    },
  },
  (ctx) => ({
    locations(location) {
      const { model } = ctx;
      const path = onlyPath(model, location);
      if (path === null) return;
      const fixes = fixOf(model, location, path);
      ctx.report(location.at, location.word, 'exact', { pattern: location.pattern, path }, { fixes });
    },
  }),
);

function onlyPath(model: ConfigModel, location: LocationModel): string | null {
  if (location.match !== 'regex' || location.caseless || !/^\^[^()]*\$$/.test(location.pattern)) return null;
  for (let around = location.parent; around !== null; around = around.parent) {
    if (around.match === 'regex') return null;
  }
  const tree = locationRegex(model, location);
  const only = tree === null || !tree.accepted || tree.captureCount > 0 ? null : exactLiteral(tree);
  // Bytes outside of ASCII are written in another way.
  return only === null || only.caseless || !/^\/[!-~]*$/.test(only.text) ? null : only.text;
}

/** An exact location comes before all others, so that only one that answers already may become it. */
function fixOf(model: ConfigModel, location: LocationModel, path: string): Fix[] {
  const { at, server, word, parent, children } = location;
  const [first] = at.node.args;
  // A plain name with a slash at its end also redirects to it (`auto_redirect`).
  if (first === undefined || parent !== null || children.length > 0 || path.endsWith('/')) return [];
  const found = searchLocation(model, server, path);
  if (found.kind !== 'location' || found.location !== location) return [];
  const edits = [{ file: at.file, span: { start: first.start, end: word.end }, text: `= ${writtenWord(path)}` }];
  return [{ title: `Write "= ${path}"`, safe: true, edits }];
}
