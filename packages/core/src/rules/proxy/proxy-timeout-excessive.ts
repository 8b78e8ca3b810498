import { defineRule } from '../../lint/rule.ts';
import { isLongLived } from '../../model/long-lived.ts';
import { passesUnder } from '../../model/passes.ts';
import { parseMilliseconds } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'memcached'];
const HOUR = 3_600;
/** After about so long kernels give up on a connection by themselves. */
const KERNEL_SECONDS = 75;
/** A bare number from here on is meant for milliseconds more often than for hours. */
const LOOKS_LIKE_MILLISECONDS = 10_000;

export default defineRule(
  {
    id: 'proxy-timeout-excessive',
    group: 'proxy',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'nginx waits for hours for a backend that says nothing',
      why: 'While nginx waits, a connection to the client and one to the backend are occupied. With a timeout of hours, backends that hang use up both without anybody noticing. A number without a unit means seconds: `60000` is more than sixteen hours. A `proxy_connect_timeout` usually cannot exceed 75 seconds, after which the kernel gives up.',
      bad: 'proxy_read_timeout 60000;\nproxy_pass http://127.0.0.1:9000;',
      good: 'proxy_read_timeout 60s;\nproxy_pass http://127.0.0.1:9000;',
      context: 'http, server, location',
      silent: [
        'where WebSockets, events or downloads go through the location, by headers or names',
        'for gRPC, and in `stream`',
      ],
      remedy:
        'Write a unit, and as many seconds as the slowest response takes to begin. Timeouts for reading and sending count between two operations, not for a whole response.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout',
        'https://nginx.org/en/docs/syntax.html',
      ],
    },
    options: { seconds: HOUR },
    optionDocs: { seconds: 'Seconds from which on a timeout for reading or sending is too long.' },
    messages: {
      unit: ({ directive, value, shown }: { directive: string; value: string; shown: string }) =>
        `"${directive} ${value}" means seconds, which is ${shown}; write "${value}ms" if milliseconds are meant`,
      long: ({ directive, value, shown }: { directive: string; value: string; shown: string }) =>
        `"${directive} ${value}" lets a backend that hangs hold its connections for ${shown}; use a minute or two`,
      connect: ({ directive, value }: { directive: string; value: string }) =>
        `"${directive} ${value}" is longer than the ${KERNEL_SECONDS}s for which kernels usually wait for a connection; write 5s`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const [word] = at.node.args;
      const milliseconds = word === undefined ? null : parseMilliseconds(word.value);
      if (word === undefined || milliseconds === null || at.fact === null || at.context.startsWith('stream')) return;
      const seconds = milliseconds / 1000;
      const directive = at.name;
      const connect = directive.endsWith('_connect_timeout');
      if (
        connect
          ? seconds <= KERNEL_SECONDS
          : seconds < ctx.options.seconds || passesUnder(ctx.model, at).some((pass) => isLongLived(ctx.model, pass))
      )
        return;
      // Whole hours are meant as such: 21600, 86400.
      const bare = /^\d+$/.test(word.value) && seconds >= LOOKS_LIKE_MILLISECONDS && seconds % HOUR !== 0;
      const text = bare ? `${word.value}ms` : connect ? '5s' : '60s';
      const fixes = [{ title: `Write "${text}"`, safe: false, edits: [{ file: at.file, span: word, text }] }];
      const data = { directive, value: word.value, shown: shownTime(seconds) };
      ctx.report(at, word, bare ? 'unit' : connect ? 'connect' : 'long', data, { fixes });
    };
    const names = MODULES.flatMap((module) => ['read', 'send', 'connect'].map((kind) => `${module}_${kind}_timeout`));
    return { directives: Object.fromEntries(names.map((name) => [name, check])) };
  },
);

function shownTime(seconds: number): string {
  const hours = seconds / HOUR;
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  if (hours >= 2) return `${Math.round(hours)} hours`;
  return hours >= 1 ? 'an hour' : `${Math.round(seconds)} seconds`;
}
