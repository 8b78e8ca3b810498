import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRegistryFromGrammars } from 'vscode-tmgrammar-test/dist/common/index.js';

export const SCOPE = 'source.nginx';
const path = fileURLToPath(new URL('../../syntaxes/nginx.tmLanguage.json', import.meta.url));

/** An editor without a grammar of Lua: what hides a brace in Lua must be seen nevertheless. */
const lua = {
  grammar: { scopeName: 'source.lua', path: 'lua.json' },
  content: '{"scopeName":"source.lua","patterns":[]}',
};

export const registry = createRegistryFromGrammars([
  { grammar: { scopeName: SCOPE, path }, content: readFileSync(path, 'utf8') },
  lua,
]);

/** A piece of a line that has the same scopes; offsets count from the beginning of the text. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Without that of the language, joined by blanks. */
  readonly scopes: string;
}

export async function tokenise(text: string): Promise<Piece[]> {
  const grammar = await registry.loadGrammar(SCOPE);
  if (grammar === null) throw new Error('no grammar');
  const pieces: Piece[] = [];
  let stack: Parameters<typeof grammar.tokenizeLine>[1] = null;
  let offset = 0;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const end = Math.min(endIndex, line.length);
      if (end > startIndex)
        pieces.push({ start: offset + startIndex, end: offset + end, scopes: scopes.slice(1).join(' ') });
    }
    offset += line.length + 1;
  }
  return pieces;
}
