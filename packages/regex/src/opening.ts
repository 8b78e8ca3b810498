import type { Group } from './ast.ts';
import { newFrame, type Parser } from './state.ts';

/** Opens a group without a number. */
export function openGroup(p: Parser, start: number, type: Exclude<Group['type'], 'capture'>): void {
  p.frames.push(newFrame(p, { kind: 'group', type, index: null, name: null }, start));
}

/**
 * Opens a look. `sign` is the character that tells the kind: `=`, `!`, or `*` for a look that is not atomic.
 * `errorAt` is the byte that is blamed for a lookbehind without a fixed length; null makes it a lookahead.
 */
export function openLookaround(
  p: Parser,
  start: number,
  sign: '=' | '!' | '*',
  expectAssertion: number,
  errorAt: number | null,
): void {
  const direction = errorAt === null ? 'ahead' : 'behind';
  const kind = { direction, negated: sign === '!', atomic: sign !== '*' } as const;
  p.frames.push(newFrame(p, { kind: 'lookaround', isCondition: expectAssertion > 0, errorAt, ...kind }, start));
}
