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
      summary: 'Strict-Transport-Security in a server of plain HTTP',
      why: 'A browser has to ignore the header when it comes over plain HTTP, where anybody could have put it in. The line does nothing there, and often shows that the server for redirects was copied from the one for HTTPS, which may lack it.',
      bad: 'server {\n    listen 80;\n    server_name example.com;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    return 301 https://$host$request_uri;\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    return 301 https://$host$request_uri;\n}',
      context: 'http',
      silent:
        'Where something in front of nginx may speak TLS: with another port than 80, on loopback addresses and Unix sockets, with `proxy_protocol`, `set_real_ip_from` or a look at `$http_x_forwarded_proto`, and where there is neither a redirect to `https://` nor a TLS server of the same name. In `http`, for servers with and without TLS, and where a file that is not there may bring a listener.',
      remedy: 'Delete the line here and see to it that the server for HTTPS has it.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc6797#section-7.2',
        'https://www.rfc-editor.org/rfc/rfc6797#section-8.1',
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
        const { model } = ctx;
        const server = isHsts(at) ? model.server(at) : null;
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
