import { type Condition, comparesPattern, readCondition } from '../nginx/condition.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { fileKind, isDirectory, isFile, isTooLong, shownPath } from './files.ts';
import { matchRegex, regexOf } from './regexes.ts';
import { compileScript, evaluateInProgram, type Script, UNKNOWN_CAPTURES } from './script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Unknown, type Value } from './types.ts';
import { variableValue } from './variables.ts';

interface Compiled {
  readonly condition: Condition;
  /** As it is written, for sentences. */
  readonly text: string;
  /** What stands behind the operator, unless it is an expression. */
  readonly operand: Script | null;
}

const compiled = perBlock((at, model): Compiled => {
  const { args } = at.node;
  const condition = readCondition(args);
  const text = `if ${args.map(({ value }) => value).join(' ')}`;
  const scripted = 'operand' in condition && !comparesPattern(condition.operator);
  return { condition, text, operand: scripted ? compileScript(wordBytes(model, at, condition.operand.text)) : null };
});

/**
 * Is the condition of an `if` fulfilled (W15)? What cannot be known is decided. Mirrors the codes that
 * ngx_http_rewrite_if_condition() makes, and ngx_http_script_if_code().
 */
export function evaluateCondition(exchange: Exchange, at: Occurrence): boolean {
  const { condition, text } = compiled(at, exchange.model);
  const value = evaluate(exchange, at);
  const fulfilled = typeof value === 'boolean' ? value : exchange.decide(`${value.unknown} fulfils "${text}"`, at);
  if (typeof value !== 'boolean' && condition.kind === 'comparison' && comparesPattern(condition.operator))
    supposeMatch(exchange, at, condition, fulfilled);
  exchange.trace.add('if', `"${text}" is ${fulfilled}`, at, 'W15');
  return fulfilled;
}

function evaluate(exchange: Exchange, at: Occurrence): boolean | Unknown {
  const { condition, operand } = compiled(at, exchange.model);
  switch (condition.kind) {
    case 'wrong':
      return { unknown: 'what nginx refuses' };
    case 'file':
      return operand === null
        ? false
        : testFile(exchange, at, condition.operator, evaluateInProgram(operand, exchange));
    case 'variable': {
      const value = variableValue(exchange, condition.variable.text);
      return isUnknown(value) ? value : value !== '' && value !== '0';
    }
    case 'comparison': {
      const value = variableValue(exchange, condition.variable.text);
      if (operand === null) return isUnknown(value) ? value : testRegex(exchange, at, condition, value);
      const other = evaluateInProgram(operand, exchange);
      if (isUnknown(value)) return value;
      return isUnknown(other) ? other : (value === other) === (condition.operator === '=');
    }
  }
}

type Comparison = Extract<Condition, { kind: 'comparison' }>;

/** ngx_http_script_regex_start_code(): captures are lost without a match, whatever the condition makes of it. */
function testRegex(exchange: Exchange, at: Occurrence, condition: Comparison, subject: Bytes): boolean | Unknown {
  const { operator, operand, variable } = condition;
  const matched = matchRegex(exchange, at, operand.text, operator.endsWith('*'), subject);
  if (typeof matched !== 'boolean') return matched;
  if (!matched) exchange.captures = [];
  const verb = matched ? 'matches' : 'does not match';
  exchange.trace.add('regex', `"${operand.text}" ${verb} the value "${subject}" of $${variable.text}`, at, 'W21');
  return matched !== operator.startsWith('!');
}

/** Where it was decided whether an expression matches, the groups of a match remain unknown. */
function supposeMatch(exchange: Exchange, at: Occurrence, condition: Comparison, fulfilled: boolean): void {
  const { operator, operand } = condition;
  if (fulfilled === operator.startsWith('!')) {
    exchange.captures = [];
    return;
  }
  const { pattern } = regexOf(operand.text, operator.endsWith('*'), exchange.model.source(at.file).encoding);
  exchange.captures = pattern.captureCount === 0 ? [] : UNKNOWN_CAPTURES;
  for (const { name } of pattern.names)
    exchange.variables.set(name.toLowerCase(), { unknown: `the value of $${name.toLowerCase()}` });
}

/** ngx_http_script_file_code() */
function testFile(exchange: Exchange, at: Occurrence, operator: string, path: Value): boolean | Unknown {
  if (isUnknown(path)) return path;
  const holds = fileHolds(exchange, at, operator.at(-1) ?? '', path);
  return operator.startsWith('!') ? !holds : holds;
}

function fileHolds(exchange: Exchange, at: Occurrence, test: string, path: Bytes): boolean {
  if (path === '' || isTooLong(path)) return false;
  // A relative path is looked for in the folder that nginx was started in.
  const relative = !path.startsWith('/');
  const kind = relative ? 'unknown' : exchange.probe(path);
  const decide = (what: string): boolean => exchange.decide(`"${shownPath(path)}" ${what}`, at);
  if (relative || kind === 'forbidden') {
    return decide({ f: 'is a file', d: 'is a directory', e: 'exists' }[test] ?? 'may be executed');
  }
  if (test === 'f') return isFile(exchange, path, at);
  if (test === 'd') return isDirectory(exchange, path, at);
  if (test === 'e') return fileKind(exchange, path, at) !== 'missing' && kind !== 'not-a-directory';
  return kind !== 'missing' && kind !== 'not-a-directory' && decide('may be executed by its owner');
}
