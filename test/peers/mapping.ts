/** A rule of another linter, and where its concern is found here. */
export interface PeerRule {
  readonly peer: string;
  /** As the peer names it. */
  readonly rule: string;
  /** Ours that say the same, together. */
  readonly ours: readonly string[];
  /** The nginx that the peer has in mind, where the newest would have nothing to fear. */
  readonly version?: string;
  /** What ours need to be as strict, by our ids. */
  readonly options?: Readonly<Record<string, object>>;
  /** Where ours differs, or why there is none. */
  readonly note?: string;
}

type More = Pick<PeerRule, 'version' | 'options' | 'note'>;
type Make = (rule: string, ours: readonly string[], more?: string | More) => PeerRule;

const of =
  (peer: string): Make =>
  (rule, ours, more = {}) => ({ peer, rule, ours, ...(typeof more === 'string' ? { note: more } : more) });

const gixy = of('gixy');
const walf443 = of('walf443/nginx-lint');
const jhinch = of('jhinch/nginx-linter');
const semgrep = of('semgrep generic/nginx');
const devSec = of('dev-sec/nginx-baseline');

const STATIC_DNS = ['proxy-pass-static-dns', 'resolver-missing', 'upstream-resolve-incomplete'];
const HSTS = ['hsts-missing', 'hsts-dropped-in-child', 'hsts-max-age-too-short', 'hsts-without-always'];
const REACH = [
  'location-regex-shadowed',
  'location-prefix-shadowed-by-regex',
  'location-can-never-match',
  'location-after-server-return',
];

