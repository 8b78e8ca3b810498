import type { DirectiveCheck } from '../fault.ts';
import {
  missingParameter,
  NUMBER,
  type ParameterGrammar,
  POSITIVE,
  parameterFaults,
  SECONDS,
} from '../named-parameters.ts';

const OPEN_FILES: ParameterGrammar = {
  parameters: [{ name: 'max=', takes: POSITIVE }, { name: 'inactive=', takes: SECONDS }, { name: 'off' }],
  unknown: (word) => `invalid "open_file_cache" parameter "${word}"`,
};

const LOG_FILES: ParameterGrammar = {
  parameters: [
    { name: 'max=', takes: NUMBER },
    { name: 'inactive=', takes: SECONDS },
    { name: 'min_uses=', takes: NUMBER },
    { name: 'valid=', takes: SECONDS },
    { name: 'off' },
  ],
  unknown: (word) => `invalid "open_log_file_cache" parameter "${word}"`,
};

/** `open_file_cache max=n [inactive=time]`: ngx_http_core_open_file_cache(), and the like of ngx_http_log_module */
export const openFileCaches: DirectiveCheck = {
  names: ['open_file_cache', 'open_log_file_cache'],
  *check(at) {
    const logs = at.name === 'open_log_file_cache';
    const words = at.node.args;
    const faults = parameterFaults(at, words, logs ? LOG_FILES : OPEN_FILES);
    yield* faults;
    if (faults.length > 0 || words.some(({ value }) => value === 'off')) return;
    const max = words.findLast(({ value }) => value.startsWith('max='));
    if (max !== undefined && Number(max.value.slice('max='.length)) !== 0) return;
    const nginx = logs
      ? '"open_log_file_cache" must have "max" parameter'
      : '"open_file_cache" must have the "max" parameter';
    yield missingParameter(at, 'max=', nginx, 'max=1000');
  },
};
