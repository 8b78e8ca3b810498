/** What pages that do not say it in their address are about. */
const TITLES: Readonly<Record<string, string>> = {
  'https://nginx.org/en/CHANGES': 'nginx: changes',
  'https://nginx.org/en/security_advisories.html': 'nginx: security advisories',
  'https://nginx.org/en/docs/beginners_guide.html#conf_structure': 'nginx: structure of the configuration file',
  'https://nginx.org/en/docs/debugging_log.html': 'nginx: a debugging log',
  'https://nginx.org/en/docs/dev/development_guide.html#http_phases': 'nginx: phases of a request',
  'https://nginx.org/en/docs/dirindex.html': 'nginx: index of directives',
  'https://nginx.org/en/docs/http/configuring_https_servers.html': 'nginx: HTTPS servers',
  'https://nginx.org/en/docs/http/configuring_https_servers.html#chains': 'nginx: certificate chains',
  'https://nginx.org/en/docs/http/converting_rewrite_rules.html': 'nginx: converting rewrite rules',
  'https://nginx.org/en/docs/http/request_processing.html': 'nginx: how nginx processes a request',
  'https://nginx.org/en/docs/http/server_names.html': 'nginx: server names',
  'https://nginx.org/en/docs/http/server_names.html#miscellaneous_names': 'nginx: miscellaneous server names',
  'https://nginx.org/en/docs/http/server_names.html#regex_names': 'nginx: regular expressions as server names',
  'https://nginx.org/en/docs/http/server_names.html#virtual_server_selection': 'nginx: selection of the virtual server',
  'https://nginx.org/en/docs/http/websocket.html': 'nginx: WebSocket proxying',
  'https://nginx.org/en/docs/quic.html': 'nginx: QUIC and HTTP/3',
  'https://nginx.org/en/docs/switches.html': 'nginx: command-line parameters',
  'https://nginx.org/en/docs/syntax.html': 'nginx: units of size and time',
  'https://nginx.org/en/docs/varindex.html': 'nginx: index of variables',
  'https://bishopfox.com/blog/h2c-smuggling-request': 'Bishop Fox: h2c smuggling',
  'https://csp-evaluator.withgoogle.com/': 'CSP Evaluator',
  'https://cwe.mitre.org/data/definitions/113.html': 'CWE-113: HTTP response splitting',
  'https://cwe.mitre.org/data/definitions/1333.html': 'CWE-1333: inefficient regular expressions',
  'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options': 'MDN: X-Frame-Options',
  'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-XSS-Protection': 'MDN: X-XSS-Protection',
  'https://docs.openssl.org/3.0/man1/openssl-ciphers/': 'OpenSSL: cipher lists',
  'https://docs.openssl.org/3.0/man3/SSL_CONF_cmd/': 'OpenSSL: configuration commands',
  'https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/': 'OpenSSL: security levels',
  'https://docs.openssl.org/3.5/man3/SSL_CTX_set1_curves/': 'OpenSSL: lists of groups',
  'https://eff-certbot.readthedocs.io/en/stable/using.html#where-are-my-certificates':
    'Certbot: the files of a certificate',
  'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials': 'Fetch: CORS and credentials',
  'https://github.com/nginx/docker-nginx/tree/master/entrypoint': 'Docker image of nginx: templates',
  'https://github.com/nginx/nginx/issues/425': 'nginx issue 425: quic_bpf and reloads',
  'https://hstspreload.org/#deployment-recommendations': 'HSTS preload list: recommendations',
  'https://letsencrypt.org/2025/08/06/ocsp-service-has-reached-end-of-life': 'Let’s Encrypt: the end of OCSP',
  'https://owasp.org/www-community/attacks/Cache_Poisoning': 'OWASP: cache poisoning',
  'https://owasp.org/www-community/attacks/Path_Traversal': 'OWASP: path traversal',
  'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery': 'OWASP: server-side request forgery',
  'https://owasp.org/www-project-secure-headers/': 'OWASP: secure headers',
  'https://support.maxmind.com/hc/en-us/articles/4408905868699': 'MaxMind: the end of GeoIP Legacy',
  'https://wiki.mozilla.org/Security/Server_Side_TLS': 'Mozilla: server-side TLS',
  'https://www.php.net/manual/en/install.fpm.configuration.php#security-limit-extensions':
    'PHP: security.limit_extensions',
  'https://www.w3.org/TR/CSP3/': 'Content Security Policy Level 3',
  'https://www.w3.org/TR/permissions-policy/': 'Permissions Policy',
};

/** The title of a link; throws for a page that nobody has given one. */
export function linkTitle(url: string): string {
  const title = TITLES[url] ?? titleInAddress(url);
  if (title === null) throw new Error(`scripts/gen/link-title.ts has no title for ${url}`);
  return title;
}

function titleInAddress(url: string): string | null {
  const [, module, anchor] = /^https:\/\/nginx\.org\/en\/docs\/(?:\w+\/)?(ngx_\w+)\.html(?:#(\w+))?$/.exec(url) ?? [];
  if (module !== undefined) return anchor === undefined ? module : `${directiveOf(anchor)}, ${module}`;
  const [, rfc, section] =
    /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc(\d+)(?:#(?:section|field)[-.](.+))?$/.exec(url) ?? [];
  if (rfc !== undefined)
    return `RFC ${rfc}${section === undefined ? '' : /^\d/.test(section) ? `, section ${section}` : `, ${section}`}`;
  return /^https:\/\/www\.cve\.org\/CVERecord\?id=(CVE-\d+-\d+)$/.exec(url)?.[1] ?? null;
}

/** `var_host` is the anchor of `$host`, `var_http_` that of `$http_…`. */
function directiveOf(anchor: string): string {
  if (!anchor.startsWith('var_')) return `\`${anchor}\``;
  return anchor.endsWith('_') ? `\`$${anchor.slice(4)}…\`` : `\`$${anchor.slice(4)}\``;
}
