import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { moreRequestHeaders } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside, walk } from '../../model/blocks.ts';
import { type HeaderDirective, headersAt } from '../../model/headers.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const VARIABLE = /\$\{?ssl_early_data\b/;
const SETTINGS: Readonly<Record<string, HeaderDirective>> = {
  proxy_pass: 'proxy_set_header',
  grpc_pass: 'grpc_set_header',
  fastcgi_pass: 'fastcgi_param',
  uwsgi_pass: 'uwsgi_param',
  scgi_pass: 'scgi_param',
};

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'ssl-early-data-replay',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A server accepts early data without telling the backend',
      why: 'Anybody on the way can record the first data of a resumed TLS 1.3 connection and send it again. A backend that sees `Early-Data: 1` may answer 425 to what must not happen twice, such as an order. Without the header it cannot know.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_early_data on;\n    location / { proxy_pass http://127.0.0.1:9000; }\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_early_data on;\n    location / {\n        proxy_set_header Early-Data $ssl_early_data;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'in servers that pass no request on',
        'where an `if` or a `map` reads `$ssl_early_data`',
        'where an included file is missing',
        'for further passes of a server, which are reported together',
      ],
      remedy:
        'Add `proxy_set_header Early-Data $ssl_early_data;` (for FastCGI `fastcgi_param HTTP_EARLY_DATA …`) and let the application heed it. Or switch early data off.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_early_data',
        'https://www.rfc-editor.org/rfc/rfc8470',
      ],
    },
    options: {},
    messages: {
      replay: ({ server }: { server: string }) =>
        `early data may be replayed, and the backends of ${server} do not learn of it; pass "Early-Data $ssl_early_data" on`,
    },
  },
  (ctx) => ({
    directives: {
      ssl_early_data(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        if (word?.value.toLowerCase() !== 'on') return;
        const servers = model.servers.filter(
          (server) => server.tls && model.effective(server.at, 'ssl_early_data').values.includes(at),
        );
        const blind = servers.flatMap((server) => (isHeeded(model, server) ? [] : blindPasses(model, server)));
        const [first] = blind;
        if (first === undefined) return;
        const name = model.server(first)?.names[0]?.value;
        const related = blind
          .slice(0, MOST_RELATED)
          .map((pass) => ({ file: pass.file, span: pass.node.name, message: 'passes requests on' }));
        const fixes = repair(model, blind);
        ctx.report(at, word, 'replay', { server: name ? `"${name}"` : 'this server' }, { related, fixes });
      },
    },
  }),
);

/** Does anything but a header look at the variable? */
function isHeeded(model: ConfigModel, { at }: ServerModel): boolean {
  if (hasUnread(model, at)) return true;
  const looks = ({ node }: Occurrence): boolean =>
    /^(?:if|map|set|return)$/.test(node.name.value) && node.args.some(({ value }) => VARIABLE.test(value));
  for (const inner of walk(at)) if (looks(inner)) return true;
  return model.named('map').some(looks);
}

/** Where requests go on without word of it. */
function blindPasses(model: ConfigModel, { at }: ServerModel): readonly Occurrence[] {
  const passes = Object.keys(SETTINGS).flatMap((name) => model.named(name).filter((pass) => isInside(pass, at)));
  return passes.filter((pass) => {
    const setting = SETTINGS[pass.name];
    if (setting === undefined || pass.parent === null || pass.fact === null || hasUnread(model, pass.parent))
      return false;
    return !headersAt(model, pass.parent, setting).some(({ value }) => VARIABLE.test(value));
  });
}

/** One edit for each block: what HTTP backends get. */
function repair(model: ConfigModel, passes: readonly Occurrence[]): Fix[] {
  const edits = new Map<string, FileEdit>();
  for (const pass of passes) {
    let level = pass.parent;
    while (level !== null && /^(?:if|limit_except)$/.test(level.name)) level = level.parent;
    if (pass.name !== 'proxy_pass' || level === null) return [];
    const [fix] = moreRequestHeaders(model, pass, level, '', ['proxy_set_header Early-Data $ssl_early_data;']);
    if (fix === undefined) return [];
    for (const edit of fix.edits) edits.set(`${edit.file} ${edit.span.start}`, edit);
  }
  return [{ title: 'Pass Early-Data on', safe: false, edits: [...edits.values()] }];
}
