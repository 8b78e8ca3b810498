import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { writtenWord } from '../../lint/word-edits.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { LocationModel } from '../../model/types.ts';
import { looksLikeExpression } from '../../model/unmatchable.ts';

export default defineRule(
  {
    id: 'location-modifier-mistake',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A prefix location is written as a regular expression',
      why: 'Without `~` nginx compares the text of a location as it stands. `^`, `$`, `\\.`, `.*` and `(a|b)` are characters that no request has there, and the location is never used.',
      bad: 'location ^/(css|js)/.*$ { root /srv; }',
      good: 'location ~ ^/(css|js)/.*$ { root /srv; }',
      context: 'http, server',
      silent: ['for a single character that may stand in the name of a file, such as `(1)`, `+` or `[id]`'],
      remedy: 'Write `~` in front of it, or `~*` to ignore case. For a prefix, remove those characters.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      plain: ({ location }: { location: string }) =>
        `location ${location} is compared as plain text, in which "^", "$", "\\." and the like stand for themselves; make it a regular expression with "~"`,
    },
  },
  (ctx) => ({
    locations(location) {
      const { at, word, match, pattern } = location;
      if (match === 'regex' || match === 'named' || !looksLikeExpression(pattern)) return;
      ctx.report(at, word, 'plain', { location: shownLocation(location) }, { fixes: fixOf(location) });
    },
  }),
);

/** What stands in an expression must be one itself. */
function fixOf({ at, word, pattern, match, children, parent }: LocationModel): Fix[] {
  const [first] = at.node.args;
  if (first === undefined || children.some((child) => child.match !== 'regex') || parent !== null) return [];
  const start = pattern.startsWith('/') ? '^' : '';
  const end = match === 'exact' && !pattern.endsWith('$') ? '$' : '';
  const text = `~ ${writtenWord(start + pattern.replace(/^\*\./, '\\.') + end)}`;
  const edits = [{ file: at.file, span: { start: first.start, end: word.end }, text }];
  return [{ title: `Write ${text}`, safe: false, edits }];
}
