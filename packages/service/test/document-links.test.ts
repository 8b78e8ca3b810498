import { type FileId, pathOf } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { documentLinks } from '../src/features/document-links.ts';
import { marked } from './support/marked.ts';

const FILES = new Set(['/etc/nginx/a.pem', '/etc/nginx/users', '/srv/page.html']);
const isFile = (file: FileId): boolean => FILES.has(pathOf(file));

async function linked(text: string): Promise<string[]> {
  const { snapshot, file, texts } = await marked(text);
  const source = texts.get(file) ?? '';
  return documentLinks(snapshot, file, isFile).map(({ span, target, tooltip }) => {
    const to = target === null ? '-' : pathOf(target);
    return [source.slice(span.start, span.end), to, ...(tooltip === null ? [] : [tooltip])].join(' | ');
  });
}

describe('documentLinks', () => {
  it.each([
    [
      'include a.conf; include "b.conf";\n# file: a.conf\n\n# file: b.conf\n',
      ['a.conf | /etc/nginx/a.conf', 'b.conf | /etc/nginx/b.conf'],
    ],
    ['include x/*.conf;\n# file: x/a.conf\n', ['x/*.conf | /etc/nginx/x/a.conf | /etc/nginx/x/a.conf']],
    [
      'include x/*.conf;\n# file: x/a.conf\n\n# file: x/b.conf\n',
      ['x/*.conf | - | 2 files:\n/etc/nginx/x/a.conf\n/etc/nginx/x/b.conf'],
    ],
    ['include x/*.conf;', ['x/*.conf | - | No file has such a name']],
    ['include nowhere.conf;', []],
    ['http { include mime.types; }', ['mime.types | /mime.types']],
    [
      'http { server { ssl_certificate a.pem; ssl_certificate_key /etc/nginx/b.pem; auth_basic_user_file "users"; } }',
      ['a.pem | /etc/nginx/a.pem', 'users | /etc/nginx/users'],
    ],
    [
      'http { server { ssl_certificate $a.pem; ssl_certificate data:x; root /srv; location = /p { alias /srv/page.html; } } }',
      ['/srv/page.html | /srv/page.html'],
    ],
    ['http { server { try_files a.pem =404; return 200 a.pem; } }', []],
    ['http { server { ssl_certificate', []],
  ])('%s', async (text, expected) => {
    expect(await linked(text)).toEqual(expected);
  });

  it('asks for no file where nobody can tell', async () => {
    const { snapshot, file } = await marked('http { server { ssl_certificate a.pem; } }');
    expect(documentLinks(snapshot, file)).toEqual([]);
  });
});
