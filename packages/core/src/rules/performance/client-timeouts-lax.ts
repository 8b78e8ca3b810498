import { defineRule } from '../../lint/rule.ts';
import { parseMilliseconds } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

const NAMES = ['client_header_timeout', 'client_body_timeout', 'send_timeout'];

export default defineRule(
  {
    id: 'client-timeouts-lax',
    group: 'performance',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'A client may pause for minutes within a request or a response',
      why: 'The time counts from one read or write to the next. A client that sends one byte before it is over keeps its connection, and some thousands of such connections from a single machine occupy the whole server.',
      bad: 'client_header_timeout 10m;\nclient_body_timeout 30m;',
      good: 'client_header_timeout 15s;\nclient_body_timeout 15s;',
      context: 'http, server',
      silent: [
        'in locations, where uploads may need it',
        'up to two minutes, which the option `longest` changes; the default is one minute',
      ],
      severities: ['`warning` for a time of 0, which does not switch the limit off but closes connections at once'],
      remedy: 'Use the default of 60 seconds or less. Set more only in the locations that need it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_header_timeout',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_body_timeout',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#send_timeout',
      ],
    },
    options: { longest: 120 },
    optionDocs: { longest: 'Seconds for which a client may pause.' },
    messages: {
      long: ({ name, value }: { name: string; value: string }) =>
        `"${name} ${value}" lets a slow client keep its connection for that long between two bytes; use 60s or less`,
      zero: ({ name }: { name: string }) =>
        `"${name} 0" does not switch the limit off: nginx closes the connection at once; use 60s`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const [word] = at.node.args;
      const time = word === undefined ? null : parseMilliseconds(word.value);
      if (word === undefined || time === null || (at.context !== 'http' && at.context !== 'server')) return;
      const zero = time === 0 && at.name !== 'send_timeout';
      if (time <= ctx.options.longest * 1000 && !zero) return;
      const edits = [{ file: at.file, span: { start: word.start, end: word.end }, text: '60s' }];
      const fixes = [{ title: 'Use 60s, the default', safe: false, edits }];
      if (zero) ctx.report(at, word, 'zero', { name: at.name }, { severity: 'warning', fixes });
      else ctx.report(at, word, 'long', { name: at.name, value: word.value }, { fixes });
    };
    return { directives: Object.fromEntries(NAMES.map((name) => [name, check])) };
  },
);
