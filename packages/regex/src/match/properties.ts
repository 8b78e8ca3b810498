import type { ByteRange, ByteSet, Class, UnicodeProperty } from '../ast.ts';
import { bytesOfMembers } from '../byte-classes.ts';
import { byteSet, complement } from '../byte-set.ts';

const CATEGORIES = new Set(
  'C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.split(' '),
);

/**
 * What a class matches of the first 256 characters, also where it holds Unicode categories, or is one of a pattern with
 * UTF; null where it holds other properties.
 */
export function bytesWithProperties(item: Class): ByteSet | null {
  if (item.bytes !== null) return item.bytes;
  const ranges: ByteRange[] = [];
  for (const member of item.members) {
    if (member.kind === 'range' && member.from > 255) continue;
    const first = member.kind === 'range' ? { ...member, to: Math.min(member.to, 255) } : member;
    const bytes = first.kind === 'property' ? bytesOfProperty(first) : bytesOfMembers([first], item.caseless);
    if (bytes === null) return null;
    ranges.push(...bytes);
  }
  const all = byteSet(ranges);
  return item.negated ? complement(all) : all;
}

/** Categories hold for both cases only where the pattern says so, even where case is ignored. */
function bytesOfProperty({ name, negated }: UnicodeProperty): ByteSet | null {
  const category = name.slice(0, 1).toUpperCase() + name.slice(1);
  const isCased = name === 'l&' || name === 'lc';
  if (name !== 'any' && !isCased && !CATEGORIES.has(category)) return null;
  const test = name === 'any' ? /^/u : new RegExp(isCased ? '[\\p{Ll}\\p{Lt}\\p{Lu}]' : `\\p{${category}}`, 'u');
  const bytes: ByteRange[] = [];
  for (let byte = 0; byte <= 255; byte++) {
    if (test.test(String.fromCharCode(byte)) !== negated) bytes.push([byte, byte]);
  }
  return byteSet(bytes);
}
