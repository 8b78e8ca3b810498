/** Lines of a text, each with its end. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Beyond so many differing lines no shortest way is searched: its cost grows with their square. */
const MOST_STEPS = 400;

/** One line of the way from one text to the other: ` ` both have it, `-` only the old one, `+` only the new one. */
interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The differences of two texts as `diff -u` prints them, to be read by `patch` and `git apply`; empty where there are none. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const steps = stepsBetween(linesOf(before), linesOf(after));
  if (steps.every(({ sign }) => sign === ' ')) return '';
  const prefixed = (side: string) => (name.startsWith('/') ? name : `${side}/${name}`);
  return `--- ${prefixed('a')}\n+++ ${prefixed('b')}\n${hunksOf(steps).join('')}`;
}

function hunksOf(steps: readonly Step[]): string[] {
  const hunks: string[] = [];
  const changes = steps.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  let old = 1;
  let fresh = 1;
  let done = 0;
  for (let at = 0; at < changes.length; ) {
    const from = Math.max(0, (changes[at] ?? 0) - CONTEXT);
    let last = changes[at] ?? 0;
    // Changes whose surroundings touch are shown together.
    while (at < changes.length && (changes[at] ?? 0) - last <= 2 * CONTEXT) last = changes[at++] ?? 0;
    for (; done < from; done++) {
      old++;
      fresh++;
    }
    const part = steps.slice(from, last + CONTEXT + 1);
    const olds = part.filter(({ sign }) => sign !== '+').length;
    const news = part.filter(({ sign }) => sign !== '-').length;
    hunks.push(`@@ -${range(old, olds)} +${range(fresh, news)} @@\n${part.map(stepText).join('')}`);
    old += olds;
    fresh += news;
    done = from + part.length;
  }
  return hunks;
}

function range(start: number, count: number): string {
  // An empty side is named by the line before it.
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

function stepText({ sign, line }: Step): string {
  return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}

function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const same = (line: string): Step => ({ sign: ' ', line });
  const old = before.slice(head, before.length - tail);
  const fresh = after.slice(head, after.length - tail);
  const end = before.slice(before.length - tail);
  return [...before.slice(0, head).map(same), ...(shortest(old, fresh) ?? coarse(old, fresh)), ...end.map(same)];
}

/** Line against line where both have as many, as after a change of indentation; else one in the place of the other. */
function coarse(old: readonly string[], fresh: readonly string[]): readonly Step[] {
  const removed = (lines: readonly string[]) => lines.map((line): Step => ({ sign: '-', line }));
  const added = (lines: readonly string[]) => lines.map((line): Step => ({ sign: '+', line }));
  if (old.length !== fresh.length) return [...removed(old), ...added(fresh)];
  const steps: Step[] = [];
  for (let at = 0; at < old.length; ) {
    let to = at;
    while (to < old.length && old[to] !== fresh[to]) to++;
    steps.push(...removed(old.slice(at, to)), ...added(fresh.slice(at, to)));
    if (to < old.length) steps.push({ sign: ' ', line: old[to] ?? '' });
    at = to + 1;
  }
  return steps;
}

/** Myers' greedy search for the shortest edit; null where it would be too long. */
function shortest(old: readonly string[], fresh: readonly string[]): readonly Step[] | null {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let steps = 0; steps <= Math.min(MOST_STEPS, old.length + fresh.length); steps++) {
    const next = new Map<number, number>();
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const down = isDown(reach, diagonal, steps);
      let x = down ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= fresh.length) return wayBack([...trace, reach], old, fresh);
    }
    trace.push(reach);
    reach = new Map([...reach, ...next]);
  }
  return null;
}

function isDown(reach: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean {
  return (
    diagonal === -steps || (diagonal !== steps && (reach.get(diagonal - 1) ?? -1) < (reach.get(diagonal + 1) ?? -1))
  );
}

function wayBack(
  trace: readonly ReadonlyMap<number, number>[],
  old: readonly string[],
  fresh: readonly string[],
): readonly Step[] {
  const back: Step[] = [];
  let x = old.length;
  let y = fresh.length;
  for (let steps = trace.length - 1; steps >= 0; steps--) {
    const reach = trace[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = isDown(reach, diagonal, steps);
    const fromX = reach.get(down ? diagonal + 1 : diagonal - 1) ?? 0;
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0) && old[x - 1] === fresh[y - 1]) {
      back.push({ sign: ' ', line: old[--x] ?? '' });
      y--;
    }
    if (steps === 0) break;
    if (down) back.push({ sign: '+', line: fresh[--y] ?? '' });
    else back.push({ sign: '-', line: old[--x] ?? '' });
  }
  return back.reverse();
}
