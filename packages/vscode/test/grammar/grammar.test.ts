import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { getVSCodeTokens, renderSnap } from 'vscode-tmgrammar-test/dist/snapshot/index.js';
import { parseGrammarTestCase, runGrammarTestCase } from 'vscode-tmgrammar-test/dist/unit/index.js';
import { TOKEN_TYPES } from '../../../core/src/syntax/tokens.ts';
import { registry, SCOPE } from './tokenise.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PLAYGROUND = fileURLToPath(new URL('../../../../fixtures/playground/', import.meta.url));

const cases = readdirSync(FOLDER).filter((name) => name.endsWith('.test.nginx'));

/** What the tests must say of each token of nginx's reader, and of whatever else has colours of its own. */
const CLASSES: Readonly<Record<string, RegExp>> = {
  Blank: /./,
  Word: /string\.unquoted\.nginx - punctuation/,
  Semicolon: /punctuation\.terminator\.statement\.nginx/,
  LuaBody: /meta\.embedded\.block\.lua - punctuation\.section/,
  Open: /punctuation\.section\.block\.begin\.nginx/,
  Close: /punctuation\.section\.block\.end\.nginx/,
  Comment: /comment\.line\.number-sign\.nginx/,
};

/** Scopes that some rule of the grammar gives, in the order in which it names them. */
function scopesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(scopesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'name' || key === 'contentName') && typeof inner === 'string' ? inner.split(' ') : scopesOf(inner),
  );
}

describe('the grammar', () => {
  it.each(cases)('colours %s as its assertions say', async (name) => {
    const test = parseGrammarTestCase(readFileSync(`${FOLDER}${name}`, 'utf8'));
    expect(test.assertions.length).toBeGreaterThan(5);
    const failures = await runGrammarTestCase(registry, test);
    const told = failures.map((failure) => ({ ...failure, text: test.source[failure.srcLine] }));
    expect(told).toEqual([]);
  });

  const assertions = cases
    .flatMap((name) => readFileSync(`${FOLDER}${name}`, 'utf8').split('\n'))
    .filter((line) => /^#\s*(?:\^|<)/.test(line));

  it.each(TOKEN_TYPES.map(({ name }) => name))('has an assertion about %s', (name) => {
    const expected = CLASSES[name];
    expect(expected).toBeDefined();
    expect(assertions.some((line) => expected?.test(line))).toBe(true);
  });

  it('has an assertion about each scope that a rule gives', () => {
    const grammar: unknown = JSON.parse(
      readFileSync(new URL('../../syntaxes/nginx.tmLanguage.json', import.meta.url), 'utf8'),
    );
    const all = new Set(scopesOf(grammar).filter((scope) => scope !== 'nginx'));
    const missing = [...all].filter((scope) => !assertions.some((line) => line.includes(scope)));
    expect(missing).toEqual([]);
  });

  const files = ['nginx.conf', 'conf.d/maps.conf', 'sites-available/shop.conf', 'sites-available/api.conf'];
  it.each(files)('colours %s of the playground as recorded', async (name) => {
    const text = readFileSync(`${PLAYGROUND}${name}`, 'utf8');
    const lines = await getVSCodeTokens(registry, SCOPE, text);
    await expect(renderSnap(lines)).toMatchFileSnapshot(`${FOLDER}snapshots/${name.replace('/', '-')}.snap`);
  });
});
