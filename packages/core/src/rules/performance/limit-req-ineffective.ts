import { insertBefore, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { variablesIn } from '../../model/capturing-maps.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What a client sends, and may leave out or make up anew each time. */
const FREE = /^(?:http_\w+|cookie_\w+|arg_\w+)$/;
/** Keys that are checked elsewhere, names of sites, and headers that a provider in front always writes itself. */
const CHECKED =
  /^http_(?:authorization|host|x_api_key|x_auth_\w+|\w*token\w*|api_?key|cf_connecting_ip|true_client_ip|fastly_client_ip|cloudfront_\w+|x_azure_\w+)$/;
/** Requests in a second; a page with its parts is more than one. */
const SLOW = 10;

export default defineRule(
  {
    id: 'limit-req-ineffective',
    group: 'performance',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Clients get around a limit, it holds nowhere, or the first page exceeds it',
      why: 'A limit counts requests with the same key. A client chooses its headers, cookies and arguments itself: with a new value each time, or none at all, nothing is counted. Without `burst` every request is refused that comes sooner after the last one than the rate allows, so that a browser gets an error for the first picture of a page.',
      bad: 'limit_req_zone $http_x_forwarded_for zone=login:10m rate=1r/s;\nserver {\n    listen 80;\n    location /login {\n        limit_req zone=login;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'limit_req_zone $binary_remote_addr zone=login:10m rate=1r/s;\nserver {\n    listen 80;\n    location /login {\n        limit_req zone=login burst=5 nodelay;\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'where a variable of `map` or `geo` is the key, which is how single clients are exempted',
        'for keys that the application checks, such as `$http_authorization`, and headers that a provider in front always sets',
        'with `limit_req_dry_run on`',
        'about `burst`, from ten requests a second on',
        'for zones that may be used in files that are not seen',
      ],
      severities: [
        '`info` for a missing `burst`, for a zone that nothing uses, and for a limit that replaces another one around it',
      ],
      remedy:
        'Use `$binary_remote_addr` as the key, with `set_real_ip_from` and `real_ip_header` behind a proxy. Add `burst=` and, for pages, `nodelay`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req',
        'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_zone',
        'https://nginx.org/en/docs/http/ngx_http_realip_module.html',
      ],
    },
    options: {},
    messages: {
      free: ({ variable }: { variable: string }) =>
        `clients choose "${variable}" themselves: with a new value for each request, or none, this limit counts nothing; use $binary_remote_addr`,
      burst: ({ rate }: { rate: string }) =>
        `at ${rate} without "burst" the second of two requests that come together is refused; add "burst="`,
      unused: ({ zone, by }: { zone: string; by: string }) =>
        `no "${by}" uses the zone "${zone}", so that nothing is limited; use it, or remove it`,
      dropped: ({ lost }: { lost: string }) =>
        `this limit replaces "${lost}" around it, which has another key; repeat that here`,
    },
  },
  (ctx) => {
    const key = (at: Occurrence): void => {
      const [word] = at.node.args;
      const variable = variablesIn(word?.value ?? '').find((name) => FREE.test(name) && !CHECKED.test(name));
      if (word === undefined || variable === undefined) return;
      const only = /^\$\{?\w+\}?$/.test(word.value);
      const edits = [{ file: at.file, span: { start: word.start, end: word.end }, text: '$binary_remote_addr' }];
      const fixes = only ? [{ title: 'Count by address', safe: false, edits }] : [];
      ctx.report(at, word, 'free', { variable: `$${variable}` }, { fixes });
    };
    const unused = (model: ConfigModel, directive: string, by: string): void => {
      const used = new Set(model.named(by).map((at) => usedZone(at)));
      for (const at of model.named(directive)) {
        const word = at.node.args.find(({ value }) => value.startsWith('zone='));
        const zone = word?.value.slice('zone='.length).split(':')[0];
        if (word === undefined || zone === undefined || used.has(zone)) continue;
        ctx.report(at, word, 'unused', { zone, by }, { severity: 'info' });
      }
    };
    return {
      directives: {
        limit_req_zone: key,
        limit_conn_zone: key,
        limit_req(at) {
          const { model } = ctx;
          const word = at.node.args.find(({ value }) => value.startsWith('zone='));
          const rate = rateOf(model, usedZone(at));
          if (word === undefined || at.parent === null || isDry(model, at.parent)) return;
          const lost = lostAround(model, at);
          if (lost !== null) {
            const related = [
              { file: lost.file, span: lost.node, message: 'does not hold in a block with a "limit_req" of its own' },
            ];
            const line = statementText(model.source(lost.file), lost.node);
            const edits = [insertBefore(model.source(at.file), at.node, [line])];
            const fixes = [{ title: 'Repeat the limit from around it', safe: false, edits }];
            ctx.report(at, at.node.name, 'dropped', { lost: line }, { severity: 'info', related, fixes });
          }
          if (rate === null || rate.perSecond >= SLOW) return;
          if (at.node.args.some(({ value }) => value.startsWith('burst='))) return;
          const edits = [{ file: at.file, span: { start: word.end, end: word.end }, text: ' burst=10 nodelay' }];
          const delayed = at.node.args.some(({ value }) => value === 'nodelay' || value.startsWith('delay='));
          const fixes = delayed ? [] : [{ title: 'Allow ten requests at once', safe: false, edits }];
          ctx.report(at, word, 'burst', { rate: rate.text }, { severity: 'info', fixes });
        },
      },
      config(model) {
        if (!isAllSeen(model)) return;
        unused(model, 'limit_req_zone', 'limit_req');
        unused(model, 'limit_conn_zone', 'limit_conn');
      },
    };
  },
);

/** The zone that a limit refers to. */
function usedZone({ node }: Occurrence): string {
  if (node.name.value === 'limit_conn') return node.args[0]?.value ?? '';
  return node.args.find(({ value }) => value.startsWith('zone='))?.value.slice('zone='.length) ?? '';
}

function zoneNamed(model: ConfigModel, name: string): Occurrence | null {
  return (
    model
      .named('limit_req_zone')
      .find(({ node }) => node.args.some(({ value }) => value.startsWith(`zone=${name}:`))) ?? null
  );
}

function rateOf(model: ConfigModel, zone: string): { readonly text: string; readonly perSecond: number } | null {
  const text = zoneNamed(model, zone)
    ?.node.args.find(({ value }) => value.startsWith('rate='))
    ?.value.slice(5);
  const found = /^(\d+)r\/([sm])$/.exec(text ?? '');
  return found === null ? null : { text: found[0], perSecond: Number(found[1]) / (found[2] === 'm' ? 60 : 1) };
}

function isDry(model: ConfigModel, block: Occurrence): boolean {
  return model.effective(block, 'limit_req_dry_run').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}

/** A limit from further out with another key, which the first of a block's own takes away. */
function lostAround(model: ConfigModel, at: Occurrence): Occurrence | null {
  const block = at.parent;
  if (block === null || block.parent === null || model.effective(block, 'limit_req').values[0] !== at) return null;
  const keyOf = (limit: Occurrence): string | undefined => zoneNamed(model, usedZone(limit))?.node.args[0]?.value;
  const own = new Set(model.effective(block, 'limit_req').values.map(keyOf));
  if (own.has(undefined)) return null;
  const outer = model.effective(block.parent, 'limit_req').values;
  return outer.find((limit) => keyOf(limit) !== undefined && !own.has(keyOf(limit))) ?? null;
}
