import type { ConfigModel } from '../model/types.ts';
import type { Word } from '../syntax/nodes.ts';
import type { Occurrence } from '../tree/tree.ts';
import { type Evaluated, evaluatedIn } from './evaluated.ts';
import type { Fault } from './fault.ts';
import { compilePattern } from './pattern.ts';
import { readLogFormat, readScript, type ScriptProblem } from './script.ts';

/** The variables of http and of stream are two worlds. */
export type VariableScope = 'http' | 'stream';

export function scopeOf(at: Occurrence): VariableScope {
  return at.context.startsWith('stream') ? 'stream' : 'http';
}

/** A directive of which nginx compiles something, with these parts. */
export type EvaluatedParts = readonly [at: Occurrence, parts: readonly Evaluated[]];

const evaluated = new WeakMap<ConfigModel, readonly EvaluatedParts[]>();

/** All directives of which nginx compiles something, in its reading order; read once a model. */
export function evaluatedParts(model: ConfigModel): readonly EvaluatedParts[] {
  let all = evaluated.get(model);
  if (all === undefined) {
    all = readParts(model);
    evaluated.set(model, all);
  }
  return all;
}

function readParts(model: ConfigModel): EvaluatedParts[] {
  const all: EvaluatedParts[] = [];
  for (const at of model.tree.all) {
    const parts = evaluatedIn(at, model.facts);
    if (parts.length > 0) all.push([at, parts]);
  }
  return all;
}

/** The parts of one directive. */
export function evaluatedOf(at: Occurrence, model: ConfigModel): readonly Evaluated[] {
  return evaluatedIn(at, model.facts);
}

const NONE: readonly Fault[] = [];

/** What nginx refuses as soon as it compiles a text, a name or an expression of a directive. */
export function evaluationFaults(part: Evaluated, at: Occurrence, model: ConfigModel): readonly Fault[] {
  const { kind, word, text } = part;
  if (kind === 'script' || kind === 'log') {
    const { problem } = kind === 'log' ? readLogFormat(text) : readScript(text);
    return problem === null ? NONE : [faultOf(word, at, ...scriptWords(problem, kind))];
  }
  if (kind === 'pattern') {
    const { nginx, problem, names } = compilePattern(text, model.source(at.file).encoding);
    if (nginx !== null) return [faultOf(word, at, `the expression "${text}" is wrong: ${problem}`, nginx)];
    return part.silent || names.length === 0 ? NONE : redefinitions(names, word, at, model);
  }
  if (kind === 'unnamed') {
    const message = `"${text}" is not the name of a variable, which begins with a dollar sign; write it`;
    return [faultOf(word, at, message, `invalid variable name "${text}"`)];
  }
  if (text === '')
    return [faultOf(word, at, 'the name behind the dollar sign is missing', 'invalid variable name "$"')];
  return kind === 'define' ? redefinition(part, at, model) : NONE;
}

function faultOf(word: Word, at: Occurrence, message: string, nginx: string): Fault {
  return { rule: 'directive-invalid-value', at: placeOf(word, at), span: word, message, nginx };
}

function redefinitions(names: readonly string[], word: Word, at: Occurrence, model: ConfigModel): readonly Fault[] {
  return names.flatMap((name) => overridden(name, 'This named group', word, at, model));
}

function redefinition({ word, text }: Evaluated, at: Occurrence, model: ConfigModel): readonly Fault[] {
  const faults = overridden(text, `"${at.name}"`, word, at, model);
  if (faults.length === 0) return NONE;
  const start = word.end - text.length - (word.quote === null ? 0 : 1);
  const edits = [{ file: at.file, span: { start, end: start + text.length }, text: `own_${text.toLowerCase()}` }];
  const fixes = [{ title: `Name it "$own_${text.toLowerCase()}"; its uses stay as they are`, safe: false, edits }];
  return faults.map((fault) => ({ ...fault, fixes }));
}

/** The entries of a body are evaluated with their block, but stand on lines of their own. */
function placeOf(word: Word, at: Occurrence): Occurrence {
  return at.children.find(({ node }) => node.name === word || node.args.includes(word)) ?? at;
}

function scriptWords(problem: ScriptProblem, kind: 'script' | 'log'): [message: string, nginx: string] {
  if (problem.kind === 'no-bracket') {
    const { name } = problem;
    return [
      `the closing brace of "\${${name}" is missing; names of variables are made of letters, digits and "_"`,
      `the closing bracket in "${name}" variable is missing`,
    ];
  }
  const message = `a dollar sign begins the name of a variable, but none stands behind it in "${problem.rest}"`;
  return [message, kind === 'log' ? `invalid parameter "${problem.rest}"` : 'invalid variable name'];
}

/** Mirrors ngx_http_add_variable(): what is not changeable may not be defined again. */
function overridden(name: string, what: string, word: Word, at: Occurrence, model: ConfigModel): readonly Fault[] {
  if (/^[1-9]$/.test(name)) return NONE;
  const known = model.facts.variable(name, scopeOf(at));
  if (known === null || known.prefix === true || known.source !== 'core' || known.changeable !== false) return NONE;
  return [
    {
      rule: 'builtin-variable-overridden',
      at: placeOf(word, at),
      span: word,
      message: `${what} defines "$${name}", which is nginx's own variable and cannot be changed; take another name`,
      nginx: `the duplicate "${name}" variable`,
      severity: 'error',
    },
  ];
}

const NO_NAMES: readonly string[] = [];

/** The names of variables that a part reads. */
export function namesRead(part: Evaluated): readonly string[] {
  if (part.kind === 'script') return readScript(part.text).names;
  if (part.kind === 'log') return readLogFormat(part.text).names;
  return part.kind === 'name' && part.text !== '' ? [part.text] : NO_NAMES;
}

/** The names of variables that a part defines. */
export function namesDefined(part: Evaluated, at: Occurrence, model: ConfigModel): readonly string[] {
  if (part.kind === 'define') return [part.text];
  if (part.kind !== 'pattern' || part.silent) return NO_NAMES;
  return compilePattern(part.text, model.source(at.file).encoding).names;
}
