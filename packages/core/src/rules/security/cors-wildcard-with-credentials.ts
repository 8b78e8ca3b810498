import { defineRule } from '../../lint/rule.ts';
import { enclosing, own, walk } from '../../model/blocks.ts';
import { headerNamed, headersAt, namesHeader } from '../../model/headers.ts';
import { mapBlocks, variableName } from '../../model/map-blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { regexOf } from '../../route/regexes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const ORIGIN = /\$\{?http_origin(?!\w)/i;
const FOREIGN = ['https://evil.example', 'http://evil.example'];

export default defineRule(
  {
    id: 'cors-wildcard-with-credentials',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'Every origin may send requests with cookies and read the responses',
      why: 'With `Access-Control-Allow-Credentials: true` a page of the allowed origin reads responses that the browser fetched with the cookies of its user. `$http_origin`, sent back to whoever asks, allows every page on the Internet. `*` does not work at all: browsers refuse it together with credentials.',
      bad: 'location /api/ {\n    add_header Access-Control-Allow-Origin $http_origin always;\n    add_header Access-Control-Allow-Credentials "true" always;\n    proxy_pass http://127.0.0.1:9000;\n}',
      good: 'location /api/ {\n    add_header Access-Control-Allow-Origin "https://app.example.com" always;\n    add_header Access-Control-Allow-Credentials "true" always;\n    add_header Vary Origin always;\n    proxy_pass http://127.0.0.1:9000;\n}',
      context: 'http, server',
      silent: [
        'without `Access-Control-Allow-Credentials: true`',
        'where a `map` picks the origin from a list',
        'where an `if` tests the origin before the header is set, or refuses others',
      ],
      remedy:
        'Name the origin, or let a `map $http_origin …` return it for those on a list and nothing for all others. Then add `Vary: Origin`.',
      links: [
        'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: {},
    messages: {
      reflected: ({ value }: { value: string }) =>
        `${value} allows every origin, and with Access-Control-Allow-Credentials each of them reads what the user sees; send back only origins from a list`,
      wildcard: () =>
        'browsers refuse "*" together with Access-Control-Allow-Credentials; name the origin, or drop the credentials',
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        const value = at.node.args[1];
        const level = at.parent;
        if (!namesHeader(at.node.args[0], 'access-control-allow-origin') || value === undefined || level === null)
          return;
        const [credentials] = headerNamed(
          headersAt(ctx.model, level, 'add_header'),
          'access-control-allow-credentials',
        );
        if (credentials?.value.trim().toLowerCase() !== 'true') return;
        const related = [{ file: credentials.at.file, span: credentials.at.node.name, message: 'allows credentials' }];
        if (value.value === '*') ctx.report(at, value, 'wildcard', undefined, { related });
        else if (isAnyOrigin(ctx.model, at, value.value) && !looksAtOrigin(level))
          ctx.report(at, value, 'reflected', { value: value.value }, { related });
      },
    },
  }),
);

/** Does a value send back whatever origin asks? */
function isAnyOrigin(model: ConfigModel, at: Occurrence, value: string): boolean {
  if (ORIGIN.test(value)) return true;
  const variable = variableName(value);
  if (variable === null) return false;
  const maps = mapBlocks(model).filter(({ result }) => result === variable);
  if (maps.length > 0) return maps.every((map) => map.source === 'http_origin' && mapsAnyOrigin(model, map));
  return isSetToOrigin(model, at, variable);
}

function mapsAnyOrigin(model: ConfigModel, { at, entries, fallback }: ReturnType<typeof mapBlocks>[number]): boolean {
  const { encoding } = model.source(at.file);
  return FOREIGN.some((origin) => {
    // Expressions are tried in their order, and the first that matches counts.
    const first = entries.find(({ pattern }) => {
      const match = pattern === null ? null : regexOf(pattern.text, pattern.caseless, encoding).matcher.match(origin);
      return match !== null;
    });
    const value = first === undefined ? fallback : first.value;
    return value !== null && (ORIGIN.test(value) || value === '*');
  });
}

/** Is a variable of the server set to the origin outside of every `if`, and to nothing else? */
function isSetToOrigin(model: ConfigModel, at: Occurrence, variable: string): boolean {
  const server = enclosing(at, 'server');
  if (server === null) return false;
  const sets = model
    .named('set')
    .filter((set) => variableName(set.node.args[0]?.value ?? '') === variable && enclosing(set, 'server') === server);
  return (
    sets.length > 0 && sets.every(({ node, parent }) => ORIGIN.test(node.args[1]?.value ?? '') && parent?.name !== 'if')
  );
}

/** Does an `if` decide about the origin: one around the header, or one beside it that returns? */
function looksAtOrigin(level: Occurrence): boolean {
  for (let block: Occurrence | null = level; block !== null; block = block.parent) {
    // What another variable says of the origin nobody can tell.
    if (block.name === 'if' && !/\$\{?request_method/.test(textOf(block))) return true;
    const tests = own(block, 'if').filter((test) => /origin|cors|referer/i.test(textOf(test)));
    if (tests.some((test) => [...walk(test)].some(({ name }) => name === 'return'))) return true;
    if (block.name === 'server') return false;
  }
  return false;
}

const textOf = ({ node }: Occurrence): string => node.args.map(({ value }) => value).join(' ');
