import type { DirectiveCheck } from '../fault.ts';
import { missingParameter, NUMBER, type ParameterGrammar, POSITIVE, parameterFaults } from '../named-parameters.ts';

const GRAMMAR: ParameterGrammar = {
  parameters: [
    { name: 'threads=', takes: POSITIVE, nginx: (word) => `invalid threads value "${word}"` },
    { name: 'max_queue=', takes: NUMBER, nginx: (word) => `invalid max_queue value "${word}"` },
  ],
  unknown: null,
};

/** `thread_pool name threads=n [max_queue=n]`: ngx_thread_pool(). */
export const threadPool: DirectiveCheck = {
  names: ['thread_pool'],
  *check(at) {
    const words = at.node.args.slice(1);
    const faults = parameterFaults(at, words, GRAMMAR);
    yield* faults;
    if (faults.length > 0 || words.some(({ value }) => value.startsWith('threads='))) return;
    yield missingParameter(at, 'threads=', '"thread_pool" must have "threads" parameter', 'threads=32');
  },
};
