import { suffixSet } from '@nginx-lint/regex';
import { defineRule } from '../../lint/rule.ts';
import { ownAnswer } from '../../model/answers.ts';
import { type CacheControl, cacheControlAt, namesCacheControl, readCacheControl } from '../../model/client-caching.ts';
import { locationRegex, shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { parseSeconds } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

const DAY = 86_400;
const MAX = 315_360_000;
const ASSET_NAME = /^(?:[^.]*[-_])?(?:static|assets?|cdn|media|images?|img|files|fonts?|dl|downloads?)\d*\./i;

export default defineRule(
  {
    id: 'expires-on-dynamic',
    group: 'caching',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Browsers cache pages for days, or are told two contradictory times',
      why: 'A browser that keeps a page for a year does not ask for it again, so that a new version never reaches those who saw the old one. `expires` and `add_header Cache-Control` do not replace each other: nginx sends both lines, and clients differ in which of two times they believe.',
      bad: 'root /srv/www;\nlocation / {\n    expires 1y;\n    add_header Cache-Control "public, immutable";\n}',
      good: 'root /srv/www;\nlocation / {\n    add_header Cache-Control "no-cache";\n}\nlocation /assets/ {\n    expires 1y;\n    add_header Cache-Control "public, immutable";\n}',
      context: 'http, server',
      silent: [
        'in locations of assets, and in servers whose name says that they hold nothing else, such as `static.example.com`',
        'where a variable makes the time, such as one of a `map` by content type',
        'for times below one day, which the option `longest` changes',
        'for `expires` beside a `Cache-Control` without a time of its own, such as `public, immutable`',
      ],
      remedy:
        'Send `Cache-Control: no-cache` for pages, and long times for files whose names change with their content.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#expires',
        'https://www.rfc-editor.org/rfc/rfc9111#section-4.2',
        'https://www.rfc-editor.org/rfc/rfc8246',
      ],
    },
    options: { longest: 86_400 },
    optionDocs: { longest: 'Seconds for which a browser may cache a page; that time and longer ones are reported.' },
    messages: {
      long: ({ time, place }: { time: string; place: string }) =>
        `browsers cache the pages of ${place} for ${time} and do not ask for new ones; use "no-cache" for pages, and long times for assets only`,
      twice: ({ expires, header }: { expires: string; header: string }) =>
        `"expires ${expires}" sends a Cache-Control of its own, which contradicts "${header}"; keep one of the two`,
    },
  },
  (ctx) => {
    const said = new Set<Occurrence>();
    const judged = new Set<Occurrence>();
    let telling: boolean | null = null;
    /** Does any header say how long? Most beside an `expires` do not. */
    const someTell = (): boolean => {
      telling ??= ctx.model.named('add_header').some(tellsTime);
      return telling;
    };
    const contradiction = (block: Occurrence | null): void => {
      if (block === null || !someTell() || judged.has(block)) return;
      judged.add(block);
      const { model } = ctx;
      const [expires] = model.effective(block, 'expires').values;
      const header = expires === undefined ? null : cacheControlAt(model, block);
      if (expires === undefined || header === null || said.has(header.at)) return;
      const added = readCacheControl(header.value);
      if (added === null || (added.maxAge === null && !added.forbids)) return;
      const sent = sentByExpires(expires);
      if (sent === null || !contradicts(sent, added)) return;
      said.add(header.at);
      const word = header.at.node.args[1] ?? header.at.node.name;
      const data = { expires: expires.node.args.map(({ value }) => value).join(' '), header: header.value };
      ctx.report(header.at, word, 'twice', data, {
        related: [{ file: expires.file, span: expires.node, message: 'sends Cache-Control too' }],
      });
    };
    return {
      directives: {
        expires: ({ parent }) => contradiction(parent),
        add_header({ node, parent }) {
          if (namesCacheControl(node.args[0])) contradiction(parent);
        },
      },
      locations(location) {
        const { model, options } = ctx;
        if (!isForPages(model, location)) return;
        const found = longestAt(model, location.at, options.longest <= 0 || someTell());
        if (found === null || found.seconds < options.longest || said.has(found.at)) return;
        if (!answersPages(model, location) || isForAssets(location.server)) return;
        said.add(found.at);
        const word = found.at.node.args.at(-1) ?? found.at.node.name;
        const edits = [{ file: found.at.file, span: { start: word.start, end: word.end }, text: found.instead }];
        const time = found.seconds >= MAX ? 'ten years' : `${Math.floor(found.seconds / DAY)} days`;
        const own = found.at.parent === location.at && !isImmutableToo(model, found.at, location.at);
        const fixes = own ? [{ title: 'Let browsers ask each time', safe: false, edits }] : [];
        ctx.report(found.at, word, 'long', { time, place: `location ${shownLocation(location)}` }, { fixes });
      },
    };
  },
);

