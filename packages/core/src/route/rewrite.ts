import { escapeUri, unescapeUri } from './escape.ts';
import type { RewriteInstruction } from './program.ts';
import { matchRegex } from './regexes.ts';
import { captureValue, type Script, TOO_LONG } from './script.ts';
import { DECLINED, type Exchange, isUnknown, type Step, type Unknown } from './types.ts';
import { changeArgs, withArgs } from './variables/request.ts';
import { variableValue } from './variables.ts';

/** ngx_http_script_regex_start_code(), ngx_http_script_regex_end_code(); null: the program goes on. */
export function rewrite(exchange: Exchange, instruction: RewriteInstruction): Step | null {
  const { at, pattern } = instruction;
  const matched = matchRegex(exchange, at, pattern, false, exchange.uri);
  if (typeof matched !== 'boolean') return { kind: 'unknown', reason: matched.unknown };
  exchange.trace.add('regex', `"${pattern}" ${matched ? 'matches' : 'does not match'} the URI`, at, 'W3');
  if (!matched) {
    // "r->ncaptures = 0"
    exchange.captures = [];
    return null;
  }
  return instruction.redirect === null ? change(exchange, instruction) : redirect(exchange, instruction);
}

function redirect(
  exchange: Exchange,
  { at, replacement, addArgs, ownArgs, redirect: status }: RewriteInstruction,
): Step {
  markChanged(exchange, false);
  const text = build(exchange, replacement, true);
  if (text.unknown !== null) return { kind: 'unknown', reason: text.unknown };
  const plain = unescapeUri(text.path + text.args, 'redirect');
  const location = addArgs ? withArgs(exchange, plain, ownArgs ? '&' : '?') : plain;
  const shown = isUnknown(location) ? plain : location;
  exchange.trace.add('rewrite-redirect', `rewritten to a redirect to ${shown}`, at, 'W6');
  return { kind: 'status', status: status ?? 302, location };
}

function change(exchange: Exchange, { at, replacement, addArgs, breaks, last }: RewriteInstruction): Step | null {
  markChanged(exchange, breaks);
  const text = build(exchange, replacement, false);
  if (text.unknown !== null) return { kind: 'unknown', reason: text.unknown };
  if (text.hasArgs) changeArgs(exchange, addArgs ? withArgs(exchange, text.args, '&') : text.args);
  else if (!addArgs) changeArgs(exchange, '');
  exchange.uri = text.path;
  exchange.trace.add('rewrite', `the URI is now ${shown(exchange)}`, at, 'W4');
  if (exchange.uri === '') return { kind: 'status', status: 500 };
  return last ? DECLINED : null;
}

const shown = ({ uri, args }: Exchange): string => (args === '' ? uri : `${uri}?${args}`);

/** What a match does to the request before its URI is built, a redirect included. */
function markChanged(exchange: Exchange, breaks: boolean): void {
  exchange.internal = true;
  exchange.validUnparsedUri = false;
  if (breaks) exchange.validLocation = false;
  exchange.uriChanged = !breaks;
  // ngx_http_script_regex_end_code()
  exchange.quotes = false;
}

interface Built {
  readonly path: string;
  /** What follows the first `?` that is written, without it; empty for redirects, which are one text. */
  readonly args: string;
  readonly hasArgs: boolean;
  readonly unknown: string | null;
}

/** Puts the replacement together; captures are escaped in arguments and redirects where the request had escapes (W11). */
function build(exchange: Exchange, replacement: Script, whole: boolean): Built {
  const before = exchange.captures;
  const first = assemble(exchange, replacement, whole);
  if (!replacement.captures || exchange.captures === before || first.unknown !== null) return first;
  // The lengths are computed first: what a map captures on the way counts for all of the replacement.
  const second = assemble(exchange, replacement, whole);
  const longer = second.path.length + second.args.length > first.path.length + first.args.length;
  return longer ? { ...second, unknown: TOO_LONG.unknown } : second;
}

function assemble(exchange: Exchange, { pieces }: Script, whole: boolean): Built {
  const { target } = exchange;
  const escapes = target !== null && (target.quoted || target.plus);
  let [path, args, hasArgs] = ['', '', false];
  let missing: Unknown | null = null;
  const add = (text: string): void => {
    if (hasArgs) args += text;
    else path += text;
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      const mark = whole || hasArgs ? -1 : piece.text.indexOf('?');
      add(mark < 0 ? piece.text : piece.text.slice(0, mark));
      if (mark < 0) continue;
      hasArgs = true;
      add(piece.text.slice(mark + 1));
    } else {
      const capture = piece.kind === 'capture';
      const value = capture ? captureValue(exchange, piece.n) : variableValue(exchange, piece.name);
      if (isUnknown(value)) missing ??= value;
      else add(capture && escapes && (whole || hasArgs) ? escapeUri(value, 'args', exchange.model.facts) : value);
    }
  }
  return { path, args, hasArgs, unknown: missing?.unknown ?? null };
}
