import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { type HostNames, newHostNames, refusesName } from '../host-names.ts';
import { invalidValue } from '../invalid-value.ts';

/** Mirrors ngx_http_core_server_name() and its twin of stream. */
const serverName: DirectiveCheck = {
  names: ['server_name'],
  contexts: ['server', 'stream.server'],
  check(at) {
    return at.node.args.some(isSuspect) ? at.node.args.flatMap((word) => nameFault(at, word) ?? []) : NONE;
  },
};

const NONE: readonly Fault[] = [];

/** Nearly all names have neither. */
const isSuspect = ({ value }: Word): boolean =>
  value === '~' || value === '.' || value.startsWith('*') || value.includes('/');

function nameFault(at: Occurrence, word: Word): Fault | null {
  const { value } = word;
  if (value === '~')
    return invalidValue(at, word, `empty regex in server name "~"`, 'the expression behind "~" is missing');
  if ((value.startsWith('*') && (value.length < 3 || value[1] !== '.')) || value === '.') {
    const message = `"${value}" is no name of a server; a wildcard stands for a whole label: "*.example.com"`;
    return invalidValue(at, word, `server name "${value}" is invalid`, message);
  }
  return value.includes('/') ? { ...withSlash(at, word), warning: true } : null;
}

/** nginx warns of the slash alone; what stands around it is no part of a name either. */
function withSlash(at: Occurrence, word: Word): Fault {
  const { value } = word;
  const message = `"${value}" holds a "/", which is in no name of a server; write the name alone`;
  const fault = {
    rule: 'server-name-invalid',
    at,
    span: word,
    message,
    nginx: `server name "${value}" has suspicious symbols`,
  };
  const [, name] = /^https?:\/\/([\w.*-]+)\/?$/i.exec(value) ?? [];
  if (name === undefined || word.quote !== null) return fault;
  const edits = [{ file: at.file, span: { start: word.start, end: word.end }, text: name }];
  return { ...fault, fixes: [{ title: `Write ${name}`, safe: true, edits }] };
}

/** Mirrors ngx_http_valid_referers(), which puts the names of a block into one hash. */
const validReferers: DirectiveCheck = {
  names: ['valid_referers'],
  looksAround: true,
  *check(at) {
    const all = (at.parent?.children ?? [at]).filter(({ name }) => name === 'valid_referers');
    // The first of a block answers for all.
    if (all[0] !== at) return;
    const names = newHostNames();
    for (const each of all) for (const word of each.node.args) yield* referer(each, word, names);
    yield* onlyAbsent(all);
  },
};

/** Mirrors the end of ngx_http_referer_merge_conf(): expressions do not count there. */
function* onlyAbsent(all: readonly Occurrence[]): Generator<Fault> {
  const places = all.flatMap((at) => at.node.args.map((word) => ({ at, word })));
  const absent = places.find(({ word }) => word.value === 'none' || word.value === 'blocked');
  const named = ({ value }: Word): boolean => value === 'server_names' || !(ABSENT.has(value) || value.startsWith('~'));
  if (absent === undefined || places.some(({ word }) => named(word))) return;
  const nginx =
    'the "none" or "blocked" referers are specified in the "valid_referers" directive without any valid referer';
  const message = `"${absent.word.value}" needs the name of a valid referer beside it, and expressions are none`;
  yield invalidValue(absent.at, absent.word, nginx, message);
}

const ABSENT: ReadonlySet<string> = new Set(['none', 'blocked']);

const PLAIN_REFERERS: ReadonlySet<string> = new Set(['none', 'blocked', 'server_names']);

function* referer(at: Occurrence, word: Word, names: HostNames): Generator<Fault> {
  const { value } = word;
  if (value === '') yield invalidValue(at, word, 'invalid referer ""', 'a referer must not be empty');
  else if (value === '~') yield invalidValue(at, word, 'empty regex in "~"', 'the expression behind "~" is missing');
  if (value === '' || value.startsWith('~') || PLAIN_REFERERS.has(value)) return;
  const host = value.replace(/\/.*$/s, '');
  const refused = refusesName(names, host);
  if (refused === 'invalid') {
    const nginx = `invalid hostname or wildcard "${host}"`;
    yield invalidValue(at, word, nginx, `"${host}" is neither a name nor one with "*" as its first or last label`);
  } else if (refused === 'conflict') {
    yield invalidValue(at, word, `conflicting parameter "${host.toLowerCase()}"`, `"${host}" is listed twice`);
  }
}

export const nameChecks: readonly DirectiveCheck[] = [serverName, validReferers];
