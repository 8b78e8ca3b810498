import { withoutProtocols } from '../../lint/protocol-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside } from '../../model/blocks.ts';
import { type PassDirective, proxyTarget } from '../../model/proxying.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

const WEAK: ReadonlySet<string> = new Set(['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1']);

/** What hands a request on under these versions. */
const PASSES: Readonly<Record<string, PassDirective>> = {
  proxy_ssl_protocols: 'proxy_pass',
  grpc_ssl_protocols: 'grpc_pass',
  uwsgi_ssl_protocols: 'uwsgi_pass',
};
const SECURE: ReadonlySet<string> = new Set(['https', 'grpcs', 'suwsgi']);

export default defineRule(
  {
    id: 'upstream-ssl-weak-protocols',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'nginx offers a backend a TLS version that is no longer safe',
      why: 'What nginx sends to a backend is as private as what it got. SSL 2, SSL 3, TLS 1.0 and TLS 1.1 have known attacks and are forbidden by RFC 6176, RFC 7568 and RFC 8996. An attacker between nginx and the backend can try to talk both down to them.',
      bad: 'location / {\n    proxy_pass https://10.0.0.5;\n    proxy_ssl_protocols TLSv1 TLSv1.1 TLSv1.2;\n}',
      good: 'location / {\n    proxy_pass https://10.0.0.5;\n    proxy_ssl_protocols TLSv1.2 TLSv1.3;\n}',
      context: 'http, server',
      silent: [
        'where no request goes on over TLS under this list: behind `proxy_pass http://…`, and in `stream` without `proxy_ssl on`',
        'for an outer list whose locations all name their own versions',
        'where a variable makes the scheme',
        'without a list, whatever nginx offers then',
      ],
      remedy:
        'Name `TLSv1.2` and `TLSv1.3` only. For a device that knows nothing newer, name its version in the one location that talks to it, with a comment that switches the rule off.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_protocols',
        'https://nginx.org/en/docs/http/ngx_http_grpc_module.html#grpc_ssl_protocols',
        'https://nginx.org/en/docs/http/ngx_http_uwsgi_module.html#uwsgi_ssl_protocols',
        'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_ssl_protocols',
        'https://www.rfc-editor.org/rfc/rfc8996',
        'https://www.rfc-editor.org/rfc/rfc6176',
        'https://www.rfc-editor.org/rfc/rfc7568',
      ],
    },
    options: { allow: [] as string[] },
    optionDocs: { allow: 'Versions to accept, such as `TLSv1.1`.' },
    messages: {
      weak: ({ protocol, directive }: { protocol: string; directive: string }) =>
        `${protocol} is no longer safe to offer to a backend; remove it from "${directive}"`,
    },
  },
  (ctx) => {
    const visit = (at: Occurrence): void => {
      const { args } = at.node;
      const weak = args.filter(({ value }) => WEAK.has(value) && !ctx.options.allow.includes(value));
      if (weak.length === 0 || at.fact === null || !isUsed(ctx.model, at)) return;
      const fixes = [withoutProtocols(ctx.model.source(at.file), args, weak)];
      const directive = at.name;
      for (const word of weak) ctx.report(at, word, 'weak', { protocol: word.value, directive }, { fixes });
    };
    return { directives: { proxy_ssl_protocols: visit, grpc_ssl_protocols: visit, uwsgi_ssl_protocols: visit } };
  },
);

/** Does a request go on over TLS where this list holds? */
function isUsed(model: ConfigModel, at: Occurrence): boolean {
  const directive = at.name;
  const pass = PASSES[directive];
  const { parent } = at;
  if (pass === undefined || parent === null) return false;
  return model.named(pass).some((each) => {
    const level = each.parent;
    if (level === null || each.fact === null || !isInside(level, parent)) return false;
    return speaksTls(model, each, level) && model.effective(level, directive).values.includes(at);
  });
}

function speaksTls(model: ConfigModel, pass: Occurrence, level: Occurrence): boolean {
  if (!pass.context.startsWith('stream')) return SECURE.has(proxyTarget(model, pass)?.scheme ?? '');
  return model.effective(level, 'proxy_ssl').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}
