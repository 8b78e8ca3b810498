import { canMatch, captures, exactLiteral, type Item, type Pattern, parseRegex } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { looksLikeFile, mapsFiles } from '../../model/files.ts';
import { locationRegex, pathsAt, shownLocation } from '../../model/location-search.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const SLASH = 0x2f;
const VARIABLE = /\$(?:\{(\w+)\}|(\d|[A-Za-z_]\w*))/g;

export default defineRule(
  {
    id: 'alias-regex-without-capture',
    group: 'files',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'An `alias` in a regex location does not use the path of the request',
      why: 'In a regex location the alias is the whole path of the file: nginx appends nothing. Without `$1` or a named capture every request leads to the same folder. A capture that begins right behind a name, as in `^/site(.*)$` with `/srv/$1`, also lets `/site../` out of the folder.',
      bad: 'location ~ ^/download/(.*)$ {\n    alias /data/files/;\n}',
      good: 'location ~ ^/download/(.*)$ {\n    alias /data/files/$1;\n}',
      context: 'http, server',
      silent: [
        'where the expression matches one path only, or the alias is a single file',
        'where the alias holds other variables, such as `$uri`',
        'beside `try_files`, `rewrite` and `if`, which change the path or the captures',
        'where a handler such as `proxy_pass` or a `return` leaves the alias unused',
      ],
      remedy: 'Put the part of the path that names the file into parentheses and `$1` at the end of the alias.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#alias'],
    },
    options: {},
    messages: {
      unused: ({ location, alias }: { location: string; alias: string }) =>
        `"alias ${alias}" holds no capture, so that every path of location ${location} leads to the same place; capture the name of the file and append $1`,
      absent: ({ location, name }: { location: string; name: string }) =>
        `${name} is always empty: the expression of location ${location} has no such capture; put parentheses around the name of the file`,
      traversal: ({ name, path }: { name: string; path: string }) =>
        `${name} can begin with "..", so that ${path}../ leads out of this folder; match the slash before the parentheses`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('alias').length === 0) return;
      for (const { allLocations } of model.servers) {
        for (const location of allLocations) {
          const alias = own(location.at, 'alias')[0];
          const word = alias?.node.args[0];
          const tree = alias === undefined ? null : locationRegex(model, location);
          if (alias === undefined || word === undefined || tree === null || !tree.accepted) continue;
          if (isUndecided(location.at) || !mapsFiles(model, location.at)) continue;
          const related = [{ file: location.at.file, span: location.word, message: 'holds the expression' }];
          const names = [...word.value.matchAll(VARIABLE)].map((match) => match[1] ?? match[2] ?? '');
          const absent = names.find((name) => /^[1-9]$/.test(name) && Number(name) > tree.captureCount);
          const way = wayOut(model, location, tree, word);
          if (names.length === 0 && !isSingle(tree, word)) {
            const data = { location: shownLocation(location), alias: word.value };
            ctx.report(alias, word, 'unused', data, { related, fixes: capture(model, location, tree, alias, word) });
          } else if (absent !== undefined) {
            ctx.report(alias, word, 'absent', { location: shownLocation(location), name: `$${absent}` }, { related });
          } else if (way !== null) {
            ctx.report(alias, word, 'traversal', way, { related });
          }
        }
      }
    },
  }),
);

function isUndecided(location: Occurrence): boolean {
  return tryFiles(location) !== null || ['rewrite', 'if'].some((name) => own(location, name).length > 0);
}

/** One path, or one file for all of them on purpose. */
function isSingle(tree: Pattern, { value }: Word): boolean {
  return exactLiteral(tree) !== null || (!value.endsWith('/') && looksLikeFile(value));
}

/** A capture that follows a fixed text without a slash in the expression, and a slash in the alias. */
function wayOut(
  model: ConfigModel,
  location: LocationModel,
  tree: Pattern,
  { value }: Word,
): { name: string; path: string } | null {
  const match = /^([^$]*\/)(\$(?:\{(\w+)\}|([1-9]|[A-Za-z_]\w*)))/.exec(value);
  const name = match?.[3] ?? match?.[4];
  if (match === null || name === undefined) return null;
  const index = captures(tree).find((each) => String(each.index) === name || each.name === name)?.index;
  const path = index === undefined ? null : textBefore(tree, index);
  if (path === null || path.endsWith('/') || !path.startsWith('/')) return null;
  const { newlines = false } = pathsAt(model, location.parent);
  return canMatch(tree, { prefix: `${path}../`, newlines }) === 'yes' ? { name: match[2] ?? name, path } : null;
}

/** The fixed text from the start of a path to a capture; what is optional between them is left out. null without one. */
function textBefore({ body }: Pattern, index: number): string | null {
  const [only] = body.alternatives;
  if (only === undefined || body.alternatives.length > 1 || only.items[0]?.kind !== 'anchor') return null;
  let text = '';
  for (const item of only.items.slice(1)) {
    if (item.kind === 'group' && item.index === index) return text;
    if (item.kind === 'literal') text += String.fromCharCode(item.code);
    else if (item.kind !== 'repeat' || item.min > 0) return null;
  }
  return null;
}

/** Brackets around what follows the last slash, where the expression is written without quotes and escapes of nginx's. */
function capture(model: ConfigModel, location: LocationModel, tree: Pattern, alias: Occurrence, word: Word): Fix[] {
  const { word: regex, at } = location;
  const raw = model.source(at.file).text.slice(regex.start, regex.end);
  const offset = regex.start + raw.length - location.pattern.length;
  const [only] = tree.body.alternatives;
  if (!isWrittenIn(alias, at) || !raw.endsWith(location.pattern) || word.quote !== null || only === undefined)
    return [];
  if (tree.body.alternatives.length > 1) return [];
  const tail = tailOf(only.items);
  const [first] = tail;
  const last = tail.at(-1);
  if (first === undefined || last === undefined) return [];
  const folder = word.value.endsWith('/') ? '' : '/';
  const append = (number: number) => ({
    file: alias.file,
    span: { start: word.end, end: word.end },
    text: `${folder}$${number}`,
  });
  const title = 'Put the captured name behind the alias';
  if (tail.length === 1 && first.kind === 'group' && first.index !== null) {
    return [{ title, safe: false, edits: [append(first.index)] }];
  }
  const number = parseRegex(location.pattern.slice(0, first.start)).tree.captureCount + 1;
  const brackets = [
    { file: at.file, span: { start: offset + first.start, end: offset + first.start }, text: '(' },
    { file: at.file, span: { start: offset + last.end, end: offset + last.end }, text: ')' },
  ];
  return number > 9 ? [] : [{ title, safe: false, edits: [...brackets, append(number)] }];
}

/** What stands behind the last slash of an expression and before its end. */
function tailOf(items: readonly Item[]): readonly Item[] {
  const slash = items.findLastIndex((item) => item.kind === 'literal' && item.code === SLASH);
  const end = items.at(-1)?.kind === 'anchor' ? items.length - 1 : items.length;
  return slash === -1 ? [] : items.slice(slash + 1, end);
}
