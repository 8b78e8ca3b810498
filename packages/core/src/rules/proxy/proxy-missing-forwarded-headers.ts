import { moreRequestHeaders } from '../../lint/header-edits.ts';
import { defineRule, type ReportExtra } from '../../lint/rule.ts';
import { cutOffAt, firstNamed, type HeaderSetting, headersAt } from '../../model/headers.ts';
import { authSubrequests, isClientOf, type ProxyRequest, proxyRequest, unseenParts } from '../../model/requests.ts';

const ADDRESS = {
  name: 'X-Forwarded-For',
  tells: "the client's address",
  line: 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
};
const SCHEME = {
  name: 'X-Forwarded-Proto',
  tells: "the client's scheme",
  line: 'proxy_set_header X-Forwarded-Proto $scheme;',
};

export default defineRule(
  {
    id: 'proxy-missing-forwarded-headers',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A proxied request does not tell the backend who the client is',
      why: "The backend sees nginx's address and usually plain HTTP. Its log, its limits, its redirects and its secure cookies are wrong unless nginx passes on the address of the client and the scheme that it used. A header that nginx does not set passes as the client sent it, so that anybody can make one up.",
      bad: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver {\n    listen 80;\n    server_name example.com;\n    location / {\n        proxy_pass http://app;\n    }\n}',
      good: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver {\n    listen 80;\n    server_name example.com;\n    location / {\n        proxy_set_header Host              $host;\n        proxy_set_header X-Forwarded-For   $proxy_add_x_forwarded_for;\n        proxy_set_header X-Forwarded-Proto $scheme;\n        proxy_pass http://app;\n    }\n}',
      context: 'http',
      silent: [
        'where nginx is a client rather than a gateway: for a public name asked by `https://` or with a fixed `Host`, and where the client chooses the target',
        'where a header is set to `""`',
        'where a `return` answers first',
        'where an included file that may set them is missing',
        'for `grpc_pass`, and in `stream`',
      ],
      severities: [
        '`info` for subrequests of `auth_request`, for targets in variables, and for `X-Real-IP` without `X-Forwarded-For`',
      ],
      remedy:
        'Set `X-Forwarded-For` and `X-Forwarded-Proto` where the other headers of the location are set. A block with a `proxy_set_header` of its own inherits none from outer blocks, so that they must be repeated there.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
        'https://www.rfc-editor.org/rfc/rfc7239',
      ],
    },
    options: {
      address: [
        'X-Forwarded-For',
        'Forwarded',
        'X-Client-IP',
        'X-Cluster-Client-IP',
        'True-Client-IP',
        'CF-Connecting-IP',
      ],
      scheme: [
        'X-Forwarded-Proto',
        'X-Forwarded-Scheme',
        'X-Scheme',
        'Forwarded',
        'X-Forwarded-Protocol',
        'X-Forwarded-SSL',
        'X-Url-Scheme',
        'Front-End-Https',
      ],
    },
    optionDocs: {
      address: 'Headers of which one is enough for the address of the client.',
      scheme: 'Headers of which one is enough for the scheme.',
    },
    messages: {
      missing: ({ target, what, names }: { target: string; what: string; names: string }) =>
        `requests to "${target}" do not tell the backend ${what}; set ${names} with "proxy_set_header"`,
      realIpOnly: ({ target }: { target: string }) =>
        `requests to "${target}" carry the client's address in X-Real-IP only, and X-Forwarded-For as the client sent it; set X-Forwarded-For with "proxy_set_header" too`,
    },
  },
  (ctx) => {
    const addresses = keysOf(ctx.options.address);
    const schemes = keysOf(ctx.options.scheme);
    const answersAuthRequest = authSubrequests(ctx.model);
    const isPartUnseen = unseenParts(ctx.model);
    return {
      directives: {
        proxy_pass(at) {
          const request = proxyRequest(ctx.model, at);
          const [word] = at.node.args;
          if (request === null || word === undefined) return;
          const headers = headersAt(ctx.model, request.level, 'proxy_set_header');
          const address = isAnySet(headers, addresses);
          const scheme = isAnySet(headers, schemes);
          if ((address && scheme) || isPartUnseen(request.level, 'proxy_set_header')) return;
          if (isClientOf(ctx.model, request, at)) return;
          const realIp = firstNamed(headers, 'x-real-ip') !== undefined;
          // With X-Real-IP alone the address does arrive, if not the way it went.
          const realIpOnly = realIp && scheme;
          const missing = [...(address || (realIp && !scheme) ? [] : [ADDRESS]), ...(scheme ? [] : [SCHEME])];
          const names = missing.map(({ name }) => name).join(' and ');
          const lines = missing.map(({ line }) => line);
          const what = missing.map(({ tells }) => tells).join(' and ');
          const quiet = realIpOnly || answersAuthRequest(at) || isUnknown(request);
          const extra: ReportExtra = {
            severity: quiet ? 'info' : 'warning',
            fixes: moreRequestHeaders(ctx.model, at, request.level, `Set ${names}`, lines),
            related: cutOffAt(ctx.model, request.level, 'proxy_set_header')
              .filter(({ key }) => addresses.has(key) || schemes.has(key))
              .map(({ at: { file, node }, name }) => ({
                file,
                span: { start: node.start, end: node.end },
                message: `sets ${name}, but a block with a "proxy_set_header" of its own does not inherit it`,
              })),
          };
          const target = word.value;
          if (realIpOnly) ctx.report(at, word, 'realIpOnly', { target }, extra);
          else ctx.report(at, word, 'missing', { target, what, names }, extra);
        },
      },
    };
  },
);

/** Is the target in a variable, so that it may be anyone? */
function isUnknown({ target }: ProxyRequest): boolean {
  return target.host === null && !target.unix;
}

/** A header set to `""` counts: it was thought of. */
function isAnySet(headers: readonly HeaderSetting[], keys: ReadonlySet<string>): boolean {
  // Without an iterator, which makes an object for each element as long as V8 interprets.
  for (let index = 0; index < headers.length; index++) if (keys.has(headers[index]?.key ?? '')) return true;
  return false;
}

function keysOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
