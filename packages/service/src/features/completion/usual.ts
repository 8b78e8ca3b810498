import type { Context } from '@nginx-lint/core';

// Judgements about what people want to write; what they may write stands in the facts.

/** What a block is of little use without, in the order in which it is written. */
const REQUIRED: Readonly<Record<Context, readonly string[]>> = {
  main: ['events', 'http'],
  events: ['worker_connections'],
  http: ['server'],
  server: ['listen', 'server_name'],
  upstream: ['server'],
  stream: ['server'],
  'stream.server': ['listen', 'proxy_pass'],
  'stream.upstream': ['server'],
  mail: ['server', 'auth_http'],
  'mail.server': ['listen', 'protocol'],
  'if in server': ['return'],
  'if in location': ['return'],
  limit_except: ['deny'],
};

/** What stands in most blocks of a kind. */
const USUAL: Readonly<Record<Context, readonly string[]>> = {
  main: ['user', 'worker_processes', 'error_log', 'pid', 'include', 'load_module', 'worker_rlimit_nofile', 'stream'],
  events: ['multi_accept', 'use'],
  http: [
    ...['include', 'upstream', 'map', 'log_format', 'access_log', 'default_type', 'types', 'sendfile', 'tcp_nopush'],
    ...['keepalive_timeout', 'gzip', 'gzip_types', 'server_tokens', 'client_max_body_size', 'limit_req_zone', 'geo'],
    ...['proxy_cache_path', 'ssl_protocols', 'ssl_ciphers', 'ssl_session_cache', 'error_log', 'add_header'],
    ...['proxy_set_header', 'resolver', 'limit_conn_zone', 'set_real_ip_from', 'real_ip_header'],
  ],
  server: [
    ...['location', 'root', 'index', 'return', 'ssl_certificate', 'ssl_certificate_key', 'include', 'access_log'],
    ...['error_log', 'error_page', 'add_header', 'try_files', 'client_max_body_size', 'if', 'rewrite', 'set', 'http2'],
    ...['ssl_protocols', 'proxy_set_header', 'limit_req', 'charset', 'auth_basic', 'gzip', 'server_tokens'],
  ],
  location: [
    ...['proxy_pass', 'root', 'try_files', 'return', 'alias', 'proxy_set_header', 'add_header', 'expires', 'index'],
    ...['fastcgi_pass', 'include', 'rewrite', 'if', 'limit_req', 'auth_basic', 'deny', 'allow', 'internal', 'set'],
    ...['access_log', 'proxy_http_version', 'proxy_read_timeout', 'proxy_cache', 'error_page', 'location'],
    ...['client_max_body_size', 'grpc_pass', 'uwsgi_pass', 'fastcgi_param', 'default_type', 'autoindex'],
  ],
  'if in location': ['rewrite', 'set', 'break', 'add_header', 'proxy_pass', 'expires', 'access_log'],
  'if in server': ['rewrite', 'set', 'break'],
  limit_except: ['allow', 'auth_basic', 'proxy_pass'],
  upstream: ['keepalive', 'least_conn', 'ip_hash', 'hash', 'zone', 'random', 'keepalive_timeout'],
  stream: ['upstream', 'map', 'log_format', 'access_log', 'include', 'resolver', 'limit_conn_zone', 'geo'],
  'stream.server': [
    ...['ssl_preread', 'proxy_timeout', 'proxy_connect_timeout', 'ssl_certificate', 'ssl_certificate_key'],
    ...['proxy_protocol', 'access_log', 'allow', 'deny', 'proxy_ssl', 'limit_conn', 'include'],
  ],
  'stream.upstream': ['least_conn', 'hash', 'zone', 'random'],
  mail: ['ssl_certificate', 'ssl_certificate_key', 'imap_capabilities', 'smtp_capabilities', 'include'],
  'mail.server': [
    'proxy',
    'ssl_certificate',
    'ssl_certificate_key',
    'starttls',
    'smtp_auth',
    'proxy_pass_error_message',
  ],
};

/** What a directive does nothing without. */
const PARTNERS: Readonly<Record<string, readonly string[]>> = {
  ssl_certificate: ['ssl_certificate_key'],
  ssl_certificate_key: ['ssl_certificate'],
  auth_basic: ['auth_basic_user_file'],
  auth_basic_user_file: ['auth_basic'],
  fastcgi_pass: ['fastcgi_param', 'include'],
  uwsgi_pass: ['uwsgi_param', 'include'],
  scgi_pass: ['scgi_param', 'include'],
  proxy_cache: ['valid', 'key', 'use_stale', 'bypass', 'lock'].map((name) => `proxy_cache_${name}`),
  fastcgi_cache: ['valid', 'key', 'use_stale', 'bypass', 'lock'].map((name) => `fastcgi_cache_${name}`),
  gzip: ['gzip_types'],
  allow: ['deny'],
  ssl_stapling: ['resolver', 'ssl_trusted_certificate'],
  ssl_verify_client: ['ssl_client_certificate'],
  real_ip_header: ['set_real_ip_from'],
  set_real_ip_from: ['real_ip_header'],
  zone: ['server'],
};

const NONE: readonly string[] = [];

export function requiredIn(context: Context): readonly string[] {
  return REQUIRED[context] ?? NONE;
}

export function usualIn(context: Context): readonly string[] {
  return USUAL[context] ?? NONE;
}

export function partnersOf(directive: string): readonly string[] {
  return Object.hasOwn(PARTNERS, directive) ? (PARTNERS[directive] ?? NONE) : NONE;
}
