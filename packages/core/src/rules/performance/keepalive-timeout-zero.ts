import { defineRule } from '../../lint/rule.ts';
import { parseMilliseconds, parseNumber } from '../../nginx/units.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const WIDE: ReadonlySet<string> = new Set(['http', 'server']);

export default defineRule(
  {
    id: 'keepalive-timeout-zero',
    group: 'performance',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Client connections are closed at once, or kept for very long',
      why: 'Without keep-alive each picture of a page costs a new connection and a new TLS handshake, and a low `keepalive_requests` does the same a little later. With a timeout of many minutes, on the other hand, idle connections stay occupied.',
      bad: 'keepalive_timeout 0;',
      good: 'keepalive_timeout 30s;',
      context: 'http, server',
      silent: [
        'in a single location, where it may be on purpose',
        'in upstream groups, where directives of the same names are about connections to backends',
      ],
      remedy: 'Use 15 to 75 seconds, and leave `keepalive_requests` at its default of 1000.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_timeout',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_requests',
      ],
    },
    options: { longest: 300, fewest: 100 },
    optionDocs: {
      longest: 'Seconds for which an idle connection may be kept.',
      fewest: 'Requests that a connection must serve at least.',
    },
    messages: {
      off: () => '"keepalive_timeout 0" makes clients connect anew for every request; use 15 to 75 seconds',
      long: ({ value, longest }: { value: string; longest: number }) =>
        `idle connections stay open for ${value}; use ${longest} seconds or less`,
      few: ({ value }: { value: string }) =>
        `connections are closed after ${value} requests, fewer than many pages need; use the default, 1000`,
    },
  },
  (ctx) => ({
    directives: {
      keepalive_timeout(at) {
        const [word] = at.node.args;
        const time = word === undefined ? null : parseMilliseconds(word.value);
        if (!WIDE.has(at.context) || word === undefined || time === null) return;
        const { longest } = ctx.options;
        if (time === 0) ctx.report(at, word, 'off', undefined, { fixes: [replaced(at, word, '75s')] });
        else if (time > longest * 1000)
          ctx.report(at, word, 'long', { value: word.value, longest }, { fixes: [replaced(at, word, '75s')] });
      },
      keepalive_requests(at) {
        const [word] = at.node.args;
        const number = word === undefined ? null : parseNumber(word.value);
        if (!WIDE.has(at.context) || word === undefined || number === null || number >= ctx.options.fewest) return;
        ctx.report(at, word, 'few', { value: word.value }, { fixes: [replaced(at, word, '1000')] });
      },
    },
  }),
);

function replaced({ file }: Occurrence, { start, end }: Word, text: string) {
  return { title: `Use ${text}, the default`, safe: false, edits: [{ file, span: { start, end }, text }] };
}
