import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { isWritten } from '../../model/written.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Request headers by which backends know the client. */
const IDENTITY: ReadonlySet<string> = new Set([
  ...['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'client-ip', 'true-client-ip', 'x-cluster-client-ip'],
  ...['x-original-forwarded-for', 'x-remote-addr', 'x-remote-ip'],
]);
/** Values that the client alone decides on. */
const CLAIMED = /\$\{?(http_x_\w+|http_(?:client_ip|true_client_ip|forwarded)|arg_\w+|cookie_\w+)/i;
/** Values that nginx knows itself. */
const KNOWN =
  /\$\{?(?:remote_addr|proxy_add_x_forwarded_for|realip_remote_addr|binary_remote_addr|proxy_protocol_addr)/;
const ADDRESS = /\$\{?http_(?:x_forwarded_for|x_real_ip|x_client_ip|client_ip|true_client_ip)\}?(?!\w)/i;

export default defineRule(
  {
    id: 'proxy-forwarded-for-spoofable',
    group: 'proxy',
    severity: 'warning',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'The address of the client is taken from a header that the client writes',
      why: '`$http_x_forwarded_for` is whatever the client put into its request. A backend that trusts the header logs, limits and admits whoever the client claims to be. So does nginx itself where such a variable is the key of a limit or of `geo`. With `set_real_ip_from 0.0.0.0/0` every client may choose its own `$remote_addr`.',
      bad: 'server {\n    listen 80;\n    location / {\n        proxy_set_header X-Forwarded-For $http_x_forwarded_for;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'server {\n    listen 80;\n    set_real_ip_from 10.0.0.0/8;\n    real_ip_header X-Forwarded-For;\n    real_ip_recursive on;\n    location / {\n        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'for `$proxy_add_x_forwarded_for`, which appends the address that nginx sees, and other values that hold such an address',
        'for headers of a network in front, such as `$http_cf_connecting_ip`',
      ],
      severities: [
        '`info` behind trusted proxies, named by `set_real_ip_from`, whose header is passed on',
        '`info` where such a variable is the source of a `map`',
      ],
      remedy:
        'At the edge send `$remote_addr`, or `$proxy_add_x_forwarded_for` to backends that read the last entry. Behind other proxies name them in `set_real_ip_from`, and use `$remote_addr` or `$binary_remote_addr` everywhere.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_realip_module.html#set_real_ip_from',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#var_proxy_add_x_forwarded_for',
        'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_zone',
      ],
    },
    options: {},
    messages: {
      header: ({ name, value }: { name: string; value: string }) =>
        `${name} passes "${value}" on as the client wrote it, whoever it claims to be; send $remote_addr or $proxy_add_x_forwarded_for`,
      key: ({ directive, value }: { directive: string; value: string }) =>
        `"${directive}" relies on "${value}", which every client can choose anew; use $remote_addr, with "set_real_ip_from" behind a proxy`,
      everyone: ({ range }: { range: string }) =>
        `"${range}" trusts every client, which may then choose its own $remote_addr; name the proxies in front of this server`,
    },
  },
  (ctx) => {
    const key = (at: Occurrence, word: Word | undefined): void => {
      if (word === undefined || !ADDRESS.test(word.value) || KNOWN.test(word.value)) return;
      const directive = at.name;
      const severity = directive === 'map' ? 'info' : 'warning';
      const fixes = directive.startsWith('limit_') ? keyedBy(ctx.model, at, word) : [];
      ctx.report(at, word, 'key', { directive, value: word.value }, { severity, fixes });
    };
    const zone = (at: Occurrence): void => key(at, at.node.args[0]);
    const header = (at: Occurrence): void => {
      const [name, value] = at.node.args;
      if (name === undefined || value === undefined || at.fact === null || !IDENTITY.has(name.value.toLowerCase()))
        return;
      if (!CLAIMED.test(value.value) || KNOWN.test(value.value)) return;
      const severity = trustsSomebody(ctx.model, at) ? 'info' : 'warning';
      const forwarded = name.value.toLowerCase() === 'x-forwarded-for';
      const fixes = replaced(at, value, forwarded ? '$proxy_add_x_forwarded_for' : '$remote_addr');
      ctx.report(at, value, 'header', { name: name.value, value: value.value }, { severity, fixes });
    };
    const set_real_ip_from = (at: Occurrence): void => {
      const [range] = at.node.args;
      if (range === undefined || at.fact === null || !/^(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0)\/0$/.test(range.value))
        return;
      ctx.report(at, range, 'everyone', { range: range.value });
    };
    if (!isWritten(ctx.model, CLAIMED)) return { directives: { set_real_ip_from } };
    return {
      directives: {
        set_real_ip_from,
        ...{ proxy_set_header: header, grpc_set_header: header },
        ...{ limit_req_zone: zone, limit_conn_zone: zone, map: zone },
        geo: (at) => (at.node.args.length > 1 ? zone(at) : undefined),
      },
    };
  },
);

/** Are proxies in front known? Then what they wrote is what nginx got. */
function trustsSomebody(model: ConfigModel, { parent }: Occurrence): boolean {
  const trusted = parent === null ? [] : model.effective(parent, 'set_real_ip_from').values;
  return trusted.some(({ node }) => !/\/0$/.test(node.args[0]?.value ?? ''));
}

function replaced({ file }: Occurrence, word: Word, text: string): readonly Fix[] {
  const edits = [{ file, span: { start: word.start, end: word.end }, text }];
  return [{ title: `Write ${text}`, safe: false, edits }];
}

/** Only the variable: a key may hold others. */
function keyedBy(model: ConfigModel, at: Occurrence, word: Word): readonly Fix[] {
  const text = model.source(at.file).text.slice(word.start, word.end);
  return replaced(
    at,
    word,
    text.replace(ADDRESS, () => '$binary_remote_addr'),
  );
}
