import type { Occurrence } from '../tree/tree.ts';
import { evaluateCondition } from './conditions.ts';
import { enterBlock } from './enter-block.ts';
import { type Instruction, programOf } from './program.ts';
import { setResponseStatus } from './response-status.ts';
import { rewrite } from './rewrite.ts';
import { evaluateInProgram, evaluateScript, TOO_LONG } from './script.ts';
import { DECLINED, type Exchange, type Step } from './types.ts';
import { setVariable } from './variables.ts';

/** Runs the program of a block (ngx_http_rewrite_handler); `declined` where the phases go on. */
export function runProgram(exchange: Exchange, block: Occurrence): Step {
  exchange.quotes = true;
  return run(exchange, programOf(block, exchange.model)) ?? DECLINED;
}

/** The end of the whole program: `null` while it goes on. */
function run(exchange: Exchange, program: readonly Instruction[]): Step | null {
  for (const instruction of program) {
    const step = runOne(exchange, instruction);
    if (step !== null) return step;
  }
  return null;
}

function runOne(exchange: Exchange, instruction: Instruction): Step | null {
  switch (instruction.kind) {
    case 'rewrite':
      return rewrite(exchange, instruction);
    case 'return':
      return runReturn(exchange, instruction);
    case 'break':
      return runBreak(exchange, instruction.at);
    case 'set':
      return runSet(exchange, instruction);
    case 'if': {
      if (!evaluateCondition(exchange, instruction.at)) return null;
      if (instruction.switches) enterBlock(exchange, instruction.at);
      return run(exchange, instruction.body);
    }
    case 'foreign': {
      const name = instruction.at.name;
      if (exchange.decide(`the code of ${name} lets the request go on as it is`, instruction.at)) return null;
      return { kind: 'unknown', reason: `what the code of ${name} does` };
    }
  }
}

/** ngx_http_script_return_code(), ngx_http_send_response() */
function runReturn(exchange: Exchange, { at, status, text }: Instruction & { kind: 'return' }): Step {
  if (status < 400 || text !== null) setResponseStatus(exchange, status);
  const value = text === null ? '' : evaluateScript(text, exchange);
  if (value === TOO_LONG) return tooLong(exchange, at);
  exchange.trace.add('return', returnText(status, text !== null), at, 'W12');
  if (status >= 400 && text === null) return closes(status) ? { kind: 'close', status } : { kind: 'status', status };
  if (REDIRECTS.has(status)) return { kind: 'status', status, location: value };
  return { kind: 'response', status, content: 'inline', body: value };
}

/** Codes whose text is an address (ngx_http_send_response). */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function returnText(status: number, own: boolean): string {
  if (!own) return `return answers ${status}`;
  return `return answers ${status} with ${REDIRECTS.has(status) ? 'another address' : 'a text of its own'}`;
}

/** "no buffer space in script copy": ngx_http_send_response() then gives 500. */
function tooLong({ model, trace }: Exchange, at: Occurrence): Step {
  if (!model.facts.atLeast('1.31.3')) return { kind: 'unknown', reason: TOO_LONG.unknown };
  trace.add('status', 'the captures change while the text is put together: 500', at, 'W12');
  return { kind: 'status', status: 500 };
}

/** NGX_HTTP_CLOSE, NGX_HTTP_CLIENT_CLOSED_REQUEST, NGX_HTTP_REQUEST_TIME_OUT: the connection is closed. */
export function closes(status: number): boolean {
  return status === 444 || status === 499 || status === 408;
}

/** ngx_http_script_break_code() */
function runBreak(exchange: Exchange, at: Occurrence): Step {
  exchange.trace.add('break', 'break ends the rewriting', at, 'W7');
  if (exchange.uriChanged) {
    exchange.validLocation = false;
    exchange.uriChanged = false;
  }
  return DECLINED;
}

function runSet(exchange: Exchange, { at, name, value }: Instruction & { kind: 'set' }): null {
  const result =
    value === null ? { unknown: `the value that ${at.name} gives $${name}` } : evaluateInProgram(value, exchange);
  setVariable(exchange, name, result);
  return null;
}
