import { captureGroups } from '../model/capture-groups.ts';
import type { ConfigModel } from '../model/types.ts';
import type { SourceFile, Word } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { FileEdit } from './diagnostic.ts';

/** Where an expression is written. */
export interface PatternPlace {
  readonly file: FileId;
  readonly word: Word;
  /** Behind `~` and `~*` where these are a part of the word. */
  readonly pattern: string;
}

/** A place where groups are used by their number. */
export interface CaptureUse {
  readonly file: FileId;
  readonly word: Word;
}

/**
 * Gives groups of an expression names, and writes these in place of `$1`, `$2`, …: the numbers stay what they are.
 * Null where a word is not written as nginx reads it, or where a group is not there.
 */
export function nameCaptures(
  model: ConfigModel,
  place: PatternPlace,
  numbers: readonly number[],
  uses: readonly CaptureUse[],
): readonly FileEdit[] | null {
  const source = model.source(place.file);
  const from = plainStart(source, place.word);
  if (from === null || !place.word.value.endsWith(place.pattern)) return null;
  const start = from + place.word.value.length - place.pattern.length;
  const groups = captureGroups(place.pattern, source.encoding);
  const names = new Map<number, string>();
  const edits: FileEdit[] = [];
  for (const number of new Set(numbers)) {
    const group = groups.find(({ index }) => index === number);
    if (group === undefined) return null;
    const name = group.name ?? freeName(model, number);
    names.set(number, name);
    if (group.name !== null) continue;
    const at = start + group.start + 1;
    edits.push({ file: place.file, span: { start: at, end: at }, text: `?<${name}>` });
  }
  for (const use of uses) {
    const at = plainStart(model.source(use.file), use.word);
    if (at === null) return null;
    for (const { index, 0: found } of use.word.value.matchAll(/\$[1-9]/g)) {
      const name = names.get(Number(found.slice(1)));
      if (name === undefined) continue;
      const begin = at + index;
      const glued = /^\w/.test(use.word.value.slice(index + 2));
      const text = glued ? `\${${name}}` : `$${name}`;
      edits.push({ file: use.file, span: { start: begin, end: begin + 2 }, text });
    }
  }
  return edits;
}

/** Where the value of a word begins in the text; null where its signs are not those of the text. */
function plainStart(source: SourceFile, word: Word): number | null {
  const quote = word.quote === null ? 0 : 1;
  const text = source.text.slice(word.start + quote, word.end - quote);
  return text === word.value ? word.start + quote : null;
}

function freeName(model: ConfigModel, number: number): string {
  const texts = [...model.tree.files.values()].map(({ text }) => text);
  for (let count = 1; ; count++) {
    const name = count === 1 ? `capture_${number}` : `capture_${number}_${count}`;
    if (!texts.some((text) => text.includes(name))) return name;
  }
}
