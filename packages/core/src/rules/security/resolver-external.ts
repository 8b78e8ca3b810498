import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { PASS_DIRECTIVES } from '../../model/peers.ts';
import { isPublicAddress } from '../../model/public-addresses.ts';
import type { ConfigModel } from '../../model/types.ts';
import { parseUrl } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import { listed } from '../../text/listing.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Whose well-known addresses these are. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  Google: ['8.8.8.8', '8.8.4.4', '[2001:4860:4860::8888]', '[2001:4860:4860::8844]'],
  Cloudflare: ['1.1.1.1', '1.0.0.1', '[2606:4700:4700::1111]', '[2606:4700:4700::1001]'],
  Quad9: ['9.9.9.9', '149.112.112.112', '[2620:fe::fe]', '[2620:fe::9]'],
  OpenDNS: ['208.67.222.222', '208.67.220.220', '[2620:119:35::35]', '[2620:119:53::53]'],
  AliDNS: ['223.5.5.5', '223.6.6.6'],
  Yandex: ['77.88.8.8', '77.88.8.1'],
};
/** Reached from virtual machines of Azure only. */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set(['168.63.129.16']);
const LOCAL = '127.0.0.53';

export default defineRule(
  {
    id: 'resolver-external',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A name server on the Internet decides where backends are',
      why: 'nginx asks its `resolver` by plain UDP. Only a port and a 16-bit number tell a true response from a forged one, and nginx caches what comes. Whoever can forge responses on the way redirects the traffic to the backends. A vulnerability in the parsing of responses (CVE-2021-23017) could be used by whoever sent them. Public name servers do not know internal names either.',
      bad: 'resolver 8.8.8.8 1.1.1.1;\nserver {\n    listen 80;\n    set $backend app.example.com;\n    location / { proxy_pass https://$backend; }\n}',
      good: 'resolver 127.0.0.53 valid=30s;\nserver {\n    listen 80;\n    set $backend app.example.com;\n    location / { proxy_pass https://$backend; }\n}',
      context: 'http',
      silent: [
        'for addresses of the own network: loopback, private, link-local, `100.64.0.0/10`, unique local of IPv6',
        'for addresses reserved for examples, and for names',
        'for the address that Azure gives its machines',
      ],
      severities: ['`info` where nothing looks a backend up with it, as for OCSP responses, which are signed'],
      remedy: `Ask a resolver on this machine or in this network, such as ${LOCAL} of systemd-resolved, 127.0.0.11 of Docker, or an unbound of the site.`,
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver',
        'https://www.cve.org/CVERecord?id=CVE-2021-23017',
      ],
    },
    options: {},
    messages: {
      external: ({ addresses }: { addresses: string }) =>
        `nginx asks ${addresses} across the Internet without protection, and a forged response leads the traffic elsewhere; use a resolver in the own network`,
      unused: ({ addresses }: { addresses: string }) =>
        `nginx asks ${addresses} across the Internet without protection, so far not for backends; use a resolver in the own network`,
    },
  },
  (ctx) => {
    let looksUp: boolean | null = null;
    return {
      directives: {
        resolver(at) {
          if (at.fact === null) return;
          const found = at.node.args.filter(isExternal);
          const [first] = found;
          if (first === undefined) return;
          looksUp ??= looksUpBackends(ctx.model);
          const addresses = listed(found.map(({ value }) => shown(value)));
          ctx.report(
            at,
            first,
            looksUp ? 'external' : 'unused',
            { addresses },
            {
              ...(looksUp ? {} : { severity: 'info' as const }),
              fixes: local(at, found),
            },
          );
        },
      },
    };
  },
);

function isExternal({ value }: Word): boolean {
  if (value.includes('=') || value.includes('$') || value === 'off') return false;
  const url = parseUrl(value, { defaultPort: 53 });
  return typeof url !== 'string' && url.bytes !== null && !OF_THE_PLATFORM.has(url.host) && isPublicAddress(url.bytes);
}

function shown(address: string): string {
  const url = parseUrl(address, { defaultPort: 53 });
  const host = typeof url === 'string' ? address : url.host.toLowerCase();
  const owner = Object.keys(OWNERS).find((name) => OWNERS[name]?.includes(host));
  return owner === undefined ? address : `${address} (${owner})`;
}

/** Are there variables in a passing directive, or servers of groups that are looked up while nginx runs? */
function looksUpBackends(model: ConfigModel): boolean {
  const passes = PASS_DIRECTIVES.some((name) =>
    model.named(name).some(({ node }) => node.args[0]?.value.includes('$') === true),
  );
  return passes || model.upstreams.some(({ servers }) => servers.some(({ parameters }) => parameters.has('resolve')));
}

function local(at: Occurrence, found: readonly Word[]): Fix[] {
  const edits = found.map((word, index) => {
    const before = at.node.args[at.node.args.indexOf(word) - 1];
    const span = index === 0 || before === undefined ? word : { start: before.end, end: word.end };
    return { file: at.file, span, text: index === 0 ? LOCAL : '' };
  });
  return [{ title: `Ask ${LOCAL}, the resolver of systemd on this machine`, safe: false, edits }];
}
