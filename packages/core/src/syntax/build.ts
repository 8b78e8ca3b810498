import type { IToken } from 'chevrotain';
import { runGrammar } from './grammar.ts';
import { type Built, TreeBuilder } from './tree-builder.ts';

/** Tokens to tree. */
export function build(text: string, tokens: IToken[]): Built {
  const builder = new TreeBuilder(text);
  runGrammar(tokens, builder);
  return builder.finish();
}
