import {
  type ConfigModel,
  type Directive,
  directivesAt,
  type FileId,
  type Occurrence,
  type SourceFile,
} from '@nginx-lint/core';
import { isSameSetting, namesIn, type Setting, settingAround } from './file-names.ts';
import type { WrittenName } from './name.ts';

/** More places than this are found faster in an index of all names. */
const MOST_HITS = 1_500;

/** A name that is written as it is read, whatever quotes stand around it. */
const PLAIN = /^[\w.@:/-]+$/;

/**
 * The names of one thing, found by their text alone and in the order in which an index of all of them has them; null
 * where such an index is to be made.
 */
export function namesWritten(model: ConfigModel, key: string): readonly WrittenName[] | null {
  const text = key.slice(key.lastIndexOf('\n') + 1);
  if (!PLAIN.test(text)) return null;
  const directives = directivesWith(model, text.toLowerCase());
  if (directives === null) return null;
  const files = new Map<FileId, Part[]>();
  let parts: Part[] = [];
  let file: FileId | null = null;
  for (const at of model.tree.all) {
    if (at.file !== file) {
      file = at.file;
      parts = files.get(file) ?? [];
      files.set(file, parts);
    }
    if (directives.has(at.node)) add(model, key, at, parts);
  }
  return [...files.values()].flatMap((each) =>
    each.flatMap(({ names }) => names.sort((one, other) => one.whole.start - other.whole.start)),
  );
}

/** What is written in a file for one kind of place in which it is included. */
interface Part {
  readonly setting: Setting;
  readonly via: Occurrence['via'];
  readonly names: WrittenName[];
}

function add(model: ConfigModel, key: string, at: Occurrence, parts: Part[]): void {
  const names = namesIn(model, at).filter((name) => name.key === key);
  if (names.length === 0) return;
  const setting = settingAround(at);
  const same = parts.find((part) => isSameSetting(part.setting, setting));
  if (same === undefined) parts.push({ setting, via: at.via, names: [...names] });
  else if (same.via === at.via) same.names.push(...names);
}

/** The directives in whose words a text stands, in upper or lower case; null where they are too many. */
function directivesWith(model: ConfigModel, text: string): ReadonlySet<Directive> | null {
  const found = new Set<Directive>();
  let hits = 0;
  for (const source of model.tree.files.values()) {
    const lower = lowerText(source);
    for (let at = lower.indexOf(text); at !== -1; at = lower.indexOf(text, at + 1)) {
      if (++hits > MOST_HITS) return null;
      const directive = directivesAt(source.items, at).at(-1);
      if (directive !== undefined) found.add(directive);
    }
  }
  return found;
}

const lowerTexts = new WeakMap<SourceFile, string>();

/** Of the same length, or offsets would not fit. */
function lowerText(source: SourceFile): string {
  let lower = lowerTexts.get(source);
  if (lower === undefined) {
    const whole = source.text.toLowerCase();
    lower = whole.length === source.text.length ? whole : source.text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
    lowerTexts.set(source, lower);
  }
  return lower;
}
