import { isCatchAll } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { writtenWord } from '../../lint/word-edits.ts';
import { isInside } from '../../model/blocks.ts';
import { expressionAt } from '../../model/expressions.ts';
import { pathsAt } from '../../model/location-search.ts';
import type { ConfigModel } from '../../model/types.ts';
import { isRedirect } from '../../route/server-stop.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Expressions whose first group is the whole path, and those that leave its first slash out. */
const WHOLE = /^\^?\(\/?\.[*+]\)\$?$/;
const BEHIND_SLASH = /^\^?\/\??\(\.\*\)\$?$/;

export default defineRule(
  {
    id: 'rewrite-instead-of-return',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A `rewrite` redirects where `return` is enough',
      why: 'A regular expression that matches every path decides nothing. `return` says what is meant and matches nothing, and `$request_uri` passes the address on as the client wrote it, including its arguments.',
      bad: 'rewrite ^/(.*)$ https://example.com/$1 permanent;',
      good: 'return 301 https://example.com$request_uri;',
      context: 'http, server',
      silent: [
        'where the expression leaves some paths out, or the new address contains a part of the path',
        'where a `?` at the end of the target drops the arguments',
      ],
      remedy:
        'Write `return 301` (for `permanent`) or `return 302` with the same address and `$request_uri`. There is no fix where a `rewrite` may have changed the path before.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
        'https://nginx.org/en/docs/http/converting_rewrite_rules.html',
      ],
    },
    options: {},
    messages: {
      all: ({ instead }: { instead: string }) =>
        `this expression matches every path that comes here, so that no rewriting is needed; write "${instead}"`,
      twice: ({ instead }: { instead: string }) =>
        `$request_uri holds the arguments already, and a rewrite appends them once more; write "${instead}"`,
    },
  },
  (ctx) => ({
    directives: {
      rewrite(at) {
        const [pattern, target, flag] = at.node.args;
        if (pattern === undefined || target === undefined || !isRedirect(at)) return;
        const url = addressOf(pattern.value, target.value);
        if (url === null || !isForAll(ctx.model, at, pattern.value)) return;
        const instead = `return ${flag?.value === 'permanent' ? 301 : 302} ${writtenWord(url)};`;
        const twice = target.value.endsWith('$request_uri');
        const fixes = fixOf(ctx.model, at, instead);
        ctx.report(at, twice ? target : at.node.name, twice ? 'twice' : 'all', { instead }, { fixes });
      },
    },
  }),
);

function isForAll(model: ConfigModel, at: Occurrence, pattern: string): boolean {
  const tree = expressionAt(model, at, pattern);
  return tree.accepted && isCatchAll(tree, pathsAt(model, model.location(at)));
}

/** What `return` takes to lead to the same address; null where it takes more than that. A rewrite appends `?$args`. */
function addressOf(pattern: string, target: string): string | null {
  if (target.endsWith('$request_uri?')) return alone(target.slice(0, -1), '$request_uri');
  if (target.includes('?') || target.includes('$is_args')) return null;
  if (target.endsWith('$request_uri')) return alone(target, '$request_uri');
  if (target.endsWith('$uri')) return alone(`${target.slice(0, -4)}$request_uri`, '$request_uri');
  if (target.endsWith('$1') && WHOLE.test(pattern)) return alone(`${target.slice(0, -2)}$request_uri`, '$request_uri');
  if (target.endsWith('/$1') && BEHIND_SLASH.test(pattern)) {
    return alone(`${target.slice(0, -3)}$request_uri`, '$request_uri');
  }
  return /\(\?P?[<']/.test(pattern) ? null : alone(`${target}$is_args$args`, '');
}

/** Has an address no other part that a path is put into? Its host may be a variable. */
function alone(url: string, end: string): string | null {
  const rest = url.slice(0, url.length - end.length);
  return /\$(?:\{?\d|\{?(?:request_)?uri\b|\{?document_uri\b)/.test(rest) ? null : url;
}

/** `$request_uri` is what the client asked for, whatever was made of it since. */
function fixOf(model: ConfigModel, at: Occurrence, instead: string): Fix[] {
  const server = model.server(at)?.at;
  const changed = model
    .named('rewrite')
    .some((other) => !isRedirect(other) && (server === undefined || isInside(other, server)));
  if (changed) return [];
  const edits = [{ file: at.file, span: { start: at.node.start, end: at.node.end }, text: instead }];
  return [{ title: `Write "${instead}"`, safe: true, edits }];
}
