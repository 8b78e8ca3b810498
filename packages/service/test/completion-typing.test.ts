import { readdirSync, readFileSync } from 'node:fs';
import { type FileId, fileAt, parse, walk } from '@nginx-lint/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completions, pathCompletions, resolveCompletion } from '../src/features/completion.ts';
import { shownOf } from './support/complete.ts';
import { type Marked, marked } from './support/marked.ts';

const PLAYGROUND = new URL('../../../fixtures/playground/', import.meta.url);

const read = (path: string): string => readFileSync(new URL(path, PLAYGROUND), 'utf8');

const SITE = `events {}
http {
    upstream app {
        server 10.0.0.1:8080;
        keepalive 16;
    }
    map $http_upgrade $connection_upgrade {
        default upgrade;
    }
${read('sites-available/www.conf').replaceAll(/^/gm, '    ')}
}
`;

/** Something of everything. */
const TYPED = `events {}
http {
    log_format main '$remote_addr "$request" '
                    '$status';
    map $http_upgrade $up { default upgrade; '' close; ~^(?<a>b) $a; }
    # nginx-lint-disable-next-line server-name-missing -- alone
    server {
        listen 443 ssl; # all
        ssl_protocols TLSv1.2 TLSv1.3;
        location ~ "^/(a{2})/" {
            if ($request_method = POST) { return 405; }
            proxy_set_header Host "\${host}";
            proxy_pass http://app/$1?x=$args;
        }
        content_by_lua_block { ngx.say("}") }
    }
}
`;

interface Named {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Behind its `;` or `{`. */
  readonly stop: number;
}

/** Every name of a directive in a text. */
function namesIn(text: string): Named[] {
  const source = parse(fileAt('/etc/nginx/nginx.conf'), text);
  const found: Named[] = [];
  for (const step of walk(source.items)) {
    if (step.kind !== 'enter') continue;
    const { name, stop } = step.directive;
    if (/^[a-z_\d]+$/.test(name.value)) found.push({ name: name.value, start: name.start, end: name.end, stop });
  }
  return found.filter(({ name }) => name !== 'default');
}

/** Where in the list of what an editor shows a directive stands; -1 where it does not. */
async function placeOf(name: string, text: string): Promise<number> {
  const found = await marked(text);
  const { items } = completions(found.snapshot, found.file, found.offset);
  return shownOf(items, found).findIndex(({ label }) => label === name);
}

describe('typing', () => {
  it('offers each directive once three letters of it are typed, at the end of what is written', async () => {
    const missed: string[] = [];
    for (const { name, start, end } of namesIn(SITE)) {
      const typed = SITE.slice(start, Math.min(end, start + 3));
      const place = await placeOf(name, `${SITE.slice(0, start)}${typed}<|>`);
      if (place < 0 || place >= 8) missed.push(`${name} at ${start}: ${place}`);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('offers each directive in the midst of the others, whose next line follows', async () => {
    const missed: string[] = [];
    for (const { name, start, end, stop } of namesIn(SITE)) {
      if (SITE[stop] !== ';') continue;
      const typed = SITE.slice(start, Math.min(end, start + 3));
      const place = await placeOf(name, `${SITE.slice(0, start)}${typed}<|>${SITE.slice(stop + 1)}`);
      if (place < 0 || place >= 8) missed.push(`${name} at ${start}: ${place}`);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('needs no letter for what a block needs', async () => {
    for (const { name, start } of namesIn(SITE)) {
      if (name !== 'listen') continue;
      const before = SITE.slice(0, start);
      if (!before.trimEnd().endsWith('{')) continue;
      expect(await placeOf(name, `${before}<|>`)).toBe(0);
    }
  });

  it('throws at no letter of a text that is typed', { timeout: 120_000 }, async () => {
    const text = TYPED;
    let answers = 0;
    for (let end = 0; end <= text.length; end++) {
      const found = await marked(text.slice(0, end));
      answers += everything(found, end);
    }
    expect(answers).toBeGreaterThan(text.length);
  });
});

/** Asks for all that there is at an offset; how much that is. */
function everything({ snapshot, file }: Marked, offset: number): number {
  const { items } = completions(snapshot, file, offset);
  for (const { edit, data } of items.slice(0, 5)) {
    expect(edit.span.start).toBeLessThanOrEqual(offset);
    expect(edit.span.end).toBeGreaterThanOrEqual(offset);
    if (data !== undefined) resolveCompletion(snapshot, JSON.parse(JSON.stringify(data)));
  }
  return items.length;
}

describe('damage', () => {
  const files = [
    'nginx.conf',
    ...['conf.d', 'sites-available', 'snippets', 'streams'].flatMap((folder) =>
      readdirSync(new URL(folder, PLAYGROUND)).map((name) => `${folder}/${name}`),
    ),
  ];

  it('throws at no offset of no beginning of a file, and edits around the cursor on its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(), async (name, cut, at) => {
        const whole = read(name);
        const text = whole.slice(0, cut % (whole.length + 1));
        const offset = at % (text.length + 1);
        const found = await marked(text);
        for (const { edit } of completions(found.snapshot, found.file, offset).items) {
          expect(edit.span.start).toBeLessThanOrEqual(offset);
          expect(edit.span.end).toBeGreaterThanOrEqual(offset);
          expect(text.slice(edit.span.start, edit.span.end)).not.toContain('\n');
        }
        const list = async (_folder: FileId) => [{ name: 'a b', folder: true }];
        await pathCompletions(found.snapshot, found.file, offset, list);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('throws at no soup of signs', async () => {
    const sign = fc.constantFrom(
      ...[
        '{',
        '}',
        ';',
        '"',
        "'",
        '#',
        '$',
        '${',
        '\n',
        ' ',
        '\\',
        'http',
        'server',
        'map',
        'if',
        '(',
        ')',
        'listen',
        'é',
        '=',
        ':',
        '@',
        '/',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sign, { maxLength: 40 }), fc.nat(), async (signs, at) => {
        const text = signs.join('');
        const found = await marked(text.replace(/⟦|⟧/g, ''));
        everything(found, at % (text.length + 1));
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
