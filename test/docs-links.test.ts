import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksIn } from './support/markdown-links.ts';

const ROOT = resolve(fileURLToPath(new URL('..', import.meta.url)));
const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...pagesBelow('docs'),
  ...readdirSync(join(ROOT, 'packages'))
    .map((name) => `packages/${name}/README.md`)
    .filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile()),
];

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** What is wrong with a link of a page; null for one that leads somewhere. */
function faultOf(target: string, page: string, textOf: (path: string) => string | null): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    if (/^mailto:\S+@\S+$/.test(target)) return null;
    return URL.canParse(target) && /^https?:\/\/[^/]+\.[^/]+/.test(target) ? null : 'is no address of a page';
  }
  if (target.startsWith('/')) return 'is an absolute path';
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (file.startsWith('..')) return 'leads out of the repository';
  const text = textOf(file);
  if (text === null) return 'leads nowhere';
  if (anchor === undefined) return null;
  if (!file.endsWith('.md')) return 'has an anchor in a file that has none';
  return anchorsOf(text).has(anchor) ? null : 'has an anchor that the page does not have';
}

function onDisk(path: string): string | null {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isFile() ? readFileSync(join(ROOT, path), 'utf8') : '';
}

function brokenIn(page: string): readonly string[] {
  return linksIn(readFileSync(join(ROOT, page), 'utf8')).flatMap(({ line, target }) => {
    const fault = faultOf(target, page, onDisk);
    return fault === null ? [] : [`${page}:${line}: ${target} ${fault}`];
  });
}

describe('links of the documentation', () => {
  it('are looked at in all pages', () => {
    expect(PAGES).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/README.md']),
    );
    expect(PAGES.filter((page) => page.startsWith('docs/rules/')).length).toBeGreaterThan(200);
  });

  it('lead to files and headings that there are', () => {
    expect(PAGES.flatMap(brokenIn)).toEqual([]);
  });

  it('lead to every guide from docs/README.md', () => {
    const linked = new Set(linksIn(readFileSync(join(ROOT, 'docs/README.md'), 'utf8')).map(({ target }) => target));
    const guides = pagesBelow('docs/guide').map((page) => relative('docs', page));
    expect(guides.filter((guide) => !linked.has(guide))).toEqual([]);
  });

  it('and texts name no path of this machine', () => {
    expect(PAGES.filter((page) => readFileSync(join(ROOT, page), 'utf8').includes(ROOT))).toEqual([]);
  });

  it('are found where they are, and a broken one is seen', () => {
    const page = [
      '# Two `words`, [one link](b.md#x)',
      '# Two words, one link',
      '`[code](nowhere.md)` and [a](#two-words-one-link-1 "title"), <https://nginx.org/>',
      '```',
      '[in code](nowhere.md)',
      '```',
      '![picture](../../up.png) [b](b.md#gone) [c](c.md) [d](/etc/passwd) [e](https:/nginx) [f](#two-words-one-link)',
      '[later]: b.md#x_y',
    ].join('\n');
    const texts: Readonly<Record<string, string>> = { 'docs/a.md': page, 'docs/b.md': '## X\n### x_y ##\n' };
    const faults = linksIn(page).map(({ line, target }) => [
      line,
      target,
      faultOf(target, 'docs/a.md', (path) => texts[path] ?? null),
    ]);
    expect(faults).toEqual([
      [1, 'b.md#x', null],
      [3, '#two-words-one-link-1', null],
      [3, 'https://nginx.org/', null],
      [7, '../../up.png', 'leads out of the repository'],
      [7, 'b.md#gone', 'has an anchor that the page does not have'],
      [7, 'c.md', 'leads nowhere'],
      [7, '/etc/passwd', 'is an absolute path'],
      [7, 'https:/nginx', 'is no address of a page'],
      [7, '#two-words-one-link', null],
      [8, 'b.md#x_y', null],
    ]);
  });
});
