import type { Collector } from './collector.ts';
import { scopeOf } from './scope.ts';

type Finder = (names: Collector) => void;

/** What stands behind a parameter's name: `match=name`, `threads=name`. */
function behind(parameter: string, kind: 'match' | 'thread-pool', scope: string, names: Collector): void {
  for (const word of names.at.node.args) {
    const text = word.value.startsWith(parameter) ? word.value.slice(parameter.length) : '';
    if (text !== '' && !text.includes('$')) names.inWord({ kind, text, scope, role: 'use' }, word, parameter.length);
  }
}

/** `js_set $x module.function`, `js_content module.function`: the module. */
const jsUse: Finder = (names) => {
  const word = names.at.name === 'js_set' || names.at.name === 'js_var' ? names.at.node.args[1] : names.at.node.args[0];
  const [, text] = /^([A-Za-z_]\w*)\./.exec(word?.value ?? '') ?? [];
  if (word !== undefined && text !== undefined)
    names.inWord({ kind: 'js-module', text, scope: scopeOf(names.at), role: 'use' }, word, 0);
};

/** Names that stand alone in their word, or behind the name of a parameter. */
const FINDERS: Readonly<Record<string, Finder>> = {
  log_format: (names) => {
    const [word] = names.at.node.args;
    if (word !== undefined) names.word({ kind: 'log-format', scope: scopeOf(names.at), role: 'definition' }, word);
  },
  access_log: (names) => {
    const [path, word] = names.at.node.args;
    if (word !== undefined && path?.value !== 'off')
      names.word({ kind: 'log-format', scope: scopeOf(names.at), role: 'use' }, word);
  },
  match: (names) => {
    const [word] = names.at.node.args;
    if (word !== undefined && names.at.node.body !== null)
      names.word({ kind: 'match', scope: scopeOf(names.at), role: 'definition' }, word);
  },
  health_check: (names) => behind('match=', 'match', scopeOf(names.at), names),
  thread_pool: (names) => {
    const [word] = names.at.node.args;
    if (word !== undefined) names.word({ kind: 'thread-pool', scope: 'main', role: 'definition' }, word);
  },
  aio: (names) => behind('threads=', 'thread-pool', 'main', names),
  js_import: (names) => {
    const [word, from] = names.at.node.args;
    if (word === undefined) return;
    const found = { kind: 'js-module', scope: scopeOf(names.at), role: 'definition' } as const;
    if (from?.value === 'from') return names.word(found, word);
    const [, text] = /([A-Za-z_]\w*)\.js$/.exec(word.value) ?? [];
    if (text !== undefined) names.inWord({ ...found, text }, word, word.value.length - text.length - '.js'.length);
  },
};

/** Log formats, `match` blocks, thread pools and modules of njs. */
export function findPlainNames(names: Collector): void {
  const { value } = names.at.node.name;
  if (Object.hasOwn(FINDERS, value)) FINDERS[value]?.(names);
  else if (value.startsWith('js_')) jsUse(names);
}
