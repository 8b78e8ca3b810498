import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { returnedStatus } from '../../model/answers.ts';
import { comparisonOf } from '../../model/captures.ts';
import { namesHeader } from '../../model/headers.ts';
import { isPrivate } from '../../model/openness.ts';
import { type Reference, referencesIn } from '../../model/references.ts';
import type { ConfigModel } from '../../model/types.ts';
import { mostBytes, possibleValues } from '../../model/value-flow.ts';
import { programs } from '../../model/variable-sources.ts';
import { isWritten } from '../../model/written.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const RAW = '$http_host';

export default defineRule(
  {
    id: 'host-header-spoofable',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'The host comes from the header as the client wrote it',
      why: 'A request may name the host twice: `GET http://a.example/ HTTP/1.1` with `Host: b.example`. nginx chooses the server by the first, and `$host` is that one, in lower case and without a port. `$http_host` is the other, which no server name was compared with, and is empty without the header. A backend that makes links or cache entries of it can be made to send people elsewhere.',
      bad: 'server {\n    listen 80 default_server;\n    location / {\n        proxy_set_header Host $http_host;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'server {\n    listen 80 default_server;\n    location / {\n        proxy_set_header Host $host;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where a condition tests `$http_host` first',
        'in headers other than `Host`',
        'in servers that listen on loopback or private addresses only',
      ],
      remedy:
        'Write `$host`, or `$host:$server_port` if clients use a port other than 80 and 443. A default server that refuses unknown names helps as well.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_host',
        'https://nginx.org/en/docs/http/request_processing.html',
        'https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2',
      ],
    },
    options: {},
    messages: {
      spoofable: ({ variable, into }: { variable: string; into: string }) =>
        `"${variable}" in ${into} is what the client wrote into its Host header, which need not be the host that chose this server; use "$host"`,
    },
  },
  (ctx) => {
    if (!isWritten(ctx.model, /http_host/i)) return {};
    const look = (at: Occurrence, word: Word | undefined, into: string): void => {
      if (word === undefined || !word.value.includes('$') || at.context.startsWith('stream')) return;
      const reference = referencesIn(ctx.model.source(at.file), word).find((each) => isRaw(ctx.model, at, each));
      if (reference === undefined || isChecked(at)) return;
      const server = ctx.model.server(at);
      if (server !== null && isPrivate(server)) return;
      ctx.report(
        at,
        reference.span,
        'spoofable',
        { variable: reference.text, into },
        { fixes: hostOf(ctx.model, at, reference) },
      );
    };
    const header = (at: Occurrence): void => {
      const [name, value] = at.node.args;
      if (namesHeader(name, 'host')) look(at, value, 'the Host of requests to the backend');
    };
    const key = (at: Occurrence): void => look(at, at.node.args[0], 'the key of a cache');
    return {
      directives: {
        proxy_set_header: header,
        grpc_set_header: header,
        proxy_cache_key: key,
        fastcgi_cache_key: key,
        uwsgi_cache_key: key,
        scgi_cache_key: key,
        return(at) {
          const status = returnedStatus(at);
          if (status >= 301 && status <= 308) look(at, at.node.args.at(-1), 'a redirect');
        },
        rewrite(at) {
          look(at, at.node.args[1], 'a redirect');
        },
      },
    };
  },
);

function isRaw(model: ConfigModel, at: Occurrence, { text, name }: Reference): boolean {
  // Of nginx's own variables no other is it.
  if (`$${name}` !== RAW && mostBytes(model, name) !== null) return false;
  return possibleValues(model, at, text).some(({ parts }) =>
    parts.some((part) => part.kind === 'client' && part.variable === RAW),
  );
}

function isChecked(at: Occurrence): boolean {
  return programs(at).some(({ block }) =>
    [block, ...block.children].some((each) => each.name === 'if' && comparisonOf(each)?.variable === RAW),
  );
}

/** The same but for a port, which no client of these ports writes. */
function hostOf(model: ConfigModel, at: Occurrence, { name, span }: Reference): Fix[] {
  const server = model.server(at);
  if (name !== 'http_host' || server === null || server.listens.length === 0) return [];
  if (!server.listens.every(({ port, unix }) => !unix && (port === 80 || port === 443))) return [];
  return [{ title: 'Use $host', safe: true, edits: [{ file: at.file, span, text: '$host' }] }];
}
