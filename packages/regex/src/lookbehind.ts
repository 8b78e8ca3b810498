import type { Disjunction, Group, Item, Lookaround, Pattern, Sequence } from './ast.ts';
import { Refusal } from './reader.ts';
import { type Parser, textOffset } from './state.ts';

const MAX_LENGTH = 65535;
const MAX_BRANCHES = 2000;

interface Measure {
  readonly p: Parser;
  readonly groups: ReadonlyMap<number, Group>;
  readonly known: Map<number, number | null>;
  /** Groups whose length is being asked for through a reference. */
  readonly asking: Group[];
  branches: number;
}

/** check_lookbehinds(): each alternative of a lookbehind must have one length. */
export function checkLookbehinds(p: Parser, tree: Pattern): Refusal | null {
  if (p.lookbehindErrorAt.size === 0) return null;
  const groups = new Map<number, Group>();
  collectGroups(tree.body, groups);
  const measure: Measure = { p, groups, known: new Map(), asking: [], branches: 0 };
  try {
    checkInside(measure, tree.body);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function bodiesIn(item: Item): readonly Disjunction[] {
  switch (item.kind) {
    case 'repeat':
      return bodiesIn(item.item);
    case 'group':
    case 'lookaround':
      return [item.body];
    case 'conditional':
      return item.condition?.kind === 'assertion' ? [item.condition.assertion.body, item.body] : [item.body];
    default:
      return [];
  }
}

function collectGroups(body: Disjunction, groups: Map<number, Group>): void {
  for (const sequence of body.alternatives) {
    for (const item of sequence.items) {
      const inner = item.kind === 'repeat' ? item.item : item;
      if (inner.kind === 'group' && inner.index !== null && !groups.has(inner.index)) groups.set(inner.index, inner);
      for (const nested of bodiesIn(inner)) collectGroups(nested, groups);
    }
  }
}

function checkInside(m: Measure, body: Disjunction): void {
  for (const sequence of body.alternatives) {
    for (const item of sequence.items) checkItem(m, item.kind === 'repeat' ? item.item : item);
  }
}

function checkItem(m: Measure, item: Item): void {
  if (item.kind === 'lookaround' && item.direction === 'behind') measureLookbehind(m, item);
  else if (item.kind === 'conditional') {
    if (item.condition?.kind === 'assertion') checkItem(m, item.condition.assertion);
    checkInside(m, item.body);
  } else for (const body of bodiesIn(item)) checkInside(m, body);
}

function measureLookbehind(m: Measure, look: Lookaround): void {
  const at = m.p.lookbehindErrorAt.get(look.body) ?? 0;
  for (const sequence of look.body.alternatives) {
    try {
      if (lengthOfSequence(m, sequence) === null) throw new Refusal(125, at);
    } catch (error) {
      if (error instanceof Refusal && error.at < 0) throw new Refusal(error.code, at);
      throw error;
    }
  }
}

/** null where the length is not fixed. A refusal at -1 is one that the lookbehind around it gives its place. */
function lengthOfSequence(m: Measure, sequence: Sequence): number | null {
  if (m.branches++ > MAX_BRANCHES) throw new Refusal(135, -1);
  let length = 0;
  for (const item of sequence.items) {
    if (item.kind === 'verb' && (item.name === 'ACCEPT' || item.name === 'FAIL')) return length;
    const more = lengthOfItem(m, item);
    if (more === null) return null;
    length += more;
    if (length > MAX_LENGTH) throw new Refusal(187, -1);
  }
  return length;
}

function lengthOfItem(m: Measure, item: Item): number | null {
  switch (item.kind) {
    case 'literal':
    case 'class':
      return 1;
    case 'any':
      // `\C` may stop within a character; a dot, which is shorter, does not.
      if (m.p.utf && item.newline && item.end - item.start === 2) throw new Refusal(136, -1);
      return 1;
    case 'newline-sequence':
    case 'grapheme':
      return null;
    case 'repeat':
      return lengthOfRepeat(m, item.item, item.min, item.max);
    case 'group':
      return lengthOfGroup(m, item);
    case 'lookaround':
      checkItem(m, item);
      return 0;
    case 'conditional':
      if (item.condition?.kind === 'define') return 0;
      if (item.condition?.kind === 'assertion') checkItem(m, item.condition.assertion);
      return lengthOfBody(m, item.body);
    case 'backreference':
      return m.p.branchReset ? null : lengthOfReference(m, item.to, item);
    case 'recursion':
      return lengthOfReference(m, item.to, item);
    default:
      return 0;
  }
}

function lengthOfRepeat(m: Measure, item: Item, min: number, max: number): number | null {
  const once = lengthOfItem(m, item);
  if (item.kind === 'lookaround' && item.direction === 'ahead') return 0;
  if (once === null || min !== max) return null;
  if (once * min > MAX_LENGTH) throw new Refusal(187, -1);
  return once * min;
}

function lengthOfGroup(m: Measure, group: Group): number | null {
  const { index } = group;
  if (index === null || m.p.branchReset) return lengthOfBody(m, group.body);
  const known = m.known.get(index);
  if (known !== undefined) return known;
  const length = lengthOfBody(m, group.body);
  m.known.set(index, length);
  return length;
}

function lengthOfBody(m: Measure, body: Disjunction): number | null {
  let length: number | null = null;
  for (const sequence of body.alternatives) {
    const own = lengthOfSequence(m, sequence);
    if (own === null || (length !== null && own !== length)) return null;
    length = own;
  }
  return length;
}

/** A reference is as long as its group, unless it stands inside it or the group is part of the question. */
function lengthOfReference(m: Measure, to: number | string, item: Item): number | null {
  const indexes = typeof to === 'number' ? [to] : (m.p.indexesOfName.get(to) ?? []);
  const index = indexes[0];
  if (index === undefined || index > m.p.captureCount) throw missingGroup(m, item);
  if (item.kind === 'backreference' && indexes.length > 1) return null;
  const group = m.groups.get(index);
  if (group === undefined || (item.start >= group.start && item.end <= group.end)) return null;
  if (m.asking.includes(group)) return null;
  m.asking.push(group);
  try {
    return lengthOfGroup(m, group);
  } finally {
    m.asking.pop();
  }
}

function missingGroup(m: Measure, item: Item): Refusal {
  const isHere = (at: number) => at >= item.start && at <= item.end;
  const deferred = m.p.deferred.find((each) => each.kind === 'group' && isHere(textOffset(m.p, each.at)));
  return new Refusal(115, deferred?.at ?? 0);
}
