import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import { type FileId, fileAt } from '../../src/text/file-id.ts';
import type { FileSystem } from '../../src/tree/files.ts';
import { type FragmentOptions, loadFragment, loadTree, UnreadableFile } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import type { ConfigTree, Occurrence } from '../../src/tree/tree.ts';

type Texts = Readonly<Record<string, string>>;
type Options = Partial<Omit<FragmentOptions, 'facts'>>;

const facts = createFacts({ version: '1.31.5' });

const load = (texts: Texts, options: Options = {}, entry = '/repo/nginx.conf'): Promise<ConfigTree> =>
  loadTree(fileAt(entry), { files: memoryFiles(texts), facts, ...options });

const fragment = (texts: Texts, path: string, context: readonly string[] | null, options: Options = {}) =>
  loadFragment(fileAt(path), context, { files: memoryFiles(texts), facts, ...options });

/** The names of what is not an include, in order. */
const names = (tree: ConfigTree): readonly string[] =>
  tree.all.filter(({ node }) => node.name.value !== 'include').map(({ node }) => node.name.value);

function watched(files: FileSystem): {
  readonly files: FileSystem;
  readonly read: FileId[];
  readonly listed: FileId[];
} {
  const read: FileId[] = [];
  const listed: FileId[] = [];
  const watching: FileSystem = {
    read: (file) => {
      read.push(file);
      return files.read(file);
    },
    list: (folder) => {
      listed.push(folder);
      return files.list(folder);
    },
  };
  return { files: watching, read, listed };
}

/** Where a path leads: the file with this text is at `at`. */
const led: [
  string,
  { readonly include: string; readonly at: string; readonly options?: Options; readonly entry?: string },
][] = [
  ['relative to the entry', { include: 'a.conf', at: '/repo/a.conf' }],
  ['relative to a prefix', { include: 'a.conf', at: '/other/a.conf', options: { prefix: '/other/' } }],
  [
    'relative to a prefix that is a file id',
    { include: 'a.conf', at: '/other/a.conf', options: { prefix: 'file:///other' } },
  ],
  ['absolute', { include: '/opt/a.conf', at: '/opt/a.conf' }],
  ['/etc/nginx means the folder of the entry', { include: '/etc/nginx/b/a.conf', at: '/repo/b/a.conf' }],
  ['/etc/nginx means the prefix', { include: '/etc/nginx/a.conf', at: '/x/a.conf', options: { prefix: '/x' } }],
  ['a pattern in /etc/nginx', { include: '/etc/nginx/b/*.conf', at: '/repo/b/a.conf' }],
  [
    'an entry in /etc/nginx',
    { include: '/etc/nginx/a.conf', at: '/etc/nginx/a.conf', entry: '/etc/nginx/x/nginx.conf' },
  ],
  [
    'a folder mapped',
    { include: '/opt/b/a.conf', at: '/repo/b/a.conf', options: { map: [{ from: '/opt', to: '/repo' }] } },
  ],
  ['a file mapped', { include: '/opt/b', at: '/repo/a', options: { map: [{ from: '/opt/b', to: '/repo/a' }] } }],
  ['/etc/nginx mapped', { include: '/etc/nginx/a', at: '/z/a', options: { map: [{ from: '/etc/nginx', to: '/z' }] } }],
  [
    'relative names stay when it is',
    { include: 'a', at: '/repo/a', options: { map: [{ from: '/etc/nginx', to: '/z' }] } },
  ],
  [
    'a mapped folder in a pattern',
    { include: '/etc/nginx/on/*', at: '/repo/off/a', options: { map: [{ from: '/etc/nginx/on/', to: '/repo/off' }] } },
  ],
  [
    'a mapped file in a pattern',
    {
      include: '/etc/nginx/on/*',
      at: '/repo/off/a',
      options: { map: [{ from: '/etc/nginx/on/x', to: '/repo/off/a' }] },
    },
  ],
  [
    'a mapped folder for a relative name',
    { include: 'on/*', at: '/repo/off/a', options: { map: [{ from: '/etc/nginx/on', to: '/repo/off' }] } },
  ],
  [
    'the longest mapping',
    {
      include: '/o/p/a',
      at: '/long/a',
      options: {
        map: [
          { from: '/o', to: '/short' },
          { from: '/o/p', to: '/long' },
        ],
      },
    },
  ],
  ['dots and doubled slashes', { include: '/etc//nginx/./b/../a.conf', at: '/repo/a.conf' }],
];

