import { enclosing } from '../model/blocks.ts';
import type { ConfigModel } from '../model/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { wordBytes } from './bytes.ts';
import { compileScript, type Script } from './script.ts';
import { type Bytes, perBlock } from './types.ts';

/** One instruction of the rewrite module; an `if` holds its own (ngx_http_rewrite_module). */
export type Instruction =
  | RewriteInstruction
  | { readonly kind: 'return'; readonly at: Occurrence; readonly status: number; readonly text: Script | null }
  | { readonly kind: 'break'; readonly at: Occurrence }
  /** `value` is null where another module computes it. */
  | { readonly kind: 'set'; readonly at: Occurrence; readonly name: string; readonly value: Script | null }
  /** `switches`: in a location the configuration becomes that of the block. */
  | {
      readonly kind: 'if';
      readonly at: Occurrence;
      readonly switches: boolean;
      readonly body: readonly Instruction[];
    }
  /** Code of another module that runs among the instructions. */
  | { readonly kind: 'foreign'; readonly at: Occurrence };

export interface RewriteInstruction {
  readonly kind: 'rewrite';
  readonly at: Occurrence;
  /** The expression as written. */
  readonly pattern: string;
  /** Without a `?` at its very end. */
  readonly replacement: Script;
  /** Are the arguments there are appended? */
  readonly addArgs: boolean;
  /** Does the replacement hold a `?` of its own? */
  readonly ownArgs: boolean;
  /** 301 or 302 for a redirect, else null. */
  readonly redirect: number | null;
  readonly breaks: boolean;
  readonly last: boolean;
}

/** The program of a block: its rewrite directives in the order of the file, `if` bodies inline (W1). */
export const programOf = perBlock(compile);

function compile(block: Occurrence, model: ConfigModel): readonly Instruction[] {
  return block.children.flatMap((at) => instruction(at, model) ?? []);
}

function instruction(at: Occurrence, model: ConfigModel): Instruction | null {
  const args = at.node.args;
  const [first, second] = args.map(({ value }) => wordBytes(model, at, value));
  switch (at.name) {
    case 'rewrite':
      return first === undefined || second === undefined ? null : rewriteInstruction(at, second);
    case 'return':
      return first === undefined ? null : returnInstruction(at, first, second);
    case 'break':
      return { kind: 'break', at };
    case 'set':
      if (first === undefined || second === undefined) return null;
      return { kind: 'set', at, name: first.slice(1).toLowerCase(), value: compileScript(second) };
    case 'if':
      return { kind: 'if', at, switches: enclosing(at, 'location') !== null, body: compile(at, model) };
    default:
      return foreignInstruction(at);
  }
}

/** ngx_http_rewrite() */
function rewriteInstruction(at: Occurrence, written: Bytes): RewriteInstruction {
  const flag = at.node.args[2]?.value;
  const addArgs = !written.endsWith('?');
  const text = addArgs ? written : written.slice(0, -1);
  const absolute = /^(?:https?:\/\/|\$scheme)/.test(written);
  const redirect = flag === 'permanent' ? 301 : flag === 'redirect' || absolute ? 302 : null;
  return {
    kind: 'rewrite',
    at,
    pattern: at.node.args[0]?.value ?? '',
    replacement: compileScript(text),
    addArgs,
    ownArgs: text.includes('?'),
    redirect,
    breaks: flag === 'break',
    last: redirect !== null || flag !== undefined,
  };
}

/** ngx_http_rewrite_return(): a URL alone is a 302. */
function returnInstruction(at: Occurrence, first: Bytes, second: Bytes | undefined): Instruction {
  if (!/^\d+$/.test(first)) return { kind: 'return', at, status: 302, text: compileScript(first) };
  // An empty text is the same as none.
  return { kind: 'return', at, status: Number(first), text: second ? compileScript(second) : null };
}

/** Code of Lua and njs, and variables that modules beyond nginx's own compute. */
function foreignInstruction(at: Occurrence): Instruction | null {
  const name = at.name;
  if (/^(?:rewrite_by_lua|server_rewrite_by_lua|js_set_rewrite|rewrite_by_njs)/.test(name))
    return { kind: 'foreign', at };
  const defined = at.fact?.definesVariable;
  if (defined === undefined || !at.fact?.source.startsWith('third-party:')) return null;
  const variable = at.node.args[defined]?.value;
  return variable?.startsWith('$') ? { kind: 'set', at, name: variable.slice(1).toLowerCase(), value: null } : null;
}
