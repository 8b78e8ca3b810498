import { describe, expect, it } from 'vitest';
import { bundledFile, bundledFiles } from '../../src/facts/bundled.ts';
import { parse } from '../../src/syntax/parse.ts';
import { fileAt } from '../../src/text/file-id.ts';

/** What a file must say, as a line of it. */
const says: [string, string][] = [
  ['mime.types', '    text/html html htm shtml;'],
  ['mime.types', '    application/wasm wasm;'],
  ['fastcgi_params', 'fastcgi_param QUERY_STRING $query_string;'],
  ['fastcgi_params', 'fastcgi_param HTTPS $https if_not_empty;'],
  ['fastcgi.conf', 'fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;'],
  ['scgi_params', 'scgi_param SCGI 1;'],
  ['uwsgi_params', 'uwsgi_param PATH_INFO $document_uri;'],
  ['koi-utf', 'charset_map koi8-r utf-8 {'],
  ['koi-win', '    80 88;'],
  ['win-utf', '    FF D18F;'],
  ['proxy_params', 'proxy_set_header X-Forwarded-Proto $scheme;'],
  ['snippets/fastcgi-php.conf', 'fastcgi_split_path_info ^(.+?\\.php)(/.*)$;'],
  ['snippets/snakeoil.conf', 'ssl_certificate /etc/ssl/certs/ssl-cert-snakeoil.pem;'],
];

describe('a shipped file', () => {
  it.each(says)('%s says "%s"', (path, line) => {
    expect(bundledFile(path)?.split('\n')).toContain(line);
  });

  it.each(bundledFiles())('%s can be read', (path) => {
    const text = bundledFile(path);
    expect(text).not.toBeNull();
    expect(parse(fileAt(`/etc/nginx/${path}`), text ?? '').problems).toEqual([]);
  });

  it.each(['', 'nginx.conf', '/etc/nginx/mime.types', 'snippets', 'constructor'])('"%s" is none', (path) => {
    expect(bundledFile(path)).toBeNull();
  });
});