describe('an include leads', () => {
  it.each(led)('%s', async (_, { include, at, options, entry = '/repo/nginx.conf' }) => {
    const tree = await load({ [entry]: `events {}\ninclude ${include};`, [at]: 'user here;' }, options, entry);
    expect(names(tree)).toEqual(['events', 'user']);
    expect(tree.all.at(-1)?.file).toBe(fileAt(at));
    expect(tree.problems).toEqual([]);
  });

  it('to shipped files that are not there, by relative and usual names', async () => {
    const text = 'http { include mime.types; server { location / { include /etc/nginx/fastcgi_params; } } }';
    const tree = await load({ '/repo/nginx.conf': text });
    expect(tree.problems).toEqual([]);
    expect([...tree.files.keys()].slice(1)).toEqual([
      'nginx-lint-bundled:///mime.types',
      'nginx-lint-bundled:///fastcgi_params',
    ]);
    expect(names(tree)).toContain('fastcgi_param');
  });

  it('to the file on disk before the shipped one, and never to a shipped one by pattern', async () => {
    const text = 'http { include mime.types; include fastcgi_p*; }';
    const tree = await load({ '/repo/nginx.conf': text, '/repo/mime.types': 'gzip on;' });
    expect(names(tree)).toEqual(['http', 'gzip']);
  });

  it('nowhere for a shipped name in another folder', async () => {
    const tree = await load({ '/repo/nginx.conf': 'include /opt/mime.types;' });
    expect(tree.problems).toMatchObject([{ rule: 'include-not-found', failure: 'missing', path: '/opt/mime.types' }]);
  });
});

describe('reading', () => {
  it('reads each file once and only what is named', async () => {
    const texts = {
      '/repo/nginx.conf':
        'http { include a.conf; include a.conf; include b/*.conf; split_clients $a $b { include c; } }',
      '/repo/a.conf': 'gzip on; include b/x.conf;',
      '/repo/b/x.conf': 'sendfile on;',
      '/repo/b/other': 'x',
      '/repo/c': 'x',
    };
    const disk = watched(memoryFiles(texts));
    const tree = await load({}, { files: disk.files });
    expect(disk.read.sort()).toEqual(
      ['/repo/a.conf', '/repo/b/x.conf', '/repo/nginx.conf'].map((path) => fileAt(path)),
    );
    expect(disk.listed).toEqual([fileAt('/repo/b')]);
    expect(names(tree).filter((name) => name === 'sendfile')).toHaveLength(3);
  });

  it('uses the parser it is given', async () => {
    const parsed: FileId[] = [];
    const { parse } = await import('../../src/syntax/parse.ts');
    const remember = (file: FileId, bytes: Uint8Array) => {
      parsed.push(file);
      return parse(file, bytes);
    };
    await load({ '/repo/nginx.conf': 'include a;', '/repo/a': '' }, { parse: remember });
    expect(parsed).toEqual([fileAt('/repo/nginx.conf'), fileAt('/repo/a')]);
  });

  it('fails for an entry that is not there', async () => {
    await expect(load({})).rejects.toThrow(UnreadableFile);
    await expect(load({ '/repo/nginx.conf/x': '' })).rejects.toMatchObject({ failure: 'folder' });
  });

  it('gives two sets of occurrences for a file included twice, with one way each', async () => {
    const tree = await load({ '/repo/nginx.conf': 'include a; include a;', '/repo/a': 'user x; pid y;' });
    const [, user, pid, , again] = tree.all;
    expect(user?.via).toBe(pid?.via);
    expect(user?.node).toBe(again?.node);
    expect(user?.via[0]?.include).not.toBe(again?.via[0]?.include);
  });
});

describe('limits', () => {
  it('ends what grows exponentially', async () => {
    const texts: Record<string, string> = { '/repo/nginx.conf': 'include 0;' };
    for (let level = 0; level < 40; level++) texts[`/repo/${level}`] = `include ${level + 1}; include ${level + 1};`;
    texts['/repo/40'] = 'user x;';
    const tree = await load(texts);
    expect(tree.problems).toMatchObject([{ rule: 'analysis-limit', failure: 'too-large' }]);
    expect(tree.all.length).toBeLessThan(300_000);
  });

  it('does not count what is there once', async () => {
    const entries = Array.from({ length: 250_000 }, (_, index) => `a${index} 1;`).join('\n');
    const tree = await load({ '/repo/nginx.conf': `http { map $a $b { include m; } }`, '/repo/m': entries });
    expect(tree.problems).toEqual([]);
    expect(tree.all).toHaveLength(250_003);
  });

  it('ends chains of includes where nginx runs out of files', async () => {
    const texts: Record<string, string> = { '/repo/nginx.conf': 'include 0;' };
    for (let level = 0; level < 1200; level++) texts[`/repo/${level}`] = `include ${level + 1};`;
    texts['/repo/1200'] = '';
    const tree = await load(texts);
    expect(tree.problems).toMatchObject([{ rule: 'analysis-limit', failure: 'too-deep' }]);
  });

  it('ends blocks within blocks', async () => {
    const text = `http { server { ${'location / { '.repeat(5000)}${'} '.repeat(5000)} } }`;
    const tree = await load({ '/repo/nginx.conf': text });
    expect(tree.problems).toMatchObject([{ rule: 'analysis-limit', failure: 'too-deep' }]);
  });
});

