import { defineRule } from '../../lint/rule.ts';
import { tlsServers, useOfTlsSetting } from '../../model/tls.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'ssl-tls13-disabled',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A list of TLS versions leaves out TLS 1.3',
      why: 'TLS 1.3 saves a round trip in each handshake, encrypts more of it and has no weak ciphers. Every client that matters falls back to TLS 1.2 by itself, so that nothing is gained by leaving it out. HTTP/3 does not work without it.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.2;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.2 TLSv1.3;\n}',
      context: 'http',
      silent: [
        'before nginx 1.13.0, which does not know TLS 1.3',
        'for lists without TLS 1.2, which `ssl-weak-protocols` reports',
        'where no server that speaks TLS uses the list',
      ],
      remedy:
        'Append `TLSv1.3`. If a device on the way must read the traffic, say so in a comment that switches the rule off.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols',
        'https://www.rfc-editor.org/rfc/rfc8446',
      ],
    },
    options: {},
    messages: {
      missing: () => 'TLS 1.3 is left out, which costs a round trip in every handshake; append "TLSv1.3"',
    },
  },
  (ctx) => {
    let speaking: ReadonlySet<Occurrence> | null = null;
    return {
      directives: {
        ssl_protocols(at) {
          const { args } = at.node;
          const last = args.at(-1);
          if (last === undefined || !ctx.model.facts.atLeast('1.13.0')) return;
          const newest = args.find(({ value }) => value === 'TLSv1.2');
          if (newest === undefined || args.some(({ value }) => value === 'TLSv1.3')) return;
          speaking ??= tlsServers(ctx.model);
          if (useOfTlsSetting(ctx.model, at, speaking) !== 'some') return;
          const edit = { file: at.file, span: point(last.end), text: ' TLSv1.3' };
          ctx.report(at, newest, 'missing', undefined, {
            fixes: [{ title: 'Append "TLSv1.3"', safe: true, edits: [edit] }],
          });
        },
      },
    };
  },
);
