import type { Occurrence } from '../tree/tree.ts';
import { evaluateCondition } from './conditions.ts';
import { enterBlock } from './enter-block.ts';
import { type Instruction, programOf } from './program.ts';
import { setResponseStatus } from './response-status.ts';
import { rewrite } from './rewrite.ts';
import { evaluateInProgram, evaluateScript } from './script.ts';
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
      const name = instruction.at.node.name.value;
      if (exchange.decide(`the code of ${name} lets the request go on as it is`, instruction.at)) return null;
      return { kind: 'unknown', reason: `what the code of ${name} does` };
    }
  }
}

/** ngx_http_script_return_code(), ngx_http_send_response() */
function runReturn(exchange: Exchange, { at, status, text }: Instruction & { kind: 'return' }): Step {
  if (status < 400 || text !== null) setResponseStatus(exchange, status);
  const value = text === null ? '' : evaluateScript(text, exchange);
  exchange.trace.add('return', `return answers ${status}${text === null ? '' : ' with a text of its own'}`, at, 'W12');
  if (status >= 400 && text === null) return closes(status) ? { kind: 'close', status } : { kind: 'status', status };
  if ([301, 302, 303, 307, 308].includes(status)) return { kind: 'status', status, location: value };
  return { kind: 'response', status, content: 'inline', body: value };
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
    value === null
      ? { unknown: `the value that ${at.node.name.value} gives $${name}` }
      : evaluateInProgram(value, exchange);
  setVariable(exchange, name, result);
  return null;
}
