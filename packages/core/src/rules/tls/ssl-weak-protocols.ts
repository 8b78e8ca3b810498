import type { Severity } from '../../lint/diagnostic.ts';
import { withoutProtocols } from '../../lint/protocol-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { tlsServers, useOfTlsSetting } from '../../model/tls.ts';
import type { Occurrence } from '../../tree/tree.ts';

const BROKEN: ReadonlySet<string> = new Set(['SSLv2', 'SSLv3']);
const OLD: ReadonlySet<string> = new Set(['TLSv1', 'TLSv1.1']);

export default defineRule(
  {
    id: 'ssl-weak-protocols',
    group: 'tls',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A server offers a TLS version that is no longer safe',
      why: 'SSL 2, SSL 3, TLS 1.0 and TLS 1.1 have known attacks, are forbidden by RFC 6176, RFC 7568 and RFC 8996, and current browsers refuse them. While a server offers them, an attacker on the way can try to talk both sides down to them.',
      bad: 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2;\nserver {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      good: 'ssl_protocols TLSv1.2 TLSv1.3;\nserver {\n    listen 443 ssl;\n    server_name example.com;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      context: 'http',
      silent: [
        'in a server that listens without TLS, where the directive has no effect',
        'for an outer list whose servers all name their own versions',
        'for servers that inherit a list, which is reported where it is set',
      ],
      severities: [
        '`info` for a list of `http`, `mail` or `stream` in which no server speaks TLS yet',
        '`warning` for TLS 1.0 and 1.1 with the option `profile: old`',
      ],
      remedy: 'Name `TLSv1.2` and `TLSv1.3` only. Only clients from before 2014 need an older version.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols',
        'https://nginx.org/en/docs/mail/ngx_mail_ssl_module.html#ssl_protocols',
        'https://nginx.org/en/docs/stream/ngx_stream_ssl_module.html#ssl_protocols',
        'https://www.rfc-editor.org/rfc/rfc8996',
        'https://www.rfc-editor.org/rfc/rfc7568',
        'https://www.rfc-editor.org/rfc/rfc6176',
      ],
    },
    options: { allow: [] as string[], profile: 'current' },
    optionDocs: {
      allow: 'Versions to accept, such as `TLSv1.1`.',
      profile: '`old` if old clients must be served, which makes TLS 1.0 and 1.1 warnings; `current` otherwise.',
    },
    messages: {
      weak: ({ protocol }: { protocol: string }) =>
        `${protocol} is no longer safe to offer; remove it from "ssl_protocols"`,
      waiting: ({ protocol, block }: { protocol: string; block: string }) =>
        `${protocol} is no longer safe, and the first TLS server of this "${block}" will offer it; remove it from "ssl_protocols"`,
    },
  },
  (ctx) => {
    let speaking: ReadonlySet<Occurrence> | null = null;
    return {
      directives: {
        ssl_protocols(at) {
          const { args } = at.node;
          const weak = args.filter(({ value }) => isWeak(value) && !ctx.options.allow.includes(value));
          if (weak.length === 0) return;
          speaking ??= tlsServers(ctx.model);
          const use = useOfTlsSetting(ctx.model, at, speaking);
          if (use === 'none') return;
          const fixes = [withoutProtocols(ctx.model.source(at.file), args, weak)];
          for (const word of weak) {
            const data = { protocol: word.value, block: at.parent?.name ?? 'http' };
            if (use === 'waiting') ctx.report(at, word, 'waiting', data, { fixes, severity: 'info' });
            else ctx.report(at, word, 'weak', data, { fixes, severity: severityOf(word.value, ctx.options.profile) });
          }
        },
      },
    };
  },
);

const isWeak = (protocol: string): boolean => BROKEN.has(protocol) || OLD.has(protocol);

function severityOf(protocol: string, profile: string): Severity {
  return profile === 'old' && OLD.has(protocol) ? 'warning' : 'error';
}
