import { describe, expect, it } from 'vitest';
import { createFacts } from '../../src/facts/lookup.ts';
import type { Rule, Visitor } from '../../src/lint/rule.ts';
import { lint } from '../../src/lint/run.ts';
import { createSettings } from '../../src/lint/settings.ts';
import { createModel } from '../../src/model/model.ts';
import { fileAt } from '../../src/text/file-id.ts';
import { loadFragment, loadTree } from '../../src/tree/load.ts';
import { memoryFiles } from '../../src/tree/memory-files.ts';
import type { ConfigTree } from '../../src/tree/tree.ts';

const facts = createFacts({ version: '1.31.5' });

const WHOLE = `events {}
http {
    include types.inc;
    map $a $b { listen 1; include more.map; default root; }
    upstream one { server 127.0.0.1:1; }
    server {
        listen 80;
        root /a;
        location / { root /b; location /c { } }
        location = /d { }
    }
    upstream two { server 127.0.0.1:2; }
    server { listen 81; location @e { } }
}
`;

const whole = (): Promise<ConfigTree> =>
  loadTree(fileAt('/nginx.conf'), {
    files: memoryFiles({ '/nginx.conf': WHOLE, '/types.inc': 'types { a b; }\n', '/more.map': 'root listen;\n' }),
    facts,
  });

const part = (text: string): Promise<ConfigTree> =>
  loadFragment(fileAt('/a.conf'), ['server'], { files: memoryFiles({ '/a.conf': text }), facts });

/** What a rule of this name hears, as it is told. */
function listener(id: string, heard: string[]): Rule {
  const tell = (what: string) => heard.push(`${id}: ${what}`);
  const visitor: Visitor = {
    directives: {
      listen: ({ node }) => tell(`listen ${node.args[0]?.value}`),
      root: ({ node }) => tell(`root ${node.args[0]?.value}`),
      include: ({ node }) => tell(`include ${node.args[0]?.value}`),
    },
    servers: ({ listens }) => tell(`server ${listens[0]?.address.value}`),
    locations: ({ pattern }) => tell(`location ${pattern}`),
    upstreams: ({ name }) => tell(`upstream ${name.value}`),
    files: (file) => tell(`file ${file.id.slice(file.id.lastIndexOf('/'))}`),
    config: () => tell('config'),
  };
  const own = { id, group: 'style', severity: 'info', preset: 'all', messages: {}, options: {} } as const;
  return { ...own, check: () => visitor } as unknown as Rule;
}

function heardIn(tree: ConfigTree, ...ids: readonly string[]): readonly string[] {
  const heard: string[] = [];
  lint(
    createModel(tree),
    ids.map((id) => listener(id, heard)),
    createSettings({ preset: 'all' }),
  );
  return heard;
}

describe('what rules hear', () => {
  it('is each thing once: directives in reading order, then servers, locations, groups, files, the whole', async () => {
    expect(heardIn(await whole(), 'a')).toEqual([
      ...['include types.inc', 'include more.map'].map((each) => `a: ${each}`),
      ...['listen 80', 'root /a', 'root /b', 'listen 81'].map((each) => `a: ${each}`),
      ...['server 80', 'server 81'].map((each) => `a: ${each}`),
      ...['location /', 'location /c', 'location /d', 'location @e'].map((each) => `a: ${each}`),
      ...['upstream one', 'upstream two'].map((each) => `a: ${each}`),
      ...['file /nginx.conf', 'file /types.inc', 'file /more.map'].map((each) => `a: ${each}`),
      'a: config',
    ]);
  });

  it('is told to all rules before the next, and each hears what it would hear alone', async () => {
    const tree = await whole();
    const both = heardIn(tree, 'a', 'b');
    expect(both.slice(0, 4)).toEqual([
      'a: include types.inc',
      'b: include types.inc',
      'a: include more.map',
      'b: include more.map',
    ]);
    for (const id of ['a', 'b']) expect(both.filter((each) => each.startsWith(`${id}: `))).toEqual(heardIn(tree, id));
  });

  it('leaves out a server made up around a fragment, but not its locations', async () => {
    const heard = heardIn(await part('listen 82;\nlocation /f { }\n'), 'a');
    expect(heard).toEqual(['a: listen 82', 'a: location /f', 'a: file /a.conf', 'a: config']);
  });
});

describe('the directives of a tree by their names', () => {
  it.each([
    ['a whole configuration', whole],
    ['a part', () => part('listen 82;\nlocation /f { return 200; }\n')],
  ])('are all of it: %s', async (_, load) => {
    const { all, byName } = await load();
    expect([...byName.values()].flat().length).toBe(all.length);
    for (const [name, group] of byName) expect(group).toEqual(all.filter(({ node }) => node.name.value === name));
  });
});
