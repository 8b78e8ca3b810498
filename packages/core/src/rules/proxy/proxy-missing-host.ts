import { moreRequestHeaders } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { cutOffAt, firstNamed, headerNamed, headersAt } from '../../model/headers.ts';
import { groupOf } from '../../model/peers.ts';
import type { ProxyTarget } from '../../model/proxying.ts';
import {
  authSubrequests,
  isClientOf,
  isGroupOfStrangers,
  isPublicName,
  proxyRequest,
  unseenParts,
} from '../../model/requests.ts';
import type { ConfigModel, UpstreamModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'proxy_set_header Host $host;';

export default defineRule(
  {
    id: 'proxy-missing-host',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'The backend gets the name of the upstream instead of the host that the client asked for',
      why: 'Without a `Host` of its own nginx sends `$proxy_host`, the name and port from `proxy_pass`. A backend with several sites picks the wrong one, and the absolute links, redirects and cookies that it makes carry a name that no client can reach.',
      bad: 'upstream app { server 10.0.0.11:8080; }\nserver {\n    listen 80;\n    server_name a.example.com b.example.com;\n    proxy_set_header Host $host;\n    location / {\n        proxy_set_header X-Request-ID $request_id;  # replaces the whole inherited set\n        proxy_pass http://app;\n    }\n}',
      good: 'upstream app { server 10.0.0.11:8080; }\nserver {\n    listen 80;\n    server_name a.example.com b.example.com;\n    location / {\n        proxy_set_header Host         $host;\n        proxy_set_header X-Request-ID $request_id;\n        proxy_pass http://app;\n    }\n}',
      context: 'http',
      silent: [
        'for a public name such as `https://bucket.s3.example`, which is the right `Host` for it',
        'where a variable makes the target',
        'where `Host` is set to anything, or an included file that may set it is missing',
        'for FastCGI, uwsgi and SCGI, which pass the host on by themselves, and in `stream`',
      ],
      severities: [
        '`error` where several names lead to a group whose name cannot be a site of the backend',
        '`info` for subrequests of `auth_request`',
        '`info` for a public host that gets the `Host` of this server',
      ],
      remedy:
        'Set `proxy_set_header Host $host;` beside the other headers of the location. A block with a `proxy_set_header` of its own inherits none from outer blocks.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header'],
    },
    options: {},
    messages: {
      missing: ({ sent }: { sent: string }) =>
        `the backend gets "Host: ${sent}" instead of the host that the client asked for; add "${LINE}"`,
      foreign: ({ host, value }: { host: string; value: string }) =>
        `"${host}" gets "Host: ${value}", the name of this server, which it may not serve; remove the line, or write "$proxy_host"`,
    },
  },
  (ctx) => {
    const answersAuthRequest = authSubrequests(ctx.model);
    const isPartUnseen = unseenParts(ctx.model);
    let sites: Map<UpstreamModel, Set<string>> | null = null;
    const sitesOf = (upstream: UpstreamModel): number => {
      sites ??= sitesByGroup(ctx.model);
      return sites.get(upstream)?.size ?? 0;
    };
    return {
      directives: {
        proxy_pass(at) {
          const request = proxyRequest(ctx.model, at);
          const [word] = at.node.args;
          if (request === null || word === undefined) return;
          const { target, level } = request;
          const host = firstNamed(headersAt(ctx.model, level, 'proxy_set_header'), 'host');
          if (host !== undefined) {
            if (!isMeantForOthers(ctx.model, at, target, host.value)) return;
            const data = { host: target.host ?? '', value: host.value };
            const related = [{ file: host.at.file, span: host.at.node.name, message: 'sets Host' }];
            ctx.report(at, word, 'foreign', data, { severity: 'info', related });
            return;
          }
          const sent = sentHost(target);
          if (sent === null || isClientOf(ctx.model, request, at) || isOwnName(ctx.model, at, target)) return;
          if (isPartUnseen(level, 'proxy_set_header')) return;
          const lost = headerNamed(cutOffAt(ctx.model, level, 'proxy_set_header'), 'host');
          const fixes = moreRequestHeaders(ctx.model, at, level, 'Pass on the host that the client asked for', [LINE]);
          const related = lost.map(({ at: { file, node } }) => ({
            file,
            span: { start: node.start, end: node.end },
            message: 'sets Host, but a block with a "proxy_set_header" of its own does not inherit it',
          }));
          const { upstream } = target;
          const hopeless = upstream !== null && /^[^.]*$|_/.test(upstream.name.value) && sitesOf(upstream) > 1;
          const severity = answersAuthRequest(at) ? 'info' : hopeless ? 'error' : 'warning';
          ctx.report(at, word, 'missing', { sent }, { fixes, related, severity });
        },
      },
    };
  },
);

/** The `Host` that nginx makes up (`ngx_http_proxy_set_vars`); null for targets whose name may be right, or not known. */
function sentHost({ host, port, explicitPort, scheme, unix, upstream }: ProxyTarget): string | null {
  if (unix) return 'localhost';
  if (host === null || (upstream === null && isDotted(host))) return null;
  const standard = port === (scheme === 'https' ? 443 : 80);
  return explicitPort && !standard ? `${host}:${port}` : host;
}

/** A name with a dot that is no address: the backend may well go by it. */
function isDotted(host: string): boolean {
  return host.includes('.') && !/^[\d.]+$/.test(host) && !host.startsWith('[');
}

/** Is the group called as the hosts of its servers, or as the site itself? */
function isOwnName(model: ConfigModel, pass: Occurrence, target: ProxyTarget): boolean {
  const name = target.upstream?.name.value.toLowerCase();
  if (name === undefined || !isPublicName(name)) return false;
  const names = model.server(pass)?.names ?? [];
  return isGroupOfStrangers(target) || names.some(({ value }) => value.toLowerCase() === name);
}

/** The client's host goes to a public name that shares no domain with the names of this server. */
function isMeantForOthers(model: ConfigModel, pass: Occurrence, target: ProxyTarget, host: string): boolean {
  if (target.scheme !== 'https' || target.upstream !== null || target.host === null) return false;
  if (!/^\$\{?(?:http_)?host\}?$/.test(host) || !isPublicName(target.host)) return false;
  const names = model.server(pass)?.names ?? [];
  return names.length > 0 && names.every(({ value }) => domainOf(value) !== domainOf(target.host ?? ''));
}

function domainOf(name: string): string {
  return name.toLowerCase().split('.').slice(-2).join('.');
}

/** The names under which requests come that go to a group; `www.` is no site of its own. */
function sitesByGroup(model: ConfigModel): Map<UpstreamModel, Set<string>> {
  const sites = new Map<UpstreamModel, Set<string>>();
  for (const pass of model.named('proxy_pass')) {
    const group = groupOf(model, pass);
    if (group === null) continue;
    const known = sites.get(group) ?? new Set<string>();
    sites.set(group, known);
    for (const { value } of model.server(pass)?.names ?? []) {
      if (value !== '_' && value !== '') known.add(value.toLowerCase().replace(/^www\./, ''));
    }
  }
  return sites;
}
