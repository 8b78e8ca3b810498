import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileAt, parse, type SourceFile } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { corpus, corpusNote, hasCorpus } from '../../../../test/support/corpus.ts';
import { type Piece, tokenise } from './tokenise.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Folders of the reference corpus: all of it takes a minute. */
const CORPUS = ['crossplane', 'repos', 'reverse-proxy-confs', 'tokenizer-cases'];

/** What a line alone cannot tell: a lone CR ends a line in an editor only, and a `\` may take the end of its line. */
const BEYOND_A_LINE = /\r(?!\n)|\\\n/;

const SIGN = /\bpunctuation\.(?:terminator|section\.block)\b/;
const COMMENT = /\bcomment\.line\.number-sign\b/;

/** What each token of the lexer must look like; `scopes` are those of its characters. */
const LOOKS: Readonly<Record<SourceFile['tokens'][number]['kind'], (scopes: readonly string[]) => boolean>> = {
  blank: () => true,
  comment: (scopes) => scopes.every((each) => COMMENT.test(each)),
  semicolon: (scopes) => scopes.every((each) => /\bpunctuation\.terminator\b/.test(each)),
  open: (scopes) => scopes.every((each) => /\bsection\.block\.begin\b/.test(each)),
  close: (scopes) => scopes.every((each) => /\bsection\.block\.end\b/.test(each)),
  word: (scopes) => !scopes.some((each) => SIGN.test(each) || COMMENT.test(each)),
  raw: (scopes) => scopes.every((each, at) => SIGN.test(each) === (at === 0 || at === scopes.length - 1)),
};

/** Where the colours take the text apart in another way than nginx's reader does. */
function differences({ text, lines, tokens }: SourceFile, pieces: readonly Piece[]): string[] {
  const looks = new Array<string>(text.length).fill('');
  for (const { start, end, scopes } of pieces) looks.fill(scopes, start, end);
  // Ends of lines have no scopes.
  const of = (start: number, end: number): string[] => looks.slice(start, end).filter((each) => each !== '');
  return tokens
    .filter(({ kind, start, end }) => !LOOKS[kind](of(start, end)))
    .map(({ kind, start, end }) => `${lines.lineAt(start)}: ${JSON.stringify(text.slice(start, end))} is a ${kind}`);
}

function configurations(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:conf|nginx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function check(paths: readonly string[]): Promise<{ read: number; found: string[] }> {
  let read = 0;
  const found: string[] = [];
  for (const path of paths) {
    const source = parse(fileAt(path), readFileSync(path));
    if (source.problems.length > 0 || BEYOND_A_LINE.test(source.text)) continue;
    read++;
    const wrong = differences(source, await tokenise(source.text));
    found.push(...wrong.map((text) => `${relative(ROOT, path)}:${text}`));
  }
  return { read, found };
}

describe('words, signs and comments are coloured as nginx reads them', () => {
  it('in the fixtures', async () => {
    const { read, found } = await check(configurations(join(ROOT, 'fixtures')));
    expect(found).toEqual([]);
    expect(read).toBeGreaterThan(500);
  });

  it.skipIf(!hasCorpus)(`in real configurations${corpusNote}`, async () => {
    const { read, found } = await check(CORPUS.flatMap((name) => configurations(join(corpus, name))));
    expect(found).toEqual([]);
    expect(read).toBeGreaterThan(300);
  });
});
