import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { contentHandler } from '../../model/handlers.ts';
import { namesHeader } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'proxy_cookie_flags ~ secure httponly samesite=lax;';

export default defineRule(
  {
    id: 'cookie-flags-missing',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'nginx does not mark the cookies of a TLS site as secure',
      why: 'Without `Secure` a browser sends a cookie over plain HTTP too, where anybody can read it, and without `HttpOnly` scripts can read it. nginx can add what a backend forgets to all of its cookies at once. It does not see what the backend sends.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    location / {\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    location / {\n        proxy_cookie_flags ~ secure httponly samesite=lax;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'in servers without TLS',
        'with `proxy_cookie_flags`, or the older `proxy_cookie_path / "/; Secure"`',
        'with `proxy_hide_header Set-Cookie`',
        'before nginx 1.19.3, which has no `proxy_cookie_flags`',
        'for further passes of a server, which is reported once',
      ],
      severities: ['`warning` for `add_header Set-Cookie` without `Secure`'],
      remedy:
        'Add the flags to the server. Leave out `httponly` if scripts need the cookie, and write `samesite=none` if other sites embed the pages.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cookie_flags',
        'https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2',
      ],
    },
    options: {},
    messages: {
      backend: () => `cookies of this backend go out as it sets them; add "${LINE}" unless it marks all of them`,
      own: ({ name }: { name: string }) => `the cookie "${name}" goes over plain HTTP too; append "; Secure"`,
    },
  },
  (ctx) => {
    if (!ctx.model.servers.some(({ tls }) => tls)) return {};
    const reported = new Set<Occurrence>();
    return {
      directives: {
        proxy_pass(at) {
          const { model } = ctx;
          const server = model.server(at);
          const { parent } = at;
          if (server === null || parent === null || !server.tls || server.at.implied || reported.has(server.at)) return;
          if (!model.facts.atLeast('1.19.3') || hasUnread(model, parent) || marksCookies(model, parent)) return;
          const handler = contentHandler(model, parent);
          if (handler !== null && handler.at !== at) return;
          reported.add(server.at);
          ctx.report(at, at.node.name, 'backend', undefined, { fixes: flagsFor(model, server.at) });
        },
        add_header(at) {
          const value = at.node.args[1];
          if (!namesHeader(at.node.args[0], 'set-cookie') || value === undefined || !value.value.includes('=')) return;
          const server = ctx.model.server(at);
          if (server === null || !server.tls || value.value.includes('$') || /;\s*secure\s*(?:;|$)/i.test(value.value))
            return;
          // Without TLS on all listeners the cookie may be needed for plain HTTP as well.
          if (server.listens.some(({ tls }) => !tls)) return;
          ctx.report(at, value, 'own', { name: value.value.split('=')[0] ?? '' }, { severity: 'warning' });
        },
      },
    };
  },
);

function marksCookies(model: ConfigModel, block: Occurrence): boolean {
  if (model.effective(block, 'proxy_cookie_flags').values.length > 0) return true;
  const paths = model.effective(block, 'proxy_cookie_path').values;
  if (paths.some(({ node }) => /secure|httponly|\$/i.test(node.args[1]?.value ?? ''))) return true;
  const hidden = model.effective(block, 'proxy_hide_header').values;
  return hidden.some(({ node }) => node.args[0]?.value.toLowerCase() === 'set-cookie');
}

function flagsFor(model: ConfigModel, server: Occurrence): readonly Fix[] {
  const edit = insertAtStart(model.source(server.file), server.node, [LINE]);
  return edit === null ? [] : [{ title: `Add "${LINE}" to the server`, safe: false, edits: [edit] }];
}
