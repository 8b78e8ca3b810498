import { bundledFile } from '@nginx-lint/core';
import type { Offer } from './item.ts';
import { asWord, type ValuePlace, type ValueSource } from './value-place.ts';

const CHARSETS = ['utf-8', 'iso-8859-1', 'windows-1251', 'koi8-r', 'windows-1252', 'shift_jis', 'gb2312', 'euc-jp'];

/** What people usually write as the first argument of a directive whose kind of value does not tell; judgements. */
const FIRST: Readonly<Partial<Record<string, readonly string[]>>> = {
  charset: CHARSETS,
  source_charset: CHARSETS,
  charset_map: CHARSETS,
  proxy_cache_key: ['$scheme$proxy_host$request_uri', '$scheme$host$request_uri'],
  fastcgi_cache_key: ['$scheme$request_method$host$request_uri'],
  limit_req_zone: ['$binary_remote_addr'],
  limit_conn_zone: ['$binary_remote_addr', '$server_name'],
  hash: ['$request_uri', '$remote_addr', '$host$request_uri'],
  map: ['$http_upgrade', '$http_host', '$host', '$uri', '$http_user_agent', '$request_method', '$http_origin'],
  index: ['index.html', 'index.php', 'index.htm'],
  pid: ['/run/nginx.pid', '/var/run/nginx.pid'],
  access_log: ['/var/log/nginx/access.log'],
  error_log: ['/var/log/nginx/error.log'],
  root: ['/usr/share/nginx/html', '/var/www/html'],
  log_format: ['main', 'json'],
  fastcgi_index: ['index.php'],
  fastcgi_pass: ['127.0.0.1:9000', 'unix:/run/php/php-fpm.sock'],
  fastcgi_split_path_info: ['^(.+?\\.php)(/.*)$'],
  memcached_pass: ['127.0.0.1:11211'],
  ssl_ecdh_curve: ['auto', 'X25519:prime256v1:secp384r1'],
  ssl_alpn: ['h2', 'http/1.1'],
  proxy_ssl_alpn: ['h2', 'http/1.1'],
  worker_connections: ['1024', '4096'],
  worker_rlimit_nofile: ['8192', '65535'],
  keepalive: ['16', '32'],
  gzip_comp_level: ['5', '6'],
  gzip_min_length: ['256', '1000'],
  types_hash_max_size: ['2048'],
  server_names_hash_bucket_size: ['64', '128'],
  ssl_session_timeout: ['1d', '10m'],
  keepalive_timeout: ['65', '30s'],
  ssl_dhparam: ['/etc/nginx/dhparam.pem'],
};

/** Directives whose arguments are all of one kind. */
const ALL: ReadonlySet<string> = new Set(['index', 'ssl_alpn', 'proxy_ssl_alpn']);

export const usualValues: ValueSource = (place) => {
  const { name } = place.command;
  if (/^(?:fastcgi|uwsgi|scgi)_param$/.test(name)) return parameters(place);
  const texts = Object.hasOwn(FIRST, name) ? (FIRST[name] ?? []) : [];
  if (place.index > 0 && !ALL.has(name)) return [];
  const given = new Set(place.statement.earlier.slice(1).map(({ value }) => value));
  return texts
    .filter((text) => !given.has(text))
    .map((label, order): Offer => {
      return { label, text: asWord(label, place), kind: 'value', rank: 2, order };
    });
};

/** The parameters of nginx's own files (`fastcgi_params`), and what they hold there. */
function parameters({ command, index, statement }: ValuePlace): Offer[] {
  const family = command.name;
  const script = ['SCRIPT_FILENAME', '$document_root$fastcgi_script_name'] as const;
  const lines = [...(bundledFile(`${family}s`) ?? '').matchAll(/^\w+ (\S+) +(\S+?)(?: if_not_empty)?;$/gm)];
  const own = lines.map(([, name = '', value = '']) => [name, value] as const);
  const known = new Map(family === 'fastcgi_param' ? [script, ...own] : own);
  const end = statement.next === 'nothing' ? ';' : '';
  if (index === 1) {
    const value = known.get(statement.earlier[1]?.value ?? '');
    return value === undefined ? [] : [{ label: value, kind: 'variable', rank: 1 }];
  }
  if (index > 1) return [];
  const alone = statement.next === 'words' || statement.word.quote !== null;
  return [...known].map(([label, value], order): Offer => {
    const offer: Offer = { label, kind: 'parameter', rank: 2, order, detail: value };
    return alone ? offer : { ...offer, text: `${label} ${value}${end}` };
  });
}
