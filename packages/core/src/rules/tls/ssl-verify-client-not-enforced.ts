import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { walk } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const VARIABLE = /\$\{?ssl_client_/;
/** What only writes down who came. */
const LOGS = /^(?:log_format|access_log|error_log)$/;
const SCRIPT = /_by_lua|^js_|^perl|^auth_jwt|^njs/;

export default defineRule(
  {
    id: 'ssl-verify-client-not-enforced',
    group: 'tls',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A server asks for client certificates, and nothing checks whether one came',
      why: 'With `optional` and `optional_no_ca` nginx serves every request, even without a certificate or with a wrong one. Only `$ssl_client_verify` tells, and nothing here reads it.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate        cert.pem;\n    ssl_certificate_key    cert.key;\n    ssl_client_certificate ca.pem;\n    ssl_verify_client      optional;\n    location /admin/ { root /srv; }\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate        cert.pem;\n    ssl_certificate_key    cert.key;\n    ssl_client_certificate ca.pem;\n    ssl_verify_client      optional;\n    location /admin/ {\n        if ($ssl_client_verify != SUCCESS) { return 403; }\n        root /srv;\n    }\n}',
      context: 'http',
      silent: [
        'where an `if`, a `map`, a header or a parameter in the server or around it holds any `$ssl_client_…`, as the backend may check it; log formats do not count',
        'where a script runs',
        'in servers without TLS',
        'where an included file is missing',
      ],
      remedy:
        'Write `ssl_verify_client on;`, or test `$ssl_client_verify` where a certificate is needed: it is `SUCCESS`, `NONE` or `FAILED:reason`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_verify_client',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#var_ssl_client_verify',
      ],
    },
    options: {},
    messages: {
      open: ({ value }: { value: string }) =>
        `"${value}" lets everybody in, with a certificate or without, as nothing reads $ssl_client_verify; test it, or write "on"`,
    },
  },
  (ctx) => ({
    directives: {
      ssl_verify_client(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        if (word === undefined || !/^optional(?:_no_ca)?$/i.test(word.value) || isOutsideHttp(at)) return;
        const servers = model.servers.filter(
          (server) => server.tls && model.effective(server.at, 'ssl_verify_client').values.includes(at),
        );
        const open = servers.filter((server) => !isChecked(model, server));
        const [first] = open;
        if (first === undefined || open.length < servers.length) return;
        const source = model.source(at.file);
        const test = insertAfter(source, at.node, ['if ($ssl_client_verify != SUCCESS) { return 403; }']);
        const fixes =
          at.parent?.name === 'server'
            ? [{ title: 'Refuse requests without a valid certificate', safe: false, edits: [test] }]
            : [];
        ctx.report(at, word, 'open', { value: word.value }, { fixes });
      },
    },
  }),
);

const isOutsideHttp = ({ context }: Occurrence): boolean => /^(?:stream|mail)/.test(context);

/** Does anything in the server or around it ask for the certificate, or may a script do so? */
function isChecked(model: ConfigModel, { at }: ServerModel): boolean {
  if (hasUnread(model, at)) return true;
  for (const inner of walk(at)) if (asks(inner)) return true;
  const { parent } = at;
  if (parent === null) return false;
  const around = parent.children.filter((each) => each.name !== 'server');
  return around.some((each) => asks(each) || [...walk(each)].some(asks));
}

function asks(at: Occurrence): boolean {
  const { name, args } = at.node;
  if (LOGS.test(name.value)) return false;
  return SCRIPT.test(name.value) || VARIABLE.test(name.value) || args.some(({ value }) => VARIABLE.test(value));
}