/** `gixy` stands for yandex/gixy and its forks gixy-ng and Gixy-Next: their rules have names in common. */
export const PEER_RULES: readonly PeerRule[] = [
  gixy('ssrf', ['proxy-pass-user-controlled-host'], 'values of closed lists are exempt'),
  gixy('http_splitting', ['http-splitting'], {
    options: { 'http-splitting': { carriageReturns: true } },
    note: 'the body of an answer is no header',
  }),
  gixy('origins', ['origin-regex-unanchored'], 'keys of maps too'),
  gixy('host_spoofing', ['host-header-spoofable'], 'servers that take any name only'),
  gixy('valid_referers', ['referer-none-blocked-accepted'], {
    options: { 'referer-none-blocked-accepted': { everywhere: true } },
    note: 'protection against hot links is exempt',
  }),
  gixy('add_header_multiline', ['header-multiline']),
  gixy('add_header_redefinition', ['add-header-not-inherited', 'hsts-dropped-in-child']),
  gixy('alias_traversal', ['alias-traversal', 'alias-file-in-prefix-location', 'alias-regex-without-capture']),
  gixy('add_header_content_type', ['header-content-type-via-add-header']),
  gixy('allow_without_deny', ['allow-without-deny', 'access-rules-not-inherited']),
  gixy('default_server_flag', ['default-server-missing']),
  gixy('error_log_off', ['error-log-off']),
  gixy('filesystem_root_exposure', ['root-sensitive-directory']),
  gixy('hash_without_default', ['map-missing-default'], {
    options: { 'map-missing-default': { every: true } },
    note: 'only where the empty value does something',
  }),
  gixy('hsts_header', HSTS),
  gixy('http2_misdirected_request', ['http2-default-reject-421']),
  gixy('if_is_evil', ['if-in-location-unsafe'], 'what the rewrite module does is allowed'),
  gixy('invalid_regex', ['capture-group-missing']),
  gixy('low_keepalive_requests', ['keepalive-timeout-zero'], {
    options: { 'keepalive-timeout-zero': { fewest: 1000 } },
  }),
  gixy('missing_resolver', STATIC_DNS),
  gixy('stale_dns_cache', STATIC_DNS),
  gixy('nginx_cves', [
    'cve-known-version',
    'cve-rewrite-args-capture',
    'cve-rewrite-overlapping-captures',
    'cve-map-regex-capture-order',
    'cve-unnamed-capture-subrequest',
  ]),
  gixy('proxy_pass_normalized', [
    'proxy-pass-uri-normalised',
    'proxy-pass-trailing-slash-mismatch',
    'proxy-pass-variable-uri',
  ]),
  gixy('quic_bpf_reuseport', ['quic-bpf-reuseport']),
  gixy('regex_exact_match', ['location-regex-as-exact']),
  gixy('regex_redos', ['regex-redos'], 'only with a proof'),
  gixy('resolver_external', ['resolver-external']),
  gixy('return_bypasses_allow_deny', ['return-bypasses-access'], 'redirects are exempt'),
  gixy('ssl_ecdh_curve', ['ssl-ecdh-curve-pq']),
  gixy('ssl_stapling_letsencrypt', ['ssl-stapling-letsencrypt']),
  gixy('ssl_stapling_without_resolver', ['ssl-stapling-without-resolver']),
  gixy('status_page_exposed', ['status-page-exposed']),
  gixy('try_files_is_evil_too', ['open-file-cache-hint']),
  gixy('unanchored_regex', ['location-regex-unanchored']),
  gixy('version_disclosure', ['server-tokens-on']),
  gixy('weak_ssl_tls', ['ssl-weak-protocols', 'ssl-protocols-unset', 'ssl-weak-ciphers', 'ssl-prefer-server-ciphers'], {
    options: { 'ssl-prefer-server-ciphers': { anyList: true } },
  }),
  gixy('worker_rlimit_nofile_vs_connections', ['worker-connections-vs-nofile']),
  gixy('merge_slashes_on', ['merge-slashes-off'], 'the opposite advice is right'),
  gixy('missing_worker_processes', ['worker-processes-unset']),
  gixy('mixed_case_variable', ['variable-case-inconsistent']),
  gixy('overlapping_captures', ['cve-rewrite-overlapping-captures']),
  gixy('unnamed_groups', ['cve-rewrite-args-capture']),
  gixy('proxy_buffering_off', ['proxy-buffering-off-globally', 'cache-with-buffering-off']),
  gixy('proxy_set_header_redefinition', ['proxy-set-header-not-inherited']),

  walf443('server-tokens-enabled', ['server-tokens-on']),
  walf443('autoindex-enabled', ['autoindex-enabled'], {
    options: { 'autoindex-enabled': { paths: [] } },
    note: 'places that are named after downloads are exempt',
  }),
  walf443('deprecated-ssl-protocol', ['ssl-weak-protocols']),
  walf443('weak-ssl-ciphers', ['ssl-weak-ciphers'], 'no exclusions are demanded'),
  walf443('nginx-rift', ['cve-rewrite-args-capture'], { version: '1.29.0' }),
  walf443(
    'map-unnamed-capture',
    ['cve-map-regex-capture-order', 'cve-unnamed-capture-subrequest', 'capture-group-missing'],
    { version: '1.29.0', note: 'a capture before the map is a flaw of nginx, one behind it has another value' },
  ),
  walf443('alias-location-slash-mismatch', ['alias-missing-trailing-slash', 'alias-traversal']),
  walf443('client-max-body-size-not-set', ['client-body-unlimited'], 'the default is a limit'),
  walf443('directive-inheritance', [
    'add-header-not-inherited',
    'hsts-dropped-in-child',
    'proxy-set-header-not-inherited',
    'error-page-target-unhandled',
  ]),
  walf443('gzip-not-enabled', ['gzip-misconfigured'], 'that there is no gzip is not reported'),
  walf443('if-is-evil-in-location', ['if-in-location-unsafe']),
  walf443('map-missing-default', ['map-missing-default']),
  walf443('missing-error-log', [], 'nginx has a log of errors without the directive'),
  walf443('proxy-keepalive', ['upstream-keepalive-ineffective'], { version: '1.29.0' }),
  walf443('proxy-missing-host-header', ['proxy-missing-host']),
  walf443('proxy-pass-domain', ['proxy-pass-static-dns']),
  walf443('upstream-server-no-resolve', ['proxy-pass-static-dns']),
  walf443('proxy-pass-with-uri', ['proxy-pass-uri-normalised']),
  walf443('root-in-location', ['root-in-location'], 'repetitions only'),
  walf443('try-files-with-proxy', ['try-files-with-proxy-pass']),
  walf443('unreachable-location', REACH),
  walf443('listen-http2-deprecated', ['deprecated-listen-http2']),
  walf443('ssl-on-deprecated', ['deprecated-ssl-directive']),
  walf443('indent', ['style-indentation']),
  walf443('trailing-whitespace', ['style-trailing-whitespace']),
  walf443('space-before-semicolon', ['style-space-before-semicolon']),
  walf443('block-lines', ['style-block-length']),
  walf443('duplicate-directive', ['directive-duplicate']),
  walf443('invalid-directive-context', ['directive-not-allowed-here']),
  walf443('unmatched-braces', ['unbalanced-block']),
  walf443('unclosed-quote', ['unclosed-quote']),
  walf443('missing-semicolon', ['missing-semicolon']),
  walf443('include-path-exists', ['include-not-found']),
  walf443('invalid-nginx-lint-ignore', [], 'comments of its own; of ours, suppression-unused speaks'),

  jhinch('if-is-evil', ['if-in-location-unsafe']),
  jhinch('strict-location', ['location-modifier-mistake']),
  jhinch('location-order', ['style-location-order']),
  jhinch('indentation', ['style-indentation']),
  jhinch('line-ending', ['style-line-ending']),
  jhinch('trailing-whitespace', ['style-trailing-whitespace']),

  semgrep('alias-path-traversal', ['alias-traversal']),
  semgrep('header-injection', ['http-splitting']),
  semgrep('header-redefinition', ['add-header-not-inherited', 'hsts-dropped-in-child']),
  semgrep('insecure-ssl-version', ['ssl-weak-protocols']),
  semgrep('missing-ssl-version', ['ssl-protocols-unset']),
  semgrep('insecure-redirect', ['redirect-to-plain-http']),
  semgrep('possible-h2c-smuggling', ['h2c-smuggling']),
  semgrep('dynamic-proxy-host', ['proxy-pass-user-controlled-host']),
  semgrep('dynamic-proxy-scheme', ['proxy-pass-user-controlled-host']),
  semgrep('missing-internal', ['internal-endpoint-public'], 'as written it speaks about nearly every proxy'),
  semgrep('request-host-used', ['host-header-spoofable'], 'as written it speaks about nearly every proxy'),

  devSec('nginx-01 (worker process)', ['worker-runs-as-root']),
  devSec('nginx-02 (permissions of the files)', [], 'not in the configuration'),
  devSec('nginx-04 (client limits)', ['header-buffers-excessive', 'client-body-unlimited']),
  devSec('nginx-05 (connections of a client)', ['limit-req-ineffective'], 'that there is no limit is not reported'),
  devSec('nginx-06 (tokens)', ['server-tokens-on']),
  devSec('nginx-07 to nginx-10 (headers)', ['security-headers-missing', 'csp-unsafe']),
  devSec('nginx-11 (timeouts)', ['client-timeouts-lax']),
  devSec('nginx-12 (TLS)', ['ssl-weak-protocols', 'ssl-weak-ciphers']),
  devSec('nginx-13 (HSTS)', ['hsts-missing']),
  devSec('nginx-16 (methods)', ['method-check-with-if']),
  devSec('nginx-17 (cookies)', ['cookie-flags-missing']),
];
