import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { compilePattern } from '../pattern.ts';

/** Mirrors ngx_http_index_set_index(). */
const index: DirectiveCheck = {
  names: ['index'],
  check: (at, model) =>
    at.node.args.some(({ value }) => value === '' || value.startsWith('/')) ? indexFaults(at, model) : NONE,
};

const NONE: readonly Fault[] = [];

function* indexFaults(at: Occurrence, model: ConfigModel): Generator<Fault> {
  for (const word of at.node.args) {
    if (word.value.startsWith('/') && word !== at.node.args.at(-1)) {
      const nginx = 'only the last index in "index" directive should be absolute';
      const message = `"${word.value}" is taken wherever the request leads: what stands behind it is never tried`;
      yield { ...invalidValue(at, word, nginx, message), warning: true };
    }
    if (word.value !== '') continue;
    // Before, nginx showed the first name, whichever was empty.
    const shown = model.facts.atLeast('1.29.2') ? '' : at.node.args[0]?.value;
    yield invalidValue(
      at,
      word,
      `index "${shown}" in "index" directive is invalid`,
      'the name of an index file must not be empty',
    );
  }
}

/** Mirrors ngx_http_sub_filter(). */
const subFilter: DirectiveCheck = {
  names: ['sub_filter'],
  *check(at) {
    const [text] = at.node.args;
    if (text?.value !== '') return;
    yield invalidValue(at, text, 'empty search pattern', 'the text that "sub_filter" looks for must not be empty');
  },
};

/** Mirrors ngx_http_fastcgi_split_path_info(). */
const splitPathInfo: DirectiveCheck = {
  names: ['fastcgi_split_path_info'],
  // At the encoding of the file, which says what an expression may hold.
  looksAround: true,
  *check(at, model) {
    const [word] = at.node.args;
    if (word === undefined) return;
    const { encoding } = model.source(at.file);
    const { nginx, groups } = compilePattern(word.value, encoding);
    if (nginx !== null || groups === 2) return;
    const message = `the expression must have two groups, for the script and for the path behind it, but it has ${groups}`;
    yield invalidValue(at, word, `pattern "${word.value}" must have 2 captures`, message);
  },
};

const ESCAPES: ReadonlySet<string> = new Set(['json', 'none', 'default']);

/** Mirrors the beginning of ngx_http_log_compile_format(). */
const logFormat: DirectiveCheck = {
  names: ['log_format'],
  *check(at) {
    const [, first] = at.node.args;
    if (!first?.value.startsWith('escape=')) return;
    const escaping = first.value.slice('escape='.length);
    if (ESCAPES.has(escaping)) return;
    const message = `"${escaping}" is no way to escape; there are "default", "json" and "none"`;
    yield invalidValue(at, first, `unknown log format escaping "${escaping}"`, message);
  },
};

export const moduleChecks: readonly DirectiveCheck[] = [index, subFilter, splitPathInfo, logFormat];
