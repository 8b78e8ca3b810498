import { defineRule } from '../../lint/rule.ts';
import { needsNoAlways } from '../../model/answers.ts';
import { answersPlainHttp, HSTS, isHsts } from '../../model/hsts.ts';
import { point } from '../../text/span.ts';

export default defineRule(
  {
    id: 'hsts-without-always',
    group: 'tls',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Error pages lack Strict-Transport-Security',
      why: 'Without `always` nginx adds a header only to responses with status 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308. A visitor who is asked for a password, or sees nothing but a 403 or 404, never gets the header, and the next visit may begin over plain HTTP again.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000";\n    root /srv/www;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Strict-Transport-Security "max-age=31536000" always;\n    root /srv/www;\n}',
      context: 'http',
      silent: [
        'where a `return` with such a status answers everything',
        'in servers of plain HTTP, where browsers ignore the header',
        'for an empty value',
        'before nginx 1.7.5, which has no `always`',
      ],
      remedy: 'Append `always`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
        'https://www.rfc-editor.org/rfc/rfc6797#section-7.1',
      ],
    },
    options: {},
    messages: {
      missing: () => `without "always" responses such as 401, 404 and 502 carry no ${HSTS}; append it`,
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        if (!isHsts(at)) return;
        const [name, value, flag] = at.node.args;
        if (name === undefined || value === undefined || value.value === '' || flag !== undefined) return;
        const { model } = ctx;
        if (!model.facts.atLeast('1.7.5') || (at.parent !== null && needsNoAlways(model, at.parent))) return;
        const server = model.server(at);
        if (server !== null && answersPlainHttp(model, server)) return;
        const edit = { file: at.file, span: point(value.end), text: ' always' };
        ctx.report(at, name, 'missing', undefined, {
          fixes: [{ title: 'Append "always"', safe: true, edits: [edit] }],
        });
      },
    },
  }),
);
