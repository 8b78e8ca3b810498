import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isLoopback, parseAddress } from '../../model/addresses.ts';
import type { ProxyTarget } from '../../model/proxying.ts';
import { type SecuredPass, securedPasses } from '../../model/secured-passes.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Of Debian and its kin. */
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'upstream-ssl-verify-off',
    group: 'tls',
    severity: 'warning',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'nginx does not verify the certificate of a TLS backend',
      why: 'By default nginx accepts any certificate of a backend. That keeps out those who only listen. An attacker who answers in place of the backend, by DNS or on the way, gets all requests with their cookies and passwords.',
      bad: 'proxy_pass https://10.0.0.5;\nproxy_ssl_verify off;',
      good: 'proxy_pass https://10.0.0.5;\nproxy_ssl_verify on;\nproxy_ssl_name app.example.internal;\nproxy_ssl_trusted_certificate /etc/nginx/tls/ca.pem;',
      context: 'http, server, location',
      silent: [
        'for loopback addresses and Unix sockets',
        'where an included file that may set it is missing',
        'for further passes of a server under the same setting, which are reported once',
      ],
      remedy:
        'Switch `proxy_ssl_verify` on and name the authority in `proxy_ssl_trusted_certificate`. If the certificate has another name than that of `proxy_pass`, set `proxy_ssl_name`. Behind a sidecar that verifies, switch the rule off.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify',
        'https://nginx.org/en/docs/http/ngx_http_grpc_module.html#grpc_ssl_verify',
        'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html#proxy_ssl_verify',
      ],
    },
    options: {},
    messages: {
      unset: ({ host, directive }: { host: string; directive: string }) =>
        `nginx does not verify the certificate of "${host}", so that anybody in its place gets the requests; switch "${directive}" on and name the authority`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const passes of bySetting(model)) {
        const [first, ...others] = passes;
        const { at, block, target, module } = first;
        const directive = `${module}_ssl_verify`;
        const [off] = model.effective(block, directive).values;
        const place = off ?? at;
        const span = (off ?? at).node.args[0];
        if (span === undefined) continue;
        const data = { host: target.host ?? 'the backend', directive };
        const related = others.slice(0, MOST_RELATED).map((each) => ({
          file: each.at.file,
          span: each.at.node.args[0] ?? each.at.node.name,
          message: 'here too',
        }));
        ctx.report(place, span, 'unset', data, { related, fixes: repair(model, passes, off) });
      }
    },
  }),
);

type Passes = readonly [SecuredPass, ...SecuredPass[]];

/** Unchecked ones, for each server, or for each `off` that says so. */
function bySetting(model: ConfigModel): readonly Passes[] {
  const groups = new Map<string, [SecuredPass, ...SecuredPass[]]>();
  for (const pass of securedPasses(model)) {
    const [setting] = model.effective(pass.block, `${pass.module}_ssl_verify`).values;
    if (setting?.node.args[0]?.value.toLowerCase() === 'on' || isNear(pass.target)) continue;
    const { file, node } = setting ?? model.server(pass.at)?.at ?? pass.block;
    const key = `${pass.module} ${file} ${node.start}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pass]);
    else group.push(pass);
  }
  return [...groups.values()];
}

/** On this machine. */
function isNear({ unix, host, upstream }: ProxyTarget): boolean {
  if (unix) return true;
  const near = (text: string): boolean => {
    const address = parseAddress(text, { defaultPort: 443 });
    return address !== null && (address.family === 'unix' || isLoopback(address) || address.host === '0.0.0.0');
  };
  if (upstream !== null)
    return upstream.servers.length > 0 && upstream.servers.every(({ address }) => near(address.value));
  return host !== null && near(host);
}

function repair(model: ConfigModel, passes: Passes, off: Occurrence | undefined): Fix[] {
  const [{ block, module }] = passes;
  const trusted = model.effective(block, `${module}_ssl_trusted_certificate`).values.length > 0;
  const authorities = trusted ? [] : [`${module}_ssl_trusted_certificate ${AUTHORITIES};`];
  const title = trusted ? 'Verify it' : 'Verify it with the authorities of the system';
  const word = off?.node.args[0];
  if (off !== undefined && word !== undefined) {
    const edits: FileEdit[] = [{ file: off.file, span: word, text: 'on' }];
    if (!trusted) edits.push(insertBefore(model.source(off.file), off.node, authorities));
    return [{ title, safe: false, edits }];
  }
  const statements = [`${module}_ssl_verify on;`, ...authorities];
  const inserted = new Map(passes.map(({ at }) => [at.node, insertBefore(model.source(at.file), at.node, statements)]));
  return [{ title, safe: false, edits: [...inserted.values()] }];
}
