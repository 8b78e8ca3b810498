// packages/core/data/*.json to packages/vscode/syntaxes/nginx.tmLanguage.json: the names are those of the facts, the
// shape is written in ./grammar. Statements are no children of their blocks: a brace too many or too few changes no
// colour behind it. Only blocks that hold no directives (`map`, Lua, …) are rules that begin and end.

import type { GeneratedFile } from './generated-file.ts';
import { bodyRules } from './grammar/bodies.ts';
import { expressionRules } from './grammar/expressions.ts';
import { readNames } from './grammar/names.ts';
import { include } from './grammar/rule.ts';
import { statementRules } from './grammar/statements.ts';
import { valueRules } from './grammar/values.ts';

export async function generate(): Promise<GeneratedFile[]> {
  const names = await readNames();
  const grammar = {
    $comment: 'Written by `npm run gen` from packages/core/data and scripts/gen/grammar; do not edit.',
    name: 'nginx',
    scopeName: 'source.nginx',
    fileTypes: ['nginx', 'nginxconf'],
    patterns: [
      ...include('comment', 'behind-quote'),
      { name: 'punctuation.terminator.statement.nginx', match: ';' },
      { name: 'punctuation.section.block.begin.nginx', match: '\\{' },
      { name: 'punctuation.section.block.end.nginx', match: '\\}' },
      ...include('lua-block', 'table', 'statement'),
    ],
    repository: { ...valueRules(names), ...expressionRules, ...bodyRules(), ...statementRules(names) },
  };
  return [{ path: 'packages/vscode/syntaxes/nginx.tmLanguage.json', text: `${JSON.stringify(grammar, null, 2)}\n` }];
}
