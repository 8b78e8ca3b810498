import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { conditionOf } from '../../model/if-blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives for which an empty value decides who gets what, or where to. */
const DECIDING = [
  ...['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'memcached_pass'],
  ...['auth_basic', 'auth_basic_user_file', 'auth_request', 'auth_jwt', 'root', 'alias'],
  ...['add_header', 'return', 'rewrite', 'if'],
];

export default defineRule(
  {
    id: 'map-missing-default',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'A `map`, `geo` or `split_clients` has no default, and its variable decides something',
      why: 'What is not listed gets the empty value, which nobody wrote down. As the host of a `proxy_pass` that is an error 500, as a `root` it is another folder, and in an `if` it is none of the listed values.',
      bad: 'map $http_x_env $backend { staging 10.0.0.2:8080; prod 10.0.0.1:8080; }\nserver { listen 80; location / { proxy_pass http://$backend; } }',
      good: 'map $http_x_env $backend { default 10.0.0.1:8080; staging 10.0.0.2:8080; }\nserver { listen 80; location / { proxy_pass http://$backend; } }',
      context: 'http',
      silent: [
        'for variables in logs, limits and ordinary headers, where an empty value is useful',
        'where an `if` only asks whether there is a value, or all entries have the same one',
        'for tables with one entry',
      ],
      remedy:
        'Write `default` with the value that is meant, `default "";` for the empty one, and `*` in `split_clients`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_map_module.html',
        'https://nginx.org/en/docs/http/ngx_http_geo_module.html',
        'https://nginx.org/en/docs/http/ngx_http_split_clients_module.html',
      ],
    },
    options: { every: false },
    optionDocs: { every: 'Report tables whose variable decides nothing too, and `geo` tables with one entry.' },
    messages: {
      missing: ({ block, variable, user }: { block: string; variable: string; user: string }) =>
        `this ${block} has no default, so that ${variable} is empty for all that it does not list, and "${user}" depends on it; add "default"`,
      unsaid: ({ block, variable }: { block: string; variable: string }) =>
        `this ${block} has no default, so that ${variable} is empty for all that it does not list; add "default"`,
      rest: ({ variable, rest, user }: { variable: string; rest: string; user: string }) =>
        `for ${rest} % of the requests ${variable} is empty, and "${user}" depends on it; add "*" with the value for the rest`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const name of ['map', 'geo', 'split_clients']) {
        for (const at of model.named(name)) {
          if (at.context.startsWith('stream') || at.fact === null) continue;
          const variable = at.node.args.at(-1);
          const entries = at.children.filter(
            ({ name }) => !/^(?:include|hostnames|volatile|ranges|delete|proxy|proxy_recursive)$/.test(name),
          );
          if (
            variable === undefined ||
            !variable.value.startsWith('$') ||
            !isOpen(name, at, entries, ctx.options.every)
          )
            continue;
          const user = userOf(model, variable.value);
          if (user === null) {
            if (!ctx.options.every || name === 'split_clients') continue;
            ctx.report(
              at,
              variable,
              'unsaid',
              { block: name, variable: variable.value },
              { fixes: withDefault(model, at) },
            );
            continue;
          }
          if (user.name === 'if' && isFlag(entries) && !ctx.options.every) continue;
          const data = { block: name, variable: variable.value, user: user.name };
          const related = [{ file: user.file, span: user.node.name, message: `uses ${variable.value}` }];
          const fixes = name === 'split_clients' ? [] : withDefault(model, at);
          if (name === 'split_clients')
            ctx.report(at, variable, 'rest', { ...data, rest: restOf(entries) }, { related });
          else ctx.report(at, variable, 'missing', data, { related, fixes });
        }
      }
    },
  }),
);

function isOpen(name: string, at: Occurrence, entries: readonly Occurrence[], every: boolean): boolean {
  if (at.children.some(({ name, node }) => name === 'include' && node.args.length === 1 && entries.length === 0))
    return false;
  const names = entries.map(({ name }) => name);
  if (name === 'split_clients') return !names.includes('*') && entries.length > 0 && restOf(entries) !== '0';
  return (
    entries.length > (every && name === 'geo' ? 0 : 1) &&
    !names.includes('default') &&
    !names.some((each) => /^~\*?(?:\^?\.?\*?\$?|\^)$/.test(each)) &&
    !coversAll(names)
  );
}

/** All that is listed has one value: the empty one is its opposite. */
function isFlag(entries: readonly Occurrence[]): boolean {
  return new Set(entries.map(({ node }) => node.args[0]?.value)).size < 2;
}

/** `0.0.0.0/0` with `::/0`. */
const coversAll = (names: readonly string[]): boolean => names.includes('0.0.0.0/0') && names.includes('::/0');

/** Percent that are left. */
function restOf(entries: readonly Occurrence[]): string {
  const sum = entries.reduce((total, { node }) => total + Number.parseFloat(node.name.value) * 100, 0);
  return String(Math.max(0, Math.round(10_000 - sum)) / 100);
}

/** By variable, the first directive that decides by it. */
const users = new WeakMap<ConfigModel, ReadonlyMap<string, Occurrence>>();

function userOf(model: ConfigModel, variable: string): Occurrence | null {
  let found = users.get(model);
  if (found === undefined) {
    found = gather(model);
    users.set(model, found);
  }
  return found.get(variable.slice(1).toLowerCase()) ?? null;
}

function gather(model: ConfigModel): ReadonlyMap<string, Occurrence> {
  const found = new Map<string, Occurrence>();
  for (const name of DECIDING) {
    for (const at of model.named(name)) {
      const words = at.node.args.map(({ value }) => value);
      if (at.context.startsWith('stream') || isHarmless(name, words)) continue;
      for (const [, variable = ''] of words.join(' ').matchAll(/\$\{?(\w+)/g)) {
        const key = variable.toLowerCase();
        if (!found.has(key) && !isGuarded(at, key)) found.set(key, at);
      }
    }
  }
  return found;
}

/** Does it stand in an `if` that asks for the variable? */
function isGuarded({ parent }: Occurrence, variable: string): boolean {
  if (parent?.name !== 'if') return false;
  return conditionOf(parent).toLowerCase().includes(`$${variable}`);
}

/** An empty header is not sent, and an `if` with a variable alone asks whether it has a value. */
function isHarmless(name: string, words: readonly string[]): boolean {
  if (name === 'add_header') return !/^access-control-/i.test(words[0] ?? '');
  if (name === 'return' || name === 'rewrite') return !/^\$\w+/.test(words[1] ?? '');
  return name === 'if' && /^\(\s*\$\w+\s*\)$/.test(words.join(' '));
}

function withDefault(model: ConfigModel, at: Occurrence): Fix[] {
  const edit = insertAtStart(model.source(at.file), at.node, ['default "";']);
  return edit === null ? [] : [{ title: 'Write default "";', safe: false, edits: [edit] }];
}
