import type { Disjunction, Item, Pattern } from '../ast.ts';
import { END, type FirstSet } from './first-set.ts';

/** The next place from `from` on where a match may begin, -1 where there is none. */
export type FindStart = (subject: string, from: number) => number;

/** Where the search may begin: at the start, at the start of a line, or where a fitting byte stands. */
export function startsOf(tree: Pattern, first: FirstSet | null): FindStart {
  if (beginsWith(tree.body, isStartAnchor)) return (_, from) => (from === 0 ? 0 : -1);
  const byBytes = startsByBytes(first);
  if (!isPlain(tree.body) || !beginsWith(tree.body, isDotStar)) return byBytes;
  // What `.*` matches from the middle of a line it also matches from the start of that line.
  return (subject, from) => {
    let pos = from;
    while (pos > 0 && pos <= subject.length && subject.charCodeAt(pos - 1) !== 0x0a) {
      const newline = subject.indexOf('\n', pos);
      pos = newline < 0 ? subject.length + 1 : newline + 1;
    }
    return pos > subject.length ? -1 : pos;
  };
}

function startsByBytes(first: FirstSet | null): FindStart {
  if (first === null) return (subject, from) => (from <= subject.length ? from : -1);
  const only = first.indexOf(1);
  if (only >= 0 && only < END && first.lastIndexOf(1) === only) {
    const character = String.fromCharCode(only);
    return (subject, from) => subject.indexOf(character, from);
  }
  return (subject, from) => {
    for (let pos = from; pos < subject.length; pos++) {
      if (first[subject.charCodeAt(pos)] === 1) return pos;
    }
    return first[END] === 1 && from <= subject.length ? subject.length : -1;
  };
}

function beginsWith(body: Disjunction, test: (item: Item) => boolean): boolean {
  return body.alternatives.every(({ items }) => {
    const item = items.find(({ kind }) => kind !== 'options' && kind !== 'callout');
    if (item === undefined) return false;
    if (item.kind === 'group') return beginsWith(item.body, test);
    return test(item);
  });
}

function isStartAnchor(item: Item): boolean {
  return item.kind === 'anchor' && (item.at === 'subject-start' || item.at === 'match-start');
}

function isDotStar(item: Item): boolean {
  return item.kind === 'repeat' && item.item.kind === 'any' && item.min === 0 && item.max === Number.POSITIVE_INFINITY;
}

/** Nothing in it looks back at what was captured, or ends the search early. */
function isPlain(body: Disjunction): boolean {
  return body.alternatives.every(({ items }) => items.every(isPlainItem));
}

function isPlainItem(item: Item): boolean {
  switch (item.kind) {
    case 'backreference':
    case 'recursion':
    case 'conditional':
    case 'verb':
    case 'reset-start':
      return false;
    case 'repeat':
      return isPlainItem(item.item);
    case 'group':
      return (item.type === 'plain' || item.type === 'capture') && isPlain(item.body);
    case 'lookaround':
      return isPlain(item.body);
    default:
      return true;
  }
}
