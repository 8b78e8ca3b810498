import { applyEdits, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { type CodeAction, codeActions } from '../src/features/code-actions.ts';
import { marked } from './support/marked.ts';

async function actionsAt(text: string): Promise<{ actions: readonly CodeAction[]; make: (title: string) => string }> {
  const { snapshot, file, offset, texts } = await marked(text, { rules });
  const actions = codeActions(snapshot, file, { start: offset, end: offset });
  const make = (title: string): string => {
    const action = actions.find((one) => one.title.startsWith(title));
    if (action === undefined) throw new Error(`no action "${title}" in ${actions.map((one) => one.title).join(' | ')}`);
    const files = [...texts].map(([id, before]) => {
      const edits = action.edits.filter((edit) => edit.file === id).sort((a, b) => a.span.start - b.span.start);
      return applyEdits(before, edits);
    });
    return [...files, ...(action.create === null ? [] : [`# file: ${action.create.file}\n${action.create.text}`])].join(
      '',
    );
  };
  return { actions, make };
}

const SERVER = (inside: string): string => `events {}\nhttp {\n  server {\n    listen 80;\n${inside}\n  }\n}\n`;

describe('code actions', () => {
  it('offers the fixes of what is wrong at the place, the safe one first', async () => {
    const { actions, make } = await actionsAt(SERVER('    location /a<|> {\n      alias /srv/b/;\n    }'));
    const fix = actions.find(({ kind, preferred }) => kind === 'quickfix' && preferred);
    expect(fix?.diagnostics.map(({ rule }) => rule)).toEqual(['alias-traversal']);
    expect(make(fix?.title ?? '')).toContain('location /a/ {');
  });

  it('disables a rule above the statement', async () => {
    const { make } = await actionsAt(SERVER('    location /a<|> {\n      alias /srv/b/;\n    }'));
    expect(make('Disable alias-traversal for this line')).toContain(
      '\n    # nginx-lint-disable-next-line alias-traversal -- why\n    location /a {',
    );
  });

  it('adds the rule to a comment that is there', async () => {
    const { make } = await actionsAt(
      SERVER(
        '    # nginx-lint-disable-next-line root-missing -- old\n    location /a<|> {\n      alias /srv/b/;\n    }',
      ),
    );
    expect(make('Disable alias-traversal for this line')).toContain(
      '# nginx-lint-disable-next-line root-missing, alias-traversal -- old\n',
    );
  });

  it('disables a rule in a file, behind what begins it', async () => {
    const { make } = await actionsAt(`# Copyright\n\n${SERVER('    location /a<|> {\n      alias /srv/b/;\n    }')}`);
    expect(make('Disable alias-traversal in this file')).toMatch(
      /^# Copyright\n\n# nginx-lint-disable alias-traversal/,
    );
  });

  it('does not hide what nginx refuses', async () => {
    const { actions } = await actionsAt('events {}\nhttp {\n  roo<|>t2 /a;\n}\n');
    expect(actions.filter(({ title }) => title.startsWith('Disable'))).toEqual([]);
  });

  it('what is disabled is not found again', async () => {
    const { make } = await actionsAt(SERVER('    location /a<|> {\n      alias /srv/b/;\n    }'));
    const { snapshot, file } = await marked(make('Disable alias-traversal for this line'), { rules });
    expect(snapshot.diagnostics(file).map(({ rule }) => rule)).not.toContain('alias-traversal');
  });

  it('fixes all that is safe at once, and all of one rule', async () => {
    const { make } = await actionsAt(
      SERVER('    location /a<|> {\n      alias /srv/b/;\n    }\n    location /c {\n      alias /srv/d/;\n    }'),
    );
    for (const title of ['Fix all that', 'Fix all 2 problems of alias-traversal']) {
      expect(make(title)).toContain('location /a/ {');
      expect(make(title)).toContain('location /c/ {');
    }
  });

  it('moves a list that stands in several files into one that all include', async () => {
    const list = 'add_header A 1;\n      add_header B "2 3";';
    const { make, actions } = await actionsAt(
      `${SERVER(`    location /a/ {\n      <|>${list}\n    }\n    include b.conf;`)}# file: b.conf\nlocation /b/ { ${list} }\n`,
    );
    expect(make('Move these 2 lines, which stand 2 times')).toBe(
      `${SERVER('    location /a/ {\n      include snippets/add-headers.conf;\n    }\n    include b.conf;')}location /b/ { include snippets/add-headers.conf; }\n# file: file:///etc/nginx/snippets/add-headers.conf\nadd_header A 1;\nadd_header B "2 3";\n`,
    );
    expect(actions.filter(({ kind }) => kind === 'refactor.extract')).toHaveLength(1);
  });

  it('leaves a list alone that stands once', async () => {
    const { actions } = await actionsAt(SERVER('    add_header A 1;<|>\n    add_header B 2;'));
    expect(actions.filter(({ kind }) => kind === 'refactor.extract')).toEqual([]);
  });
});
