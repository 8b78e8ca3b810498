import { removeHeader } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { answersPlainHttp, HSTS, isHsts } from '../../model/hsts.ts';

export default defineRule(
  {
    id: 'hsts-on-plain-http',
    group: 'tls',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A server of plain HTTP sends Strict-Transport-Security',
      why: 'A browser ignores the header over plain HTTP, where anybody could have inserted it. The line does nothing there. It often shows that the server for redirects was copied from the one for HTTPS, which may lack it.',
      bad: 'server {\n    listen 80;\n    server_name example.com;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    return 301 https://$host$request_uri;\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    return 301 https://$host$request_uri;\n}',
      context: 'http',
      silent: [
        'where something in front of nginx may speak TLS: on ports other than 80, loopback addresses and Unix sockets, with `proxy_protocol` or `set_real_ip_from`, or where `$http_x_forwarded_proto` is read',
        'where there is neither a redirect to `https://` nor a TLS server of the same name',
        'in `http`, for servers with and without TLS',
        'where an included file that may hold a `listen` is missing',
      ],
      remedy: 'Delete the line, and make sure that the server for HTTPS has it.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
        'https://www.rfc-editor.org/rfc/rfc6797#section-8.1',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: {},
    messages: {
      ignored: () => `browsers ignore ${HSTS} over plain HTTP; delete it here and send it from the server for HTTPS`,
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        if (!isHsts(at)) return;
        const { model } = ctx;
        const server = model.server(at);
        const [name, value] = at.node.args;
        if (server === null || name === undefined || !value?.value || !answersPlainHttp(model, server)) return;
        // An included file may be right in the servers for HTTPS.
        const fixes =
          at.parent !== null && isWrittenIn(at, at.parent) ? removeHeader(model, at, 'Delete the header') : [];
        if (fixes.length === 0 && model.occurrencesOf(at.node).length > 1) return;
        ctx.report(at, name, 'ignored', undefined, { fixes });
      },
    },
  }),
);
