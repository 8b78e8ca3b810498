import {
  type ConfigModel,
  type Evaluated,
  evaluatedIn,
  mapEntries,
  type Occurrence,
  readLogFormat,
  readScript,
  type Word,
} from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import { groupNames } from './groups.ts';
import { scopeOf } from './scope.ts';

/** Variables that modules read and only users define, although the facts list them. */
const FOR_USERS = /^memcached_key$/;

/** Is it one of nginx's own, by itself and not by its family (`http_`, `arg_`), which users may define? */
export function isOwnVariable(model: ConfigModel, name: string, scope: 'http' | 'stream'): boolean {
  const fact = model.facts.variable(name, scope);
  return fact !== null && fact.source === 'core' && fact.prefix !== true && !FOR_USERS.test(name.toLowerCase());
}

/** The variables that a directive, or a line of a `map`, defines and uses. */
export function findVariables(names: Collector): void {
  const { at, model } = names;
  if (at.fact?.source === 'core') {
    // The lines of a `map` stand for themselves: they may lie in other files.
    const block = at.name === 'map' ? { ...at, children: [] } : at;
    for (const part of evaluatedIn(block, model.facts)) inPart(part, names);
  } else if (!isOwnEntry(at)) inForeign(names);
  else if (at.parent?.name === 'map')
    for (const part of mapEntries({ ...at.parent, children: [at] })) inPart(part, names);
}

function inPart(part: Evaluated, names: Collector): void {
  const { kind, word, text } = part;
  const start = offsetOf(part);
  if (kind === 'script' || kind === 'log') inText(text, kind === 'log', word, start, names);
  else if (kind === 'pattern') {
    if (!part.silent) inPattern(text, word, start, names);
  } else if (kind !== 'unnamed' && /^\w+$/.test(text)) variable(text, kind === 'define', word, start, names);
}

/** Where the text of a part begins in the value of its word: at its end, but for the bracket that closes a condition. */
export function offsetOf({ kind, word, text }: Evaluated): number {
  if (word.value.endsWith(text)) return word.value.length - text.length;
  return kind === 'name' ? (/^\(?\$/.exec(word.value)?.[0].length ?? 0) : 0;
}

function variable(text: string, defines: boolean, word: Word, start: number, names: Collector): void {
  const scope = scopeOf(names.at);
  const role = defines && !isOwnVariable(names.model, text, scope) ? 'definition' : 'use';
  names.inWord({ kind: 'variable', text, scope, role, writes: defines }, word, start, 1);
}

function inText(text: string, log: boolean, word: Word, from: number, names: Collector): void {
  const { pieces } = log ? readLogFormat(text) : readScript(text);
  const scope = scopeOf(names.at);
  let start = 0;
  for (const piece of pieces) {
    if (piece.kind === 'text') start += piece.text.length;
    else if (piece.kind === 'capture') start += 2;
    else {
      const braces = text[start + 1] === '{' ? 1 : 0;
      const found = { kind: 'variable', text: piece.name, scope, role: 'use' } as const;
      names.inWord(found, word, from + start + 1 + braces, 1 + braces, braces);
      start += 1 + braces + piece.name.length + braces;
    }
  }
}

function inPattern(text: string, word: Word, from: number, names: Collector): void {
  for (const { name, start, role } of groupNames(text, names.source.encoding)) {
    const defines = role === 'definition' && !isOwnVariable(names.model, name, scopeOf(names.at));
    const found = { kind: 'variable', text: name, scope: scopeOf(names.at), group: true } as const;
    names.inWord({ ...found, role: defines ? 'definition' : 'use', writes: defines }, word, from + start);
  }
}

/** A line of one of nginx's own blocks with a grammar of its own. */
function isOwnEntry(at: Occurrence): boolean {
  return at.fact === null && at.parent?.fact?.source === 'core' && at.parent.fact.body !== 'directives';
}

/** What other modules take, nobody has read: all that looks like a variable is one. */
function inForeign(names: Collector): void {
  const { node, fact, parent } = names.at;
  const count = node.args.length;
  const index = fact?.definesVariable;
  const defined = index === undefined ? null : node.args[index < 0 ? count + index : index];
  for (const word of [node.name, ...node.args]) {
    if (!word.value.includes('$')) continue;
    const entry = word === node.name && parent?.fact?.body === 'geoip2';
    if ((word === defined || entry) && /^\$\w+$/.test(word.value)) variable(word.value.slice(1), true, word, 1, names);
    else if (word !== node.name || fact === null) inText(word.value, false, word, 0, names);
  }
  if (node.body?.kind === 'raw') inLua(names);
}

const LUA = /\bngx\.var(?:\.([A-Za-z_]\w*)|\[(["'])([A-Za-z_]\w*)\2\])/g;

/** `ngx.var.name` and `ngx.var["name"]`. */
function inLua(names: Collector): void {
  const { body } = names.at.node;
  if (body?.kind !== 'raw') return;
  const code = names.source.text.slice(body.text.start, body.text.end);
  for (const match of code.matchAll(LUA)) {
    const text = match[1] ?? match[3] ?? '';
    const start = body.text.start + match.index + match[0].indexOf(text, 'ngx.var'.length);
    const writes = /^\s*=(?!=)/.test(code.slice(match.index + match[0].length));
    const found = { kind: 'variable', text, scope: scopeOf(names.at), role: 'use', writes } as const;
    names.add(found, { start, end: start + text.length });
  }
}
