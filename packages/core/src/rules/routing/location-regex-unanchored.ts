import { findWitness } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { replaceWord } from '../../lint/word-edits.ts';
import { own } from '../../model/blocks.ts';
import { ownReturn } from '../../model/handlers.ts';
import { shownLocation } from '../../model/location-search.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { regexOf } from '../../route/regexes.ts';

const EXTENSION =
  '(?:php\\d?|phtml|phar|inc|asp|aspx|jsp|jspx|cgi|pl|py|rb|html?|shtml|xhtml|xml|rss|atom|json|txt|md|csv|css|js|mjs|map|less|scss|jpg|jpeg|png|gif|ico|cur|svgz?|webp|avif|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|og[gv]|webm|avi|mov|flv|swf|wav|pdf|docx?|xlsx?|pptx?|odt|zip|gz|tgz|bz2|xz|rar|7z|tar|exe|iso|dmg|apk|wasm|bak|sql|log|ini|conf|cfg|ya?ml|lock|sh)';
/** Extensions as they are written: `php`, `jpe?g`, `(js|css)`, `(?:png|gif)`. */
const ONE = `(?:${EXTENSION}|jpe\\?g|html\\?|svgz\\?|woff2\\?|tiff\\?|woff\\(2\\)\\?)`;
const EXTENSIONS = `(?:${ONE}|\\((?:\\?:|\\?<\\w+>)?${ONE}(?:\\|${ONE})*\\))`;

const OPEN = new RegExp(`(?:^|[^/\\\\])(\\\\?\\.)${EXTENSIONS}$`, 'i');
/** The rest of the path is wanted, if only by one of several alternatives. */
const OPEN_ON_PURPOSE = /\((?:\?:|\?=)?(?:\/\|\$|\$\|\/)/;
/** What the next one begins with: expressions as long as these take their time to be made ready. */
const BARE_DOT = /(?:^|[^/\\])\.[a-z0-9(]/i;
const CLOSED = new RegExp(`(?:^|[^/\\\\])(\\.)${EXTENSIONS}\\$$`, 'i');

export default defineRule(
  {
    id: 'location-regex-unanchored',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A regex location for an extension also matches elsewhere in the path',
      why: 'A regular expression may match any part of the path. Without `$` at its end `\\.php` also takes `/a.phps`, `/a.php.bak` and `/dir.php/x`. A dot without a backslash is any character, so that `.php$` also takes `/graphphp`.',
      bad: 'location ~* .(jpg|png) { root /srv; }',
      good: 'location ~* \\.(jpg|png)$ { root /srv; }',
      context: 'http, server',
      silent: [
        'behind a slash, as in `/\\.git`, which is a name rather than an extension',
        'for `\\.php(/|$)`, and for lookarounds',
        'in locations that refuse what they match',
        'where the open end gives other files to PHP, which `php-arbitrary-file-execution` reports',
      ],
      remedy:
        'End the expression with `$`, or with `(/|$)` for scripts that take the rest of the path, and write `\\.`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      open: ({ location, path, end }: { location: string; path: string; end: string }) =>
        `location ${location} also takes paths that go on behind it, such as ${path}; end it with "${end}"`,
      dot: ({ location, path }: { location: string; path: string }) =>
        `in location ${location} the dot stands for any character, so that ${path} matches too; write "\\."`,
    },
  },
  (ctx) => {
    // The same expressions stand in many servers.
    const looked = new Map<string, RegExpExecArray | null>();
    return {
      locations(location) {
        if (location.match !== 'regex') return;
        const { pattern } = location;
        let found = looked.get(pattern);
        if (found === undefined) {
          found = dotIn(pattern);
          looked.set(pattern, found);
        }
        const dot = found?.[1];
        if (found === null || dot === undefined || refuses(location) || runsFiles(location)) return;
        const { model } = ctx;
        const start = found.index + found[0].indexOf(dot);
        const extension = firstOf(pattern.slice(start + dot.length));
        const open = !pattern.endsWith('$');
        const path = exampleOf(model, location, extension);
        if (path === null) return;
        const data = { location: shownLocation(location), path, end: endOf(location) };
        ctx.report(location.at, location.word, open ? 'open' : 'dot', data, { fixes: fixOf(model, location, start) });
      },
    };
  },
);

function dotIn(pattern: string): RegExpExecArray | null {
  if (!pattern.includes('.') || OPEN_ON_PURPOSE.test(pattern)) return null;
  if (!pattern.endsWith('$')) return OPEN.exec(pattern);
  return BARE_DOT.test(pattern) ? CLOSED.exec(pattern) : null;
}

/** The first of the extensions. */
function firstOf(text: string): string {
  const [word = ''] = /[a-z0-9]{2,}/i.exec(text.replace(/^\(\?<\w+>/, '')) ?? [];
  return word.toLowerCase();
}

/** A path that shows what is wrong: a short one, or one that begins as the expression asks. */
function exampleOf(model: ConfigModel, location: LocationModel, extension: string): string | null {
  const { at, caseless, pattern } = location;
  const { pattern: tree, matcher } = regexOf(pattern, caseless, model.source(at.file).encoding);
  if (!tree.accepted) return null;
  const witness = findWitness({ some: [tree], none: [], within: [], prefix: '/', budget: { left: 20_000 } });
  const own = typeof witness === 'string' ? '' : witness.found;
  const tail = endOf(location) === '$' ? '/b' : 'x';
  const paths = pattern.endsWith('$') ? [`/ax${extension}`, own] : [`/a.${extension}${tail}`, `${own}${tail}`];
  return (
    paths.find((path) => path.length > 3 && typeof matcher.match(path) === 'object' && matcher.match(path) !== null) ??
    null
  );
}

/** Is its end open to PHP, for files that are there? */
function runsFiles({ at }: LocationModel): boolean {
  if (own(at, 'fastcgi_pass').length === 0) return false;
  return tryFiles(at)?.files.some(({ value }) => value.includes('$')) ?? false;
}

/** Scripts may be called with a path behind them. */
function endOf({ at }: LocationModel): string {
  return own(at, 'fastcgi_split_path_info').length > 0 ? '(/|$)' : '$';
}

/** What refuses too much does no harm. */
function refuses({ at }: LocationModel): boolean {
  const status = ownReturn(at)?.node.args[0]?.value ?? '';
  if (/^4\d\d$/.test(status)) return true;
  return own(at, 'deny').some(({ node }) => node.args[0]?.value === 'all') || own(at, 'internal').length > 0;
}

function fixOf(model: ConfigModel, location: LocationModel, dot: number): Fix[] {
  const { at, word, pattern } = location;
  const escaped = pattern[dot] === '\\' ? pattern : `${pattern.slice(0, dot)}\\${pattern.slice(dot)}`;
  const mended = escaped.endsWith('$') ? escaped : `${escaped}${endOf(location)}`;
  const modifier = word.value.slice(0, word.value.length - pattern.length);
  const edits = [replaceWord(model.source(at.file), word, modifier + mended)];
  return [{ title: `Write ${mended}`, safe: false, edits }];
}
