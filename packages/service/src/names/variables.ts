import {
  type ConfigModel,
  type Evaluated,
  evaluatedOf,
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

/** The variables that a directive defines and uses. */
export function findVariables(at: Occurrence, names: Collector): void {
  if (at.fact?.source === 'core') {
    const parts = evaluatedOf(at, names.model);
    if (parts.length === 0) return;
    const places = placesOf(at);
    for (const part of parts) inPart(part, places.get(part.word) ?? at, names);
  } else if (!isOwnEntry(at)) inForeign(at, names);
}

/** The lines of a `map` are read with it, and may stand in other files. */
function placesOf(at: Occurrence): ReadonlyMap<Word, Occurrence> {
  const places = new Map<Word, Occurrence>();
  if (at.node.name.value !== 'map') return places;
  for (const child of at.children) for (const word of [child.node.name, ...child.node.args]) places.set(word, child);
  return places;
}

function inPart(part: Evaluated, at: Occurrence, names: Collector): void {
  const { kind, word, text } = part;
  const start = offsetOf(part);
  if (kind === 'script' || kind === 'log') inText(text, kind === 'log', word, start, at, names);
  else if (kind === 'pattern') {
    if (!part.silent) inPattern(text, word, start, at, names);
  } else if (kind !== 'unnamed' && /^\w+$/.test(text)) variable(text, kind === 'define', word, start, at, names);
}

/** Where the text of a part begins in the value of its word: at its end, but for the bracket that closes a condition. */
function offsetOf({ kind, word, text }: Evaluated): number {
  if (word.value.endsWith(text)) return word.value.length - text.length;
  return kind === 'name' ? (/^\(?\$/.exec(word.value)?.[0].length ?? 0) : 0;
}

function variable(text: string, defines: boolean, word: Word, start: number, at: Occurrence, names: Collector): void {
  const scope = scopeOf(at);
  const role = defines && !isOwnVariable(names.model, text, scope) ? 'definition' : 'use';
  names.inWord({ kind: 'variable', text, scope, role, writes: defines, at }, word, start, 1);
}

function inText(text: string, log: boolean, word: Word, from: number, at: Occurrence, names: Collector): void {
  const { pieces } = log ? readLogFormat(text) : readScript(text);
  const scope = scopeOf(at);
  let start = 0;
  for (const piece of pieces) {
    if (piece.kind === 'text') start += piece.text.length;
    else if (piece.kind === 'capture') start += 2;
    else {
      const braces = text[start + 1] === '{' ? 1 : 0;
      const found = { kind: 'variable', text: piece.name, scope, role: 'use', at } as const;
      names.inWord(found, word, from + start + 1 + braces, 1 + braces, braces);
      start += 1 + braces + piece.name.length + braces;
    }
  }
}

function inPattern(text: string, word: Word, from: number, at: Occurrence, names: Collector): void {
  const { encoding } = names.model.source(at.file);
  for (const { name, start, role } of groupNames(text, encoding)) {
    const defines = role === 'definition' && !isOwnVariable(names.model, name, scopeOf(at));
    const found = { kind: 'variable', text: name, scope: scopeOf(at), at, group: true } as const;
    names.inWord({ ...found, role: defines ? 'definition' : 'use', writes: defines }, word, from + start);
  }
}

/** A line of one of nginx's own blocks with a grammar of its own. */
function isOwnEntry(at: Occurrence): boolean {
  return at.fact === null && at.parent?.fact?.source === 'core' && at.parent.fact.body !== 'directives';
}

/** What other modules take, nobody has read: all that looks like a variable is one. */
function inForeign(at: Occurrence, names: Collector): void {
  const { node, fact, parent } = at;
  const count = node.args.length;
  const index = fact?.definesVariable;
  const defined = index === undefined ? null : node.args[index < 0 ? count + index : index];
  for (const word of [node.name, ...node.args]) {
    if (!word.value.includes('$')) continue;
    const entry = word === node.name && parent?.fact?.body === 'geoip2';
    if ((word === defined || entry) && /^\$\w+$/.test(word.value))
      variable(word.value.slice(1), true, word, 1, at, names);
    else if (word !== node.name || fact === null) inText(word.value, false, word, 0, at, names);
  }
  if (node.body?.kind === 'raw') inLua(at, names);
}

const LUA = /\bngx\.var(?:\.([A-Za-z_]\w*)|\[(["'])([A-Za-z_]\w*)\2\])/g;

/** `ngx.var.name` and `ngx.var["name"]`. */
function inLua(at: Occurrence, names: Collector): void {
  const body = at.node.body;
  if (body?.kind !== 'raw') return;
  const code = names.model.source(at.file).text.slice(body.text.start, body.text.end);
  for (const match of code.matchAll(LUA)) {
    const text = match[1] ?? match[3] ?? '';
    const start = body.text.start + match.index + match[0].indexOf(text, 'ngx.var'.length);
    const writes = /^\s*=(?!=)/.test(code.slice(match.index + match[0].length));
    const found = { kind: 'variable', text, scope: scopeOf(at), role: 'use', writes, at } as const;
    names.add(found, { start, end: start + text.length });
  }
}
