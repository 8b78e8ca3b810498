import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { moreRequestHeaders } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { headerNamed, headersAt } from '../../model/headers.ts';
import { type Pass, passesTo } from '../../model/passes.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const HEADER = 'proxy_set_header Connection "";';
const VERSION = 'proxy_http_version 1.1;';
const KEEP = 'fastcgi_keep_conn on;';

export default defineRule(
  {
    id: 'upstream-keepalive-ineffective',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'Connections to a group are never kept open, although `keepalive` is set',
      why: '`keepalive` keeps connections that the backend leaves open. Before nginx 1.29.7 requests go out as HTTP/1.0 with `Connection: close` by default, and the backend closes each connection after its response. FastCGI servers do so unless `fastcgi_keep_conn` is on.',
      bad: '# nginx version: 1.28.0\nupstream app { server 10.0.0.11:8080; keepalive 16; }\nserver { listen 80; location / { proxy_pass http://app; } }',
      good: '# nginx version: 1.28.0\nupstream app { server 10.0.0.11:8080; keepalive 16; }\nserver { listen 80; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://app; } }',
      context: 'http',
      silent: [
        'since nginx 1.29.7, where both are the default, unless `proxy_http_version 1.0` or `Connection close` is written',
        'where `Connection` has another value, as for WebSockets, or a variable',
        'for gRPC and memcached, which always keep connections',
        'where an included file that may set it is missing',
      ],
      remedy: `Write \`${VERSION}\` and \`${HEADER}\` beside the \`proxy_pass\`, or in a block around it that no other \`proxy_set_header\` cuts off.`,
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_keep_conn',
      ],
    },
    options: {},
    messages: {
      group: ({ group, why, what }: { group: string; why: string; what: string }) =>
        `no connection to "${group}" is kept open: requests to it go out with ${why}; ${what}`,
      place: ({ group, why, what }: { group: string; why: string; what: string }) =>
        `this uses none of the connections that "${group}" keeps: requests go out with ${why}; ${what}`,
    },
  },
  (ctx) => ({
    upstreams(upstream) {
      const keepalive = upstream.scope === 'http' ? own(upstream.at, 'keepalive').at(-1) : undefined;
      if (keepalive === undefined || /^0*$/.test(keepalive.node.args[0]?.value ?? '')) return;
      const passes = passesTo(ctx.model, upstream).filter(({ module }) => module === 'proxy' || module === 'fastcgi');
      const closing = passes.flatMap((pass) => {
        const lack = lackOf(ctx.model, pass);
        return lack === null ? [] : [{ pass, lack }];
      });
      const [first] = closing;
      if (first === undefined) return;
      const group = upstream.name.value;
      const all = closing.length === passesTo(ctx.model, upstream).length;
      if (all) {
        const related = closing.map(({ pass: { at } }) => ({
          file: at.file,
          span: at.node.args[0] ?? at.node.name,
          message: 'passes requests on',
        }));
        ctx.report(
          keepalive,
          keepalive.node.name,
          'group',
          { group, ...first.lack },
          { related, fixes: mendAll(ctx.model, closing) },
        );
        return;
      }
      for (const each of closing) {
        const { at } = each.pass;
        const related = [{ file: keepalive.file, span: keepalive.node.name, message: 'keeps connections open' }];
        ctx.report(
          at,
          at.node.args[0] ?? at.node.name,
          'place',
          { group, ...each.lack },
          { related, fixes: mendAll(ctx.model, [each]) },
        );
      }
    },
  }),
);

interface Lack {
  /** What is sent that closes the connection. */
  readonly why: string;
  readonly what: string;
  /** Lines that would mend it; none where something else is written. */
  readonly lines: readonly string[];
}

interface Closing {
  readonly pass: Pass;
  readonly lack: Lack;
}

function lackOf(model: ConfigModel, { module, block }: Pass): Lack | null {
  if (hasUnread(model, block)) return null;
  if (module === 'fastcgi') {
    const [keep] = model.effective(block, 'fastcgi_keep_conn').values;
    if (keep?.node.args[0]?.value.toLowerCase() === 'on') return null;
    return { why: 'the order to close the connection', what: `add "${KEEP}"`, lines: keep === undefined ? [KEEP] : [] };
  }
  const kept = model.facts.atLeast('1.29.7');
  const [version] = model.effective(block, 'proxy_http_version').values;
  const spoken = version?.node.args[0]?.value ?? (kept ? '1.1' : '1.0');
  const header = headerNamed(headersAt(model, block, 'proxy_set_header'), 'connection').at(-1);
  const connection = header?.value.toLowerCase() ?? (kept ? '' : 'close');
  const old = spoken === '1.0' && connection !== 'keep-alive' && !connection.includes('$');
  if (!old && connection !== 'close') return null;
  const missing = [...(spoken === '1.0' ? [VERSION] : []), ...(connection === 'close' ? [HEADER] : [])];
  const why = [...(old ? ['HTTP/1.0'] : []), ...(connection === 'close' ? ['"Connection: close"'] : [])].join(' and ');
  const written = (old && version !== undefined) || (connection === 'close' && header !== undefined);
  const what = written ? 'remove what says so' : `add ${missing.map((line) => `"${line.slice(0, -1)}"`).join(' and ')}`;
  return { why, what, lines: written ? [] : missing };
}

/** All together or nothing; each place once, whatever leads to it. */
function mendAll(model: ConfigModel, closing: readonly Closing[]): readonly Fix[] {
  const places = new Map<unknown, Closing>();
  for (const each of closing) places.set(levelOf(each.pass).node, each);
  const edits = [...places.values()].map((each) => mend(model, each));
  if (edits.some((each) => each.length === 0)) return [];
  return [{ title: 'Keep the connections open', safe: true, edits: edits.flat() }];
}

function mend(model: ConfigModel, { pass, lack: { lines } }: Closing): Fix['edits'] {
  const [first] = lines;
  if (first === undefined) return [];
  const level = levelOf(pass);
  const source = model.source(pass.at.file);
  // An `if` has no headers of its own; what is written for its location may stand in another file.
  if (lines.includes(HEADER)) return moreRequestHeaders(model, pass.at, level, '', lines)[0]?.edits ?? [];
  return [insertBefore(source, pass.at.node, lines)];
}

function levelOf({ block }: Pass): Occurrence {
  let level = block;
  while (level.parent !== null && /^(?:if|limit_except)$/.test(level.name)) level = level.parent;
  return level;
}
