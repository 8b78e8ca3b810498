import type { Fix } from '../../lint/diagnostic.ts';
import { reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { serversInHashes } from '../../nginx/across/server-names.ts';
import { isHostName } from '../../nginx/host-names.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'server-name-invalid',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A `server_name` is not the name of a host',
      why: 'nginx compares these names with the host that a client asks for, without its port. A name with a comma, a scheme, a port or a `*` within a label is compared as it stands and never equal, so that another server answers.',
      bad: 'server { listen 80; server_name example.com, www.example.com; }\nserver { listen 80; server_name api.example.com:8080; }',
      good: 'server { listen 80; server_name example.com www.example.com; }\nserver { listen 80; server_name api.example.com; }',
      context: 'http',
      silent: [
        'for `_`, `""` and other names without a letter, which stand for no name',
        'for `.example.com`, and for regular expressions',
        'for names that a template fills in (`${NAME}`, `{{ name }}`)',
      ],
      severities: ['`info` for names in other scripts, which clients send in ASCII'],
      remedy: 'Separate names with spaces, without scheme, port and path. The port belongs in `listen`.',
      links: [
        'https://nginx.org/en/docs/http/server_names.html',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#server_name',
      ],
    },
    options: {},
    messages: {
      fault: ({ message }: { message: string }) => message,
      comma: ({ name }: { name: string }) =>
        `"${name}" holds a comma, which no name of a host has; separate names with spaces`,
      port: ({ name }: { name: string }) =>
        `"${name}" is never asked for, as nginx compares names without their port; remove it`,
      dot: ({ name }: { name: string }) =>
        `"${name}" is never asked for, as nginx cuts off the dot at the end of a name before it compares; remove it`,
      wildcard: ({ name }: { name: string }) =>
        `"${name}" is compared as it stands, as "*" is a wildcard only where it is the whole first or last label; write such a name, or a regular expression`,
      script: ({ name }: { name: string }) =>
        `"${name}" is never asked for, as clients send such names in ASCII; write it in its "xn--" form`,
    },
  },
  (ctx) => ({
    config: (model) => reportFaults(ctx, 'server-name-invalid')(model),
    directives: {
      server_name(at) {
        if (at.context !== 'server' && at.context !== 'stream.server') return;
        for (const word of at.node.args) {
          const kind = wrongIn(ctx.model, at, word.value);
          if (kind === null) continue;
          const severity = kind === 'script' ? ('info' as const) : ('warning' as const);
          const fixes = kind === 'comma' ? withoutCommas(at, word) : [];
          ctx.report(at, word, kind, { name: word.value }, { severity, fixes });
        }
      },
    },
  }),
);

const PLAIN = /^[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)*$/;

type Wrong = 'comma' | 'port' | 'dot' | 'wildcard' | 'script';

function wrongIn(model: ConfigModel, at: Occurrence, name: string): Wrong | null {
  if (PLAIN.test(name)) return null;
  // Of a slash nginx warns itself; the rest is for programs, or no name on purpose.
  if (/^~|[/$%{}<>@\s]/.test(name) || !/[\p{L}]/u.test(name)) return null;
  if (name.includes(',')) return 'comma';
  if (/^[^[\]:]+:\d+$/.test(name)) return 'port';
  if (/[^.]\.$/.test(name)) return 'dot';
  // Where servers share an address nginx refuses it.
  if (name.includes('*') && !isHostName(name.toLowerCase())) {
    return at.parent !== null && serversInHashes(model).has(at.parent) ? null : 'wildcard';
  }
  return /[^\p{ASCII}]/u.test(name) && model.source(at.file).encoding === 'utf-8' ? 'script' : null;
}

function withoutCommas(at: Occurrence, word: Word): Fix[] {
  const names = word.value.split(',').filter((name) => name !== '');
  if (word.quote !== null || names.length === 0 || names.some((name) => !/^[\w.*-]+$/.test(name))) return [];
  const edits = [{ file: at.file, span: { start: word.start, end: word.end }, text: names.join(' ') }];
  return [{ title: 'Write spaces in place of the commas', safe: true, edits }];
}
