import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Fix } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';

/** Directives with a list of types, and the type that each list has from the start. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['addition_types', 'text/html'],
  ['charset_types', 'text/html'],
  ['gzip_types', 'text/html'],
  ['ssi_types', 'text/html'],
  ['sub_filter_types', 'text/html'],
  ['xslt_types', 'text/xml'],
]);

/** Types that a list has already, of which ngx_http_types_slot() warns. */
export const repeatedTypes: ModelCheck = function* (model): Generator<Fault> {
  for (const [directive, initial] of LISTS) {
    const lists = new Map<Occurrence | null, Set<string>>();
    for (const at of model.named(directive)) {
      if (at.fact === null) continue;
      const list = lists.get(at.parent) ?? new Set([initial]);
      lists.set(at.parent, list);
      yield* repeatedIn(at, list, initial);
    }
  }
};

function* repeatedIn(at: Occurrence, list: Set<string>, initial: string): Generator<Fault> {
  for (const word of at.node.args) {
    // What comes after `*` is not looked at any more.
    if (list.has('*')) return;
    const type = word.value.toLowerCase();
    if (!list.has(type)) {
      list.add(type);
      continue;
    }
    const why = type === initial ? 'is always part of the list' : 'is in the list already';
    const message = `"${word.value}" ${why}; remove it from "${at.name}"`;
    const nginx = `duplicate MIME type "${type}"`;
    const rule = at.name === 'gzip_types' ? 'gzip-misconfigured' : 'directive-invalid-value';
    yield { rule, at, span: word, message, nginx, warning: true, fixes: without(at, word) };
  }
}

/** A directive without its only argument would be refused. */
function without(at: Occurrence, word: Word): Fix[] {
  const words = [at.node.name, ...at.node.args];
  const before = words[words.indexOf(word) - 1];
  if (before === undefined || words.length < 3) return [];
  const span = { start: before.end, end: word.end };
  return [{ title: `Remove "${word.value}"`, safe: true, edits: [{ file: at.file, span, text: '' }] }];
}

/** Extensions that get a type twice on one level, of which ngx_http_core_type() warns: the last one counts. */
export const repeatedExtensions: ModelCheck = function* (model): Generator<Fault> {
  const levels = new Map<Occurrence | null, Map<string, Occurrence>>();
  for (const block of model.named('types')) {
    if (block.fact === null) continue;
    const types = levels.get(block.parent) ?? new Map<string, Occurrence>();
    levels.set(block.parent, types);
    for (const entry of block.children) {
      if (entry.name !== 'include') yield* repeatedBy(entry, types, model);
      else if (entry.node.args.length !== 1) yield includeWords(entry);
    }
  }
};

function includeWords(at: Occurrence): Fault {
  const nginx = 'invalid number of arguments in "include" directive';
  return { rule: 'directive-invalid-value', at, span: at.node.name, message: '"include" takes one file', nginx };
}

function* repeatedBy(entry: Occurrence, types: Map<string, Occurrence>, model: ConfigModel): Generator<Fault> {
  const type = entry.name;
  for (const word of entry.node.args) {
    const extension = word.value.toLowerCase();
    const before = types.get(extension);
    types.set(extension, entry);
    if (before === undefined) continue;
    const previous = before.name;
    const line = model.source(before.file).lines.lineAt(before.node.start);
    yield {
      rule: 'directive-invalid-value',
      at: entry,
      span: word,
      message: `the extension "${extension}" has the type "${previous}" already, set on line ${line}; "${type}" counts`,
      nginx: `duplicate extension "${extension}", content type: "${type}", previous content type: "${previous}"`,
      warning: true,
      related: [{ file: before.file, span: before.node, message: 'the other type' }],
    };
  }
}