const around = (occurrence: Occurrence | undefined): readonly string[] => {
  const blocks: string[] = [];
  for (let outer = occurrence?.parent ?? null; outer !== null; outer = outer.parent)
    blocks.unshift(outer.node.name.value);
  return blocks;
};

/** Stated surroundings, what they become, and the context inside. */
const surroundings: [readonly string[], readonly string[], string][] = [
  [[], [], 'main'],
  [['main'], [], 'main'],
  [['http', 'server'], ['http', 'server'], 'server'],
  [['server'], ['http', 'server'], 'server'],
  [['location'], ['http', 'server', 'location'], 'location'],
  [['stream', 'server'], ['stream', 'server'], 'stream.server'],
  [['stream.upstream'], ['stream', 'upstream'], 'stream.upstream'],
  [['if in location'], ['http', 'server', 'location', 'if'], 'if in location'],
  [['http', 'server', 'if'], ['http', 'server', 'if'], 'if in server'],
  [['http', 'map'], ['http', 'map'], 'map'],
  [['mail', 'server'], ['mail', 'server'], 'mail.server'],
];

describe('a fragment', () => {
  it.each(surroundings)('in %j', async (context, blocks, inside) => {
    const tree = await fragment({ '/repo/conf.d/a': 'x y;' }, '/repo/conf.d/a', context);
    expect(tree.all).toHaveLength(1);
    expect(tree.certain).toBe(true);
    expect(around(tree.all[0])).toEqual(blocks);
    expect(tree.all[0]?.context).toBe(inside);
    const [root] = tree.roots;
    expect(root?.implied).toBe(blocks.length > 0);
    for (let outer = tree.all[0]?.parent ?? null; outer !== null; outer = outer.parent) {
      expect(outer).toMatchObject({ implied: true, node: { start: 0, end: 0 }, fact: { block: true } });
    }
  });

  it('states its context in a comment', async () => {
    const tree = await fragment(
      { '/a.conf': '# words\n#nginx-lint context: stream, server\ngzip on;' },
      '/a.conf',
      null,
    );
    expect(around(tree.all[0])).toEqual(['stream', 'server']);
    expect(tree.certain).toBe(true);
  });

  it('says so only in its first lines', async () => {
    const text = `${'\n'.repeat(20)}# nginx-lint context: stream\nlocation / { }`;
    const tree = await fragment({ '/a.conf': text }, '/a.conf', null);
    expect(around(tree.all[0])).toEqual(['http', 'server']);
    expect(tree.certain).toBe(false);
  });

  it('that tells nothing stands in the unknown', async () => {
    const tree = await fragment({ '/a.conf': 'nobody knows this;' }, '/a.conf', null);
    expect(tree.all[0]).toMatchObject({ context: 'unknown', parent: null });
    expect(tree.certain).toBe(false);
  });

  it.each([
    ['further up, where what it includes lies', '/repo/parts/web/a', 'include parts/b;'],
    ['further up, by its usual path', '/repo/parts/web/a', 'server { include /etc/nginx/parts/b; }'],
    ['by custom, where that is right', '/repo/parts/conf.d/a', 'include b;'],
  ])('has its includes %s', async (_, path, text) => {
    const texts = { [path]: text, '/repo/parts/b': 'here on;', '/repo/.git/HEAD': '', '/parts/b': 'outside on;' };
    const tree = await fragment(texts, path, null);
    expect(names(tree)).toContain('here');
    expect(tree.problems).toEqual([]);
  });

  it('does not look above a repository', async () => {
    const texts = { '/repo/web/a': 'include parts/b;', '/repo/.git/HEAD': '', '/parts/b': 'outside on;' };
    expect((await fragment(texts, '/repo/web/a', null)).problems.map(({ rule }) => rule)).toEqual([
      'include-not-found',
    ]);
  });

  it('in a folder of parts has its includes one folder up', async () => {
    const tree = await fragment(
      { '/r/conf.d/a.conf': 'server { include s.conf; }', '/r/s.conf': 'root /x;' },
      '/r/conf.d/a.conf',
      null,
    );
    expect(tree.problems).toEqual([]);
    expect(names(tree)).toEqual(['server', 'root']);
  });
});
