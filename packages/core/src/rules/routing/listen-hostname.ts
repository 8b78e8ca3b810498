import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { parseUrl } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'listen-hostname',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `listen` names a host instead of an address',
      why: 'nginx looks the name up when it starts, which on a booting machine may be before there is a network. Without an answer it does not start, and with another answer it listens elsewhere.',
      bad: 'listen localhost:8081;',
      good: 'listen 127.0.0.1:8081;',
      context: 'http, server',
      silent: ['for addresses, ports, `*` and Unix sockets', 'for names that a template fills in'],
      severities: ['`info` for `localhost`, which the hosts file of nearly every machine knows'],
      remedy: 'Write the address, or the port alone to listen on all addresses.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#listen'],
    },
    options: {},
    messages: {
      name: ({ name }: { name: string }) =>
        `nginx does not start while "${name}" cannot be looked up, which may happen when a machine boots; write an address, or the port alone`,
      localhost: ({ name }: { name: string }) =>
        `the hosts file decides which addresses "${name}" stands for, and whether nginx starts; write 127.0.0.1 or [::1]`,
    },
  },
  (ctx) => ({
    directives: {
      listen(at) {
        const word = at.node.args[0];
        const url =
          word === undefined || at.fact === null ? '' : parseUrl(word.value, { listen: true, defaultPort: 80 });
        if (word === undefined || typeof url === 'string' || url.family !== 'inet' || url.bytes !== null) return;
        const { host } = url;
        // Capital letters and underscores are for place-holders.
        if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?$/.test(host) || !/[a-z]/.test(host)) return;
        const local = host === 'localhost';
        const fixes = fixOf(at, word, host);
        if (local) ctx.report(at, word, 'localhost', { name: host }, { severity: 'info', fixes });
        else ctx.report(at, word, 'name', { name: host }, { fixes });
      },
    },
  }),
);

function fixOf({ file }: Occurrence, word: Word, host: string): Fix[] {
  if (word.quote !== null || !word.value.startsWith(host)) return [];
  const text = host === 'localhost' ? '127.0.0.1' : '*';
  const edits = [{ file, span: { start: word.start, end: word.start + host.length }, text }];
  return [{ title: `Listen on ${text}`, safe: false, edits }];
}
