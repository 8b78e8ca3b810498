import {
  applyEdits,
  createFacts,
  createModel,
  createSettings,
  type Diagnostic,
  fileAt,
  lint,
  loadFragment,
  memoryFiles,
  planFixes,
  rules,
} from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';

const FILE = fileAt('/etc/nginx/a.conf');

async function judged(asked: string | readonly string[], text: string | Uint8Array, options: object = {}) {
  const select = typeof asked === 'string' ? [asked] : asked;
  const [rule = ''] = select;
  const facts = createFacts();
  const files = memoryFiles({ '/etc/nginx/a.conf': text });
  const model = createModel(await loadFragment(FILE, ['http', 'server'], { files, facts }));
  const settings = createSettings({ select, rules: new Map([[rule, { severity: 'hint', options }]]) });
  const { diagnostics } = lint(model, rules, settings);
  const edits = planFixes(diagnostics, { unsafe: false }).edits.get(FILE) ?? [];
  return { diagnostics, fixed: applyEdits(model.source(FILE).text, edits) };
}

const places = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ span }) => [span.start, span.end]);

describe('suppression-unused', () => {
  it('asks for a reason when told so', async () => {
    const text =
      "# nginx-lint-disable-next-line style-quotes\nroot '/a';\n# nginx-lint-disable-next-line style-quotes -- why\n";
    const both = ['suppression-unused', 'style-quotes'];
    const lines = `${text}index 'a';\n`;
    expect((await judged(both, lines)).diagnostics).toEqual([]);
    expect(places((await judged(both, lines, { reason: true })).diagnostics)).toEqual([[0, 43]]);
  });
});

describe('style-line-ending', () => {
  it('ends the last line as the others end', async () => {
    const { diagnostics, fixed } = await judged('style-line-ending', 'root /srv;\nindex a.html;');
    expect(places(diagnostics)).toEqual([[23, 24]]);
    expect(fixed).toBe('root /srv;\nindex a.html;\n');
    expect((await judged('style-line-ending', '# end')).fixed).toBe('# end\n');
    expect((await judged('style-line-ending', 'root /srv;\r\n# end', { ends: 'same' })).fixed).toBe(
      'root /srv;\r\n# end\r\n',
    );
    expect((await judged('style-line-ending', '')).diagnostics).toEqual([]);
  });

  it('writes what the option wants, outside of texts', async () => {
    const mixed = 'root /srv;\n# a\r\nreturn 200 "a\nb\r\n";\n';
    expect((await judged('style-line-ending', mixed)).fixed).toBe('root /srv;\n# a\nreturn 200 "a\nb\r\n";\n');
    expect((await judged('style-line-ending', mixed, { ends: 'crlf' })).fixed).toBe(
      'root /srv;\r\n# a\r\nreturn 200 "a\nb\r\n";\r\n',
    );
    expect((await judged('style-line-ending', mixed, { ends: 'same' })).fixed).toBe(
      'root /srv;\n# a\nreturn 200 "a\nb\r\n";\n',
    );
  });

  it('shows the first byte that is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('# é\n# '), Buffer.from([0xe9]), Buffer.from('\n')]);
    const { diagnostics } = await judged('style-line-ending', bytes);
    expect(diagnostics).toMatchObject([{ severity: 'warning', message: expect.stringContaining('not UTF-8') }]);
    expect(places(diagnostics)).toEqual([[7, 8]]);
  });
});

describe('style-indentation', () => {
  const text = 'location / {\n  root /srv;\n}\n';

  it('does as the options say', async () => {
    expect((await judged('style-indentation', text)).diagnostics).toEqual([]);
    expect((await judged('style-indentation', text, { spaces: 4 })).fixed).toBe(text.replace('  root', '    root'));
    expect((await judged('style-indentation', text, { tabs: true })).fixed).toBe(text.replace('  root', '\troot'));
  });

  it('leaves alone what is inside of Lua code', async () => {
    const lua = 'location / {\n    content_by_lua_block {\n  ngx.say("a")\n        }\n}\n';
    expect((await judged('style-indentation', lua)).diagnostics).toEqual([]);
  });
});

describe('style-one-statement-per-line', () => {
  it('lets no block stand on one line when told so', async () => {
    const { diagnostics, fixed } = await judged('style-one-statement-per-line', 'location / { return 204; }\n', {
      blockLength: 0,
    });
    expect(diagnostics).toHaveLength(1);
    expect(fixed).toBe('location / {\n    return 204;\n}\n');
  });
});

describe('style-quotes', () => {
  it.each([
    [{ values: true }, 'root "/srv"; add_header X-A "b";\n', 'root /srv; add_header X-A b;\n'],
    [{ mark: 'single' }, 'add_header X-A "b c";\n', "add_header X-A 'b c';\n"],
    [{ mark: 'any' }, 'add_header X-A "b"; root \'/srv\';\n', 'add_header X-A "b"; root \'/srv\';\n'],
  ])('with %j', async (options, text, fixed) => {
    expect((await judged('style-quotes', text, options)).fixed).toBe(fixed);
  });
});

describe('style-directive-order', () => {
  it('takes another order', async () => {
    const text = 'listen 8080;\nserver_name a;\n';
    expect((await judged('style-directive-order', text)).diagnostics).toEqual([]);
    const { diagnostics } = await judged('style-directive-order', text, { order: ['server_*', 'listen'] });
    expect(diagnostics).toMatchObject([{ message: expect.stringContaining('"server_name" stands below "listen"') }]);
  });
});

describe('style-variable-braces', () => {
  it('lets braces be when told so', async () => {
    const text = 'add_header X-A "${host}/";\n';
    expect((await judged('style-variable-braces', text)).fixed).toBe('add_header X-A "$host/";\n');
    expect((await judged('style-variable-braces', text, { redundant: false })).diagnostics).toEqual([]);
  });
});
