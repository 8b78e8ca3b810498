import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { type ParameterGrammar, parameterFaults } from '../named-parameters.ts';
import { syslogProblem } from '../syslog.ts';
import { parseMilliseconds, parseNumber, parseSize } from '../units.ts';
import { valueFault } from '../values/index.ts';

const after = (word: string): string => word.slice(word.indexOf('=') + 1);

const GRAMMAR: ParameterGrammar = {
  parameters: [
    {
      name: 'buffer=',
      takes: { what: 'a size such as "32k"', accepts: (value) => (parseSize(value) ?? 0) > 0 },
      nginx: (word) => `invalid buffer size "${after(word)}"`,
    },
    {
      name: 'flush=',
      takes: { what: 'a time such as "5m"', accepts: (value) => (parseMilliseconds(value) ?? 0) > 0 },
      nginx: (word) => `invalid flush time "${after(word)}"`,
    },
    {
      name: 'gzip=',
      takes: { what: 'a level from 1 to 9', accepts: isLevel },
      nginx: (word) => `invalid compression level "${after(word)}"`,
    },
    { name: 'gzip' },
    { name: 'if=', takes: { what: 'a condition', accepts: () => true } },
  ],
  unknown: (word) => `invalid parameter "${word}"`,
};

function isLevel(value: string): boolean {
  const level = parseNumber(value) ?? 0;
  return level >= 1 && level <= 9;
}

/** `access_log path [format [parameters]]`, `access_log off`: ngx_http_log_set_log(), ngx_stream_log_set_log() */
export const accessLog: DirectiveCheck = {
  names: ['access_log'],
  *check(at) {
    const [target, format, ...parameters] = at.node.args;
    if (target === undefined) return;
    if (target.value === 'off') {
      if (format) yield afterOff(at, format);
      return;
    }
    const syslog = target.value.startsWith('syslog:');
    const problem = syslog ? syslogProblem(target.value) : null;
    if (problem) yield valueFault(at, target, problem);
    else if (format === undefined && at.context.startsWith('stream')) yield noFormat(at, target);
    else {
      const faults = parameterFaults(at, parameters, GRAMMAR);
      yield* faults;
      if (faults.length === 0) yield* bufferFaults(at, target, parameters);
    }
  },
};

function afterOff(at: Occurrence, word: Word): Fault {
  const message = `nothing may follow "off" in "access_log", not "${word.value}"`;
  return valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
}

function noFormat(at: Occurrence, word: Word): Fault {
  const message = '"access_log" in "stream" needs the name of a "log_format" behind the path';
  return valueFault(at, word, { message, nginx: 'log format is not specified' });
}

/** What the parameters say about each other and about the target. */
function* bufferFaults(at: Occurrence, target: Word, parameters: readonly Word[]): Generator<Fault> {
  const buffer = parameters.find(({ value }) => /^(?:buffer=|gzip(?:=|$))/.test(value));
  const flush = parameters.find(({ value }) => value.startsWith('flush='));
  if (buffer === undefined) {
    if (flush === undefined) return;
    const message = '"flush=" needs a buffer: add "buffer=32k" or "gzip"';
    yield valueFault(at, flush, { message, nginx: `no buffer is defined for access_log "${target.value}"` });
  } else if (target.value.startsWith('syslog:')) {
    const message = `logs to syslog cannot be buffered; remove "${buffer.value}"`;
    yield valueFault(at, buffer, { message, nginx: 'logs to syslog cannot be buffered' });
  } else if (target.value.includes('$')) {
    const message = `a log with variables in its path cannot be buffered; remove "${buffer.value}"`;
    yield valueFault(at, buffer, { message, nginx: 'buffered logs cannot have variables in name' });
  }
}
