import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import {
  accessList,
  identityChecks,
  isClosedList,
  isIdentityCheck,
  ownRules,
  satisfiesAny,
} from '../../model/access.ts';
import { walk } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'allow-without-deny',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A list of allowed addresses has no `deny`, so that it keeps nobody out',
      why: 'nginx reads `allow` and `deny` in order until one fits the client, and lets in whoever fits none. A list that only allows lets everybody in.',
      bad: 'location /internal/ {\n    allow 10.0.0.0/8;\n    root /srv/www;\n}',
      good: 'location /internal/ {\n    allow 10.0.0.0/8;\n    deny  all;\n    root /srv/www;\n}',
      context: 'http, server',
      silent: [
        'for `allow all`, which opens a block on purpose',
        'with `satisfy any` beside a check of passwords or tokens, where an allowed address is one of two ways in',
        'in a file that is only a part of such a list',
        'where an included file that may hold the `deny` is missing',
        'where the list replaces a closed one of the outer block, which `access-rules-not-inherited` reports',
      ],
      remedy: 'End the list with `deny all;`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_access_module.html',
        'https://nginx.org/en/docs/stream/ngx_stream_access_module.html',
      ],
    },
    options: {},
    messages: {
      open: ({ rule }: { rule: string }) =>
        `"${rule}" keeps nobody out: nginx lets in whoever no rule names; end the list with "deny all"`,
      satisfied: ({ check }: { check: string }) =>
        `"allow all" is enough for "satisfy any", so that "${check}" is never asked; remove it, or allow certain addresses only`,
    },
  },
  (ctx) => {
    const seen = new Set<Occurrence>();
    return {
      directives: {
        allow(at) {
          const level = at.parent;
          if (level === null || level.implied || at.fact === null || seen.has(level)) return;
          seen.add(level);
          const rules = ownRules(level);
          const all = rules.find(isAllowAll);
          const checks = identityChecks(ctx.model, level);
          const any = satisfiesAny(ctx.model, level);
          if (all !== undefined) {
            const [check] = checks;
            if (!any || check === undefined || isClosedList(rules)) return;
            const related = [{ file: check.file, span: check.node.name, message: 'is never asked' }];
            ctx.report(all, all.node.args[0] ?? all.node.name, 'satisfied', { check: check.name }, { related });
            return;
          }
          if (rules.some(({ name }) => name === 'deny') || includesUnread(ctx.model, level)) return;
          if (replacesClosed(ctx.model, level)) return;
          if (any && (checks.length > 0 || [...walk(level)].some(isIdentityCheck))) return;
          const rule = `allow ${at.node.args[0]?.value ?? ''}`;
          ctx.report(at, at.node.name, 'open', { rule }, { fixes: denyAtEnd(ctx.model, level, rules) });
        },
      },
    };
  },
);

const isAllowAll = ({ name, node }: Occurrence): boolean => name === 'allow' && node.args[0]?.value === 'all';

function replacesClosed(model: ConfigModel, level: Occurrence): boolean {
  return level.parent !== null && isClosedList(accessList(model, level.parent).rules);
}

/** Behind the last rule, or behind the `include` that leads to it. */
function denyAtEnd(model: ConfigModel, level: Occurrence, rules: readonly Occurrence[]): Fix[] {
  const last = rules.at(-1);
  if (last === undefined) return [];
  const node = last.via[level.via.length]?.include ?? last.node;
  const edits = [insertAfter(model.source(level.file), node, ['deny all;'])];
  return [{ title: 'End the list with "deny all"', safe: false, edits }];
}
