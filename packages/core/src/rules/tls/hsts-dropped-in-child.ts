import type { Fix, Severity } from '../../lint/diagnostic.ts';
import { insertBefore, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { ownAnswer } from '../../model/answers.ts';
import { blocksIn, own } from '../../model/blocks.ts';
import { blockName, shownLocation } from '../../model/location-search.ts';
import { type ResponseHeader, responseHeader } from '../../model/response-headers.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

const HEADER = 'Strict-Transport-Security';

export default defineRule(
  {
    id: 'hsts-dropped-in-child',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A location with an `add_header` of its own loses the HSTS header of its server',
      why: 'A block inherits `add_header` only if it has none of its own. One line for caching is enough, and the responses of that location go out without Strict-Transport-Security.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    location /assets/ {\n        add_header Cache-Control "public, immutable";\n        root /srv/www;\n    }\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    location /assets/ {\n        add_header Strict-Transport-Security "max-age=31536000" always;\n        add_header Cache-Control "public, immutable";\n        root /srv/www;\n    }\n}',
      context: 'http',
      silent: [
        'with `add_header_inherit merge` in the block or around it (since nginx 1.29.3)',
        'with `add_header_inherit off`, which shows that it is meant',
        'in locations that always lead to another one and never answer themselves',
        'in servers without TLS',
      ],
      severities: ['`error` for `location /` and for pages', '`info` for `Strict-Transport-Security ""`'],
      remedy:
        'Repeat the header in the block, include the same snippet there, or write `add_header_inherit merge;` (since nginx 1.29.3).',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header_inherit',
        'https://www.rfc-editor.org/rfc/rfc6797',
      ],
    },
    options: {},
    messages: {
      dropped: ({ place }: { place: string }) =>
        `this "add_header" keeps the ${HEADER} of the surrounding block out of ${place}; repeat that header here`,
      emptied: ({ place }: { place: string }) =>
        `an empty value switches ${HEADER} off in ${place}; remove the line unless it is meant`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const server of model.servers) {
        if (!server.tls && !server.at.implied) continue;
        for (const block of blocksIn(server.at)) {
          const [first] = own(block, 'add_header');
          const lost = first === undefined ? null : lostIn(model, server, block);
          if (first === undefined || lost === null) continue;
          const related = [{ file: lost.sent.file, span: lost.sent.node.name, message: `sets ${HEADER}` }];
          const data = { place: shownBlock(model, block) };
          const { here } = lost;
          if (here.at !== null) {
            ctx.report(here.at, here.at.node.args[1] ?? here.at.node.name, 'emptied', data, {
              related,
              severity: 'info',
            });
          } else {
            const severity = severityOf(model, block);
            ctx.report(first, first.node.name, 'dropped', data, {
              related,
              severity,
              fixes: repair(model, block, first, lost.sent),
            });
          }
        }
      }
    },
  }),
);

interface Lost {
  /** What holds in the block: nothing, or an empty value. */
  readonly here: ResponseHeader;
  /** The directive further out that would send it. */
  readonly sent: Occurrence;
}

function lostIn(model: ConfigModel, server: ServerModel, block: Occurrence): Lost | null {
  const here = responseHeader(model, block, HEADER);
  if (here.state === 'sent' || here.state === 'unknown') return null;
  if (model.effective(block, 'add_header_inherit').values[0]?.node.args[0]?.value.toLowerCase() === 'off') return null;
  const sent = sentAround(model, server, block);
  return sent === null || ownAnswer(model, block) === null ? null : { here, sent };
}

function sentAround(model: ConfigModel, server: ServerModel, block: Occurrence): Occurrence | null {
  for (let around = block.parent; around !== null; around = around.parent) {
    const outer = responseHeader(model, around, HEADER);
    if (outer.state === 'sent') return outer.at;
    if (around === server.at) return null;
  }
  return null;
}

/** Pages are what people come for: without the header there it may never get to a browser. */
function severityOf(model: ConfigModel, block: Occurrence): Severity {
  const location = model.location(block);
  if (location === null || location.at !== block) return 'warning';
  return location.pattern === '/' || /\.html?\b/.test(location.pattern) ? 'error' : 'warning';
}

function shownBlock(model: ConfigModel, block: Occurrence): string {
  const location = model.location(block);
  const name = block.name;
  if (location === null) return `this ${blockName(name)}`;
  return location.at === block
    ? `location ${shownLocation(location)}`
    : `this ${blockName(name)} of location ${shownLocation(location)}`;
}

/** Stands in the block's own file: what an included file says may be right elsewhere. */
function repair(model: ConfigModel, block: Occurrence, first: Occurrence, sent: Occurrence): Fix[] {
  if (sent.name !== 'add_header') return [];
  const before = first.via[block.via.length]?.include ?? first.node;
  const statement = statementText(model.source(sent.file), sent.node);
  const edits = [insertBefore(model.source(block.file), before, [statement])];
  return [{ title: `Repeat ${HEADER} here`, safe: true, edits }];
}
