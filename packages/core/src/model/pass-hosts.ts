import type { Occurrence } from '../tree/tree.ts';
import type { ConfigModel } from './types.ts';
import { type PossibleValue, possibleValues, type ValuePart } from './value-flow.ts';

/** Where a passing directive with variables may lead to. */
export interface PassHost {
  /** Host and port; null where the client or nobody knows who writes even the scheme. */
  readonly authority: readonly ValuePart[] | null;
  /** The value as a whole. */
  readonly value: PossibleValue;
}

/** Variables that are empty or begin where a URI does. */
const PATHS = new Set(['$request_uri', '$uri', '$document_uri', '$is_args']);
const SCHEMES: Readonly<Record<string, RegExp>> = {
  proxy_pass: /^https?:\/\//i,
  grpc_pass: /^grpcs?:\/\//i,
  uwsgi_pass: /^s?uwsgi:\/\//i,
};

/** Each place to which a passing directive of http may lead; empty for one without variables. */
export function passHosts(model: ConfigModel, pass: Occurrence): readonly PassHost[] {
  const [word] = pass.node.args;
  if (word === undefined || !word.value.includes('$') || pass.context.startsWith('stream')) return [];
  return possibleValues(model, pass, word.value).map((value) => ({
    authority: authorityOf(merged(value.parts), pass.name),
    value,
  }));
}

/** Neighbouring texts made one. */
function merged(parts: readonly ValuePart[]): readonly ValuePart[] {
  const found: ValuePart[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last?.kind === 'text' && part.kind === 'text')
      found.splice(-1, 1, { kind: 'text', text: last.text + part.text });
    else found.push(part);
  }
  return found;
}

function authorityOf(parts: readonly ValuePart[], directive: string): readonly ValuePart[] | null {
  const scheme = SCHEMES[directive];
  const [first, second, ...rest] = parts;
  if (first === undefined) return [];
  if (scheme === undefined) return untilPath(parts, false);
  if (first.kind === 'text') {
    const text = first.text.replace(scheme, '');
    // Others than `proxy_pass` do without a scheme.
    if (text === first.text && directive === 'proxy_pass') return null;
    return untilPath([{ kind: 'text', text }, ...parts.slice(1)], directive === 'proxy_pass');
  }
  // `$scheme://…`
  if (first.kind === 'other' && second?.kind === 'text' && second.text.startsWith('://')) {
    return untilPath([{ kind: 'text', text: second.text.slice(3) }, ...rest], directive === 'proxy_pass');
  }
  return directive === 'proxy_pass' ? null : untilPath(parts, false);
}

function untilPath(parts: readonly ValuePart[], hasPath: boolean): readonly ValuePart[] {
  const found: ValuePart[] = [];
  for (const part of parts) {
    if (part.kind !== 'text') {
      if (hasPath && PATHS.has(part.variable)) break;
      found.push(part);
      continue;
    }
    const end = hasPath ? part.text.search(/[/?]/) : -1;
    const text = end === -1 ? part.text : part.text.slice(0, end);
    if (text !== '') found.push({ kind: 'text', text });
    if (end !== -1) break;
  }
  return found;
}
