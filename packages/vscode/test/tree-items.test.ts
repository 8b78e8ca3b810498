import { describe, expect, it } from 'vitest';
import type { LocationTreeNode, PlainLocation, TreeNode } from '../src/answers.ts';
import { statusText } from '../src/status-text.ts';
import { itemOf, nodesAt } from '../src/views/tree-items.ts';

const ENTRY = 'file:///w/nginx.conf';
const SITE = 'file:///w/sites/a.conf';

function lines(uri: string, start: number, end: number): PlainLocation {
  return { uri, range: { start: { line: start, character: 0 }, end: { line: end, character: 1 } } };
}

function location(match: LocationTreeNode['match'], pattern: string, order: number | null): LocationTreeNode {
  return { kind: 'location', location: lines(SITE, 4, 6), match, pattern, order, children: [] };
}

const api = location('prefix', '/api/', null);
const server: TreeNode = {
  kind: 'server',
  location: lines(SITE, 1, 9),
  names: ['a.test', 'b.test'],
  listen: ['443', '[::]:443'],
  children: [api],
};
const site: TreeNode = { kind: 'file', uri: SITE, from: lines(ENTRY, 3, 3), shipped: false, children: [server] };
const entry: TreeNode = { kind: 'entry', uri: ENTRY, from: null, shipped: false, children: [site] };

describe('a line of the include tree', () => {
  it('names a server and its addresses', () => {
    expect(itemOf(server, ENTRY)).toMatchObject({ label: 'a.test b.test', description: '443, [::]:443' });
    expect(itemOf({ ...server, names: [''] }, ENTRY).label).toBe('server');
  });

  it.each([
    ['exact', '/a', null, '= /a', ''],
    ['prefix', '/a', null, '/a', ''],
    ['prefix-final', '/a', null, '^~ /a', ''],
    ['regex', '^/a', 1, '~ ^/a', 'tried 1st'],
    ['regex', '^/a', 12, '~ ^/a', 'tried 12th'],
    ['regex', '^/a', 23, '~ ^/a', 'tried 23rd'],
    ['named', '@back', null, '@back', ''],
  ] as const)('says how a location matches, and when: %s %s %s', (match, pattern, order, label, description) => {
    expect(itemOf(location(match, pattern, order), ENTRY)).toMatchObject({ label, description });
  });

  it('leads to the file or the block', () => {
    expect(itemOf(site, ENTRY)).toMatchObject({ label: 'sites/a.conf', opens: { uri: SITE, line: 0 } });
    expect(itemOf(api, ENTRY).opens).toEqual({ uri: SITE, line: 4 });
  });

  it('leads to the include where there is no file to show', () => {
    const from = lines(ENTRY, 7, 7);
    const shipped: TreeNode = { kind: 'file', uri: 'nginx:/mime.types', from, shipped: true, children: [] };
    expect(itemOf(shipped, ENTRY)).toMatchObject({
      label: 'mime.types',
      description: 'comes with nginx',
      opens: { uri: ENTRY, line: 7 },
    });
    const missing: TreeNode = { kind: 'missing', location: from, path: 'x.conf', children: [] };
    expect(itemOf(missing, ENTRY)).toMatchObject({ description: 'leads nowhere', opens: { uri: ENTRY, line: 7 } });
  });
});

describe('the place of the cursor in the tree', () => {
  it.each([
    [SITE, 5, [entry, site, server, api]],
    [SITE, 8, [entry, site, server]],
    [SITE, 20, [entry, site]],
    [ENTRY, 0, [entry]],
    ['file:///w/other.conf', 0, null],
  ])('%s line %i', (uri, line, path) => {
    expect(nodesAt([entry], uri, line)).toEqual(path);
  });
});

describe('the status item', () => {
  const status = { entry: ENTRY, whole: true, nginxVersion: '1.28.0', files: [ENTRY] };

  it('names the entry, the version and how much there is', () => {
    expect(statusText([status], [1, 2, 0, 1])).toEqual({
      text: 'nginx.conf',
      detail: 'nginx 1.28.0 · 1 error, 2 warnings, 1 remark',
    });
    expect(statusText([status, status, status], [0, 0, 0, 0])).toEqual({
      text: 'nginx.conf and 2 more',
      detail: 'nginx 1.28.0 · no problems',
    });
  });

  it('tells a piece that nothing includes, and a file that is part of nothing', () => {
    expect(statusText([{ ...status, whole: false, entry: SITE }], [0, 0, 0, 0]).text).toMatch(/^a\.conf: a piece/);
    expect(statusText([], [0, 0, 0, 0]).text).toBe('nginx-lint: no configuration');
  });
});
