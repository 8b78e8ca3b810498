import type { Occurrence } from '../../tree/tree.ts';
import type { DirectiveCheck } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';

/** In hundredths of a percent, as ngx_atofp(…, 2) counts; null where it refuses them. */
export function percentOf(text: string): number | null {
  const found = /^(\d*)(?:\.(\d{0,2}))?%$/.exec(text);
  if (found === null || text === '%') return null;
  const value = Number(`${found[1]}${(found[2] ?? '').padEnd(2, '0')}`);
  return value === 0 || !Number.isSafeInteger(value) ? null : value;
}

/** Mirrors ngx_http_split_clients() and its twin of stream. */
export const splitClients: DirectiveCheck = {
  names: ['split_clients'],
  *check(block) {
    let sum = 0;
    let over: Occurrence | null = null;
    for (const at of block.children) {
      const { name, terminator } = at.node;
      if (terminator !== ';') continue;
      const part = name.value === '*' ? 0 : percentOf(name.value);
      if (part === null) {
        const message = `"${name.value}" is no share: it is a percentage above 0 with two decimals at most, or "*"`;
        yield invalidValue(at, name, `invalid percent value "${name.value}"`, message);
        continue;
      }
      // "*" takes what is left, whatever stands before it.
      sum = part === 0 ? 10_000 : sum + part;
      if (sum > 10_000) over ??= at;
    }
    if (over === null) return;
    const { name } = over.node;
    const message = `With "${name.value}" the shares of this "split_clients" are more than 100%`;
    const end = block.node.body?.close;
    yield {
      ...invalidValue(over, name, 'percent total is greater than 100%', message),
      ...(end ? { related: [{ file: block.file, span: end, message: 'nginx adds them up at the end' }] } : {}),
    };
  },
};
