import type { Occurrence } from '@nginx-lint/core';
import type { Collector } from './collector.ts';
import { scopeOf } from './scope.ts';

type Finder = (at: Occurrence, names: Collector) => void;

/** What stands behind a parameter's name: `match=name`, `threads=name`. */
function behind(
  parameter: string,
  kind: 'match' | 'thread-pool',
  scope: string,
  at: Occurrence,
  names: Collector,
): void {
  for (const word of at.node.args) {
    const text = word.value.startsWith(parameter) ? word.value.slice(parameter.length) : '';
    if (text !== '' && !text.includes('$'))
      names.inWord({ kind, text, scope, role: 'use', at }, word, parameter.length);
  }
}

/** `js_set $x module.function`, `js_content module.function`: the module. */
const jsUse: Finder = (at, names) => {
  const word = at.node.name.value === 'js_set' || at.node.name.value === 'js_var' ? at.node.args[1] : at.node.args[0];
  const [, text] = /^([A-Za-z_]\w*)\./.exec(word?.value ?? '') ?? [];
  if (word !== undefined && text !== undefined)
    names.inWord({ kind: 'js-module', text, scope: scopeOf(at), role: 'use', at }, word, 0);
};

/** Names that stand alone in their word, or behind the name of a parameter. */
const FINDERS: Readonly<Record<string, Finder>> = {
  log_format: (at, names) => {
    const [word] = at.node.args;
    if (word !== undefined) names.word({ kind: 'log-format', scope: scopeOf(at), role: 'definition', at }, word);
  },
  access_log: (at, names) => {
    const [path, word] = at.node.args;
    if (word !== undefined && path?.value !== 'off')
      names.word({ kind: 'log-format', scope: scopeOf(at), role: 'use', at }, word);
  },
  match: (at, names) => {
    const [word] = at.node.args;
    if (word !== undefined && at.node.body !== null)
      names.word({ kind: 'match', scope: scopeOf(at), role: 'definition', at }, word);
  },
  health_check: (at, names) => behind('match=', 'match', scopeOf(at), at, names),
  thread_pool: (at, names) => {
    const [word] = at.node.args;
    if (word !== undefined) names.word({ kind: 'thread-pool', scope: 'main', role: 'definition', at }, word);
  },
  aio: (at, names) => behind('threads=', 'thread-pool', 'main', at, names),
  js_import: (at, names) => {
    const [word, from] = at.node.args;
    if (word === undefined) return;
    const found = { kind: 'js-module', scope: scopeOf(at), role: 'definition', at } as const;
    if (from?.value === 'from') return names.word(found, word);
    const [, text] = /([A-Za-z_]\w*)\.js$/.exec(word.value) ?? [];
    if (text !== undefined) names.inWord({ ...found, text }, word, word.value.length - text.length - '.js'.length);
  },
};

/** Log formats, `match` blocks, thread pools and modules of njs. */
export function findPlainNames(at: Occurrence, names: Collector): void {
  const { value } = at.node.name;
  if (Object.hasOwn(FINDERS, value)) FINDERS[value]?.(at, names);
  else if (value.startsWith('js_')) jsUse(at, names);
}