function isForAssets({ names }: ServerModel): boolean {
  return names.some(({ value }) => ASSET_NAME.test(value));
}

/** Is a location one in which pages are asked for? */
function isForPages(model: ConfigModel, location: LocationModel): boolean {
  const { match, pattern } = location;
  if (match === 'named') return false;
  if (match !== 'regex') return pattern === '/' || (pattern.includes('.htm') && /^.*\.html?$/.test(pattern));
  // Few expressions are about pages, and reading all of them takes its time.
  if (!/htm|php/i.test(pattern)) return false;
  const tree = locationRegex(model, location);
  const suffixes = tree === null ? [] : (suffixSet(tree)?.suffixes ?? []);
  return suffixes.length > 0 && suffixes.every((suffix) => /\.(?:html?|php)$/.test(suffix));
}

/** Does a header name a time, or forbid to keep an answer? */
function tellsTime({ node }: Occurrence): boolean {
  const [name, value] = node.args;
  if (value === undefined || !namesCacheControl(name)) return false;
  const said = readCacheControl(value.value);
  return said !== null && (said.maxAge !== null || said.forbids);
}

function answersPages(model: ConfigModel, { at }: LocationModel): boolean {
  const answer = ownAnswer(model, at);
  return answer !== null && answer.kind !== 'return';
}

/** With a header beside it that says more there is no one right answer. */
function isImmutableToo(model: ConfigModel, at: Occurrence, block: Occurrence): boolean {
  const header = cacheControlAt(model, block);
  return header !== null && header.at !== at && readCacheControl(header.value)?.immutable === true;
}

interface Found {
  readonly at: Occurrence;
  readonly seconds: number;
  /** What stands for its value where browsers are to ask each time. */
  readonly instead: string;
}

function longestAt(model: ConfigModel, block: Occurrence, withHeaders: boolean): Found | null {
  const [expires] = model.effective(block, 'expires').values;
  const sent = expires === undefined ? null : sentByExpires(expires);
  if (expires !== undefined && sent !== null && sent.maxAge !== null)
    return { at: expires, seconds: sent.maxAge, instead: '-1' };
  const header = withHeaders ? cacheControlAt(model, block) : null;
  const added = header === null ? null : readCacheControl(header.value);
  if (header === null || added === null || added.forbids) return null;
  return { at: header.at, seconds: added.maxAge ?? 0, instead: 'no-cache' };
}

/** What `expires` writes into Cache-Control; null for nothing, and where variables or the time of day decide. */
function sentByExpires({ node }: Occurrence): CacheControl | null {
  const [time] = node.args;
  return time === undefined || node.args.length !== 1 ? null : sentFor(time.value);
}

function sentFor(value: string): CacheControl | null {
  if (value === 'epoch') return { maxAge: null, immutable: false, forbids: true };
  if (value === 'max') return { maxAge: MAX, immutable: false, forbids: false };
  if (value.startsWith('-')) return { maxAge: null, immutable: false, forbids: true };
  const seconds = parseSeconds(value.replace(/^\+/, ''));
  return seconds === null ? null : { maxAge: seconds, immutable: false, forbids: false };
}

function contradicts(sent: CacheControl, added: CacheControl): boolean {
  if (sent.maxAge === null) return added.maxAge !== null && added.maxAge > 0;
  if (added.forbids) return sent.maxAge > 0;
  // A year has 365 days for some and a little more for others.
  return added.maxAge !== null && Math.abs(added.maxAge - sent.maxAge) > sent.maxAge / 10;
}
