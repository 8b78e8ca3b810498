import { askedGroup, GROUP_PASSES, type Occurrence, type Word } from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import { scopeOf } from './scope.ts';
import { SCHEME } from './value-flow.ts';

const PASSES: ReadonlySet<string> = new Set(GROUP_PASSES);

/** Groups of servers that a directive defines or may pass to: a host is the name of a group only where there is one. */
export function findUpstreams(names: Collector): void {
  const { at } = names;
  const [word] = at.node.args;
  const directive = at.name;
  if (word === undefined) return;
  const scope = scopeOf(at);
  if (directive === 'upstream') {
    if (at.context === 'http' || at.context === 'stream')
      names.word({ kind: 'upstream', scope, role: 'definition' }, word);
  } else if (PASSES.has(directive)) passed(word, names);
  else if (directive.endsWith('_pass') && !word.value.includes('$'))
    names.word({ kind: 'upstream', scope, role: 'use' }, word);
}

function passed(word: Word, names: Collector): void {
  const group = askedGroup(names.at);
  if (group === null) return;
  const start = SCHEME.exec(word.value)?.[0].length ?? 0;
  const text = word.value.slice(start, start + group.length);
  if (text.toLowerCase() === group.toLowerCase())
    names.inWord({ kind: 'upstream', text, scope: scopeOf(names.at), role: 'use' }, word, start);
}

/** The text with variables that a directive passes to; null where it is written whom it passes to. */
export function passedVariable(at: Occurrence): Word | null {
  const [word] = at.node.args;
  if (word === undefined || !word.value.includes('$')) return null;
  return askedGroup(at) === null ? word : null;
}

/** A value that variables bring to a passing directive: does it name a group? */
export function findPassed(word: Word, names: Collector): void {
  const start = SCHEME.exec(word.value)?.[0].length ?? 0;
  const [text = ''] = /^[^/?]*/.exec(word.value.slice(start)) ?? [];
  const scope = scopeOf(names.at);
  if (text !== '' && names.model.upstream(text, scope) !== null)
    names.inWord({ kind: 'upstream', text, scope, role: 'use' }, word, start);
}
