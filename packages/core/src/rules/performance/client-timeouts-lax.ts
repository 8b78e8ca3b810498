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
      summary: 'Clients may take minutes between two pieces of a request or an answer',
      why: 'The time counts from one read or write to the next. A client that sends a byte before it is over keeps a connection, and with some thousands of them a single machine occupies all that a server has.',
      bad: 'client_header_timeout 10m;\nclient_body_timeout 30m;',
      good: 'client_header_timeout 15s;\nclient_body_timeout 15s;',
      context: 'http, server',
      silent:
        'In locations, where uploads may need it, and up to two minutes; the default is one. A time of 0 is a warning: it does not switch the limit off, but closes connections at once.',
      remedy: 'Leave the default of 60 seconds or less; set more only in the locations that need it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_header_timeout',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_body_timeout',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#send_timeout',
      ],
    },
    options: { longest: 120 },
    optionDocs: { longest: 'Seconds that a client may take.' },
    messages: {
      long: ({ name, value }: { name: string; value: string }) =>
        `"${name} ${value}" lets a slow client keep its connection for that long between two bytes; use 60s or less`,
      zero: ({ name }: { name: string }) =>
        `"${name} 0" is no way to wait for ever: nginx closes the connection before the client has sent it; use 60s`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const [word] = at.node.args;
      const time = word === undefined ? null : parseMilliseconds(word.value);
      if (word === undefined || time === null || (at.context !== 'http' && at.context !== 'server')) return;
      const zero = time === 0 && at.node.name.value !== 'send_timeout';
      if (time <= ctx.options.longest * 1000 && !zero) return;
      const edits = [{ file: at.file, span: { start: word.start, end: word.end }, text: '60s' }];
      const fixes = [{ title: 'Use 60s, the default', safe: false, edits }];
      if (zero) ctx.report(at, word, 'zero', { name: at.node.name.value }, { severity: 'warning', fixes });
      else ctx.report(at, word, 'long', { name: at.node.name.value, value: word.value }, { fixes });
    };
    return { directives: Object.fromEntries(NAMES.map((name) => [name, check])) };
  },
);
