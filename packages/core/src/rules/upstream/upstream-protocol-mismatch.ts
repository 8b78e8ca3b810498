import { defineRule } from '../../lint/rule.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import type { UpstreamModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Ports on which by custom something answers that speaks no HTTP. */
const FOREIGN: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [25, 'SMTP'],
  [465, 'SMTP'],
  [587, 'SMTP'],
  [1433, 'SQL Server'],
  [1883, 'MQTT'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5672, 'AMQP'],
  [6379, 'Redis'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
]);
/** Ports that say what answers there. */
const TELLING: ReadonlySet<number> = new Set([...FOREIGN.keys(), 80, 443, 9000]);

export default defineRule(
  {
    id: 'upstream-protocol-mismatch',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'nginx speaks a protocol to a backend that the backend does not speak',
      why: 'HTTP to a database or to a TLS port, and TLS to a plain port, end with 400 or 502 for each request. What clients send also gets to a service that was not meant to be reached. A `server` in an upstream has port 80 by default, for `https://` too.',
      bad: 'upstream db { server 127.0.0.1:5432; server 127.0.0.1:5433; }\nserver { listen 80; location / { proxy_pass http://db; } }',
      good: 'upstream app { server 127.0.0.1:8080; server 127.0.0.1:8081; }\nserver { listen 80; location / { proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'in `stream`, where nginx passes bytes on as they come',
        'for ports that anything may use, such as 8443 or 9000',
      ],
      severities: ['`info` for HTTP to port 9000 in a location for `.php`'],
      remedy:
        'Proxy databases and the like in `stream`. Use `https://` for port 443, write the port of a server that speaks TLS, and use `fastcgi_pass` or `uwsgi_pass` for FastCGI and uwsgi.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
        'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html',
      ],
    },
    options: {},
    messages: {
      foreign: ({ port, service }: { port: number; service: string }) =>
        `port ${port} is where ${service} answers, which does not speak HTTP; proxy it in "stream", or correct the port`,
      plain: ({ word }: { word: string }) =>
        `"${word}" sends plain HTTP to port 443, where a server expects TLS and answers 400; write https://`,
      tls: ({ word, place }: { word: string; place: string }) =>
        `"${word}" sends TLS to port 80 of ${place}, where a server expects plain HTTP; write the port that speaks TLS`,
      php: ({ word }: { word: string }) =>
        `"${word}" sends HTTP to port 9000 for PHP, where PHP-FPM expects FastCGI; use "fastcgi_pass"`,
      both: ({ group, one, other }: { group: string; one: string; other: string }) =>
        `"${group}" is asked by "${one}" here and by "${other}" elsewhere, but its servers speak one of them only; correct one of the two`,
    },
  },
  (ctx) => ({
    config(model) {
      const spoken = new Map<UpstreamModel, Pass>();
      const told = new Set<UpstreamModel>();
      for (const pass of passesOf(model)) {
        const { at, target } = pass;
        const word = at.node.args[0];
        if (word === undefined) continue;
        const { upstream } = target;
        if (pass.module === 'proxy') {
          for (const fault of faultsOf(pass, word)) {
            const related = fault.at === at ? [] : [{ file: at.file, span: word, message: 'passes requests on' }];
            const severity = fault.message === 'php' ? 'info' : 'warning';
            ctx.report(fault.at, fault.word, fault.message, fault.data, { related, severity });
          }
        }
        const protocol = protocolOf(pass);
        if (upstream === null || protocol === null) continue;
        const first = spoken.get(upstream);
        const before = first === undefined ? protocol : protocolOf(first);
        if (first === undefined) spoken.set(upstream, pass);
        else if (before !== null && before !== protocol && !told.has(upstream)) {
          const span = first.at.node.args[0] ?? first.at.node.name;
          const data = { group: upstream.name.value, one: shownProtocol(protocol), other: shownProtocol(before) };
          const related = [{ file: first.at.file, span, message: `asks by "${data.other}"` }];
          ctx.report(at, word, 'both', data, { related });
          told.add(upstream);
        }
      }
    },
  }),
);

interface Fault {
  readonly at: Occurrence;
  readonly word: Word;
  readonly message: 'foreign' | 'plain' | 'tls' | 'php';
  readonly data: { readonly port: number; readonly service: string; readonly word: string; readonly place: string };
}

interface Place {
  readonly at: Occurrence;
  readonly word: Word;
  readonly port: number;
  readonly place: string;
}

/** The words that name a port which speaks something else; a group is blamed in its own lines. */
function faultsOf(pass: Pass, word: Word): readonly Fault[] {
  const { upstream, port, unix } = pass.target;
  if (unix) return NONE;
  if (upstream === null) {
    return port === null || !TELLING.has(port)
      ? NONE
      : faultsAt(pass, word, { at: pass.at, word, port, place: 'this host' });
  }
  const faults: Fault[] = [];
  for (const { at, address, url, down } of upstream.servers) {
    if (down || url === null || url.family === 'unix' || !TELLING.has(url.port)) continue;
    faults.push(...faultsAt(pass, word, { at, word: address, port: url.port, place: address.value }));
  }
  return faults;
}

const NONE: readonly Fault[] = [];

function faultsAt({ at, block, target }: Pass, word: Word, place: Place): readonly Fault[] {
  const service = FOREIGN.get(place.port);
  const message = service !== undefined ? 'foreign' : mismatch(target.scheme, place.port, block);
  if (message === null) return NONE;
  // Which of a group's servers is meant for which scheme, the group does not say: the pass is blamed.
  const here = message === 'foreign' || message === 'tls' ? place : { at, word };
  const data = { port: place.port, service: service ?? '', word: word.value, place: place.place };
  return [{ at: here.at, word: here.word, message, data }];
}

function mismatch(scheme: string | null, port: number, block: Occurrence): Fault['message'] | null {
  if (scheme === 'http' && port === 443) return 'plain';
  if (scheme === 'https' && port === 80) return 'tls';
  if (scheme !== 'http' || port !== 9000 || block.name !== 'location') return null;
  return block.node.args.some(({ value }) => /\.php\b/.test(value)) ? 'php' : null;
}

/** What a group is asked by; null for what may share a port with another protocol. */
function protocolOf({ module, directive, target }: Pass): string | null {
  if (module === 'proxy') return target.scheme;
  return module === 'fastcgi' || module === 'uwsgi' || module === 'scgi' ? directive : null;
}

const shownProtocol = (protocol: string): string => (protocol.endsWith('_pass') ? protocol : `${protocol}://`);
