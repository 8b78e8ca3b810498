import type {
  BlockChangeJson,
  DiffJson,
  EffectiveChangeJson,
  NamedBlock,
  ValueJson,
  WitnessJson,
} from '@nginx-lint/core';

// Words that the text and the Markdown of a comparison share.

/** `server a.test › location /x` */
export function trailText({ inside, name }: NamedBlock): string {
  return [...inside, name].join(' › ');
}

export function placeText(at: { readonly file: string; readonly line: number } | null): string {
  return at === null ? '' : `${at.file}:${at.line}`;
}

/** `old.conf:3 → new.conf:5`; one of both where the other is not there. */
export function placesText(old: ValueJson['at'], next: ValueJson['at']): string {
  const [before, after] = [placeText(old), placeText(next)];
  if (before === '' || after === '' || before === after) return before || after;
  return `${before} → ${after}`;
}

export function verdictText({ changed, routing }: DiffJson): string {
  if (changed === null) return 'not compared: nginx would not start with both';
  const count = routing.witnesses.length;
  switch (changed.routing) {
    case 'equal':
      return 'all are treated alike (proved)';
    case 'different':
      return `some are treated in another way (${count === 1 ? '1 example' : `${count} examples`})`;
    case 'unknown':
      return 'not known whether all are treated alike';
  }
}

export function blockText({ what, old, new: next }: BlockChangeJson): string {
  if (what === 'renamed' && old !== null && next !== null) return `${trailText(old)} is ${next.name} now`;
  const block = next ?? old;
  return block === null ? '' : `${trailText(block)} ${what === 'added' ? 'is new' : 'is gone'}`;
}

/** The block of a change; `everywhere` at the main level and for what holds in all of http. */
export function whereText({ old, new: next }: EffectiveChangeJson): string {
  const block = next ?? old;
  return block === null ? 'the main level' : trailText(block);
}

/** The words of these are a set. */
const SETS = /(?:_protocols|_types|_methods|_next_upstream|_use_stale|_ignore_headers|^server_name)$/;

/** What became of a value, without its places: `60s → 30s`, `lost X-A a`, `gained TLSv1`. */
export function valueText({
  directive,
  before,
  after,
  lost,
  gained,
  default: standard,
  reordered,
}: EffectiveChangeJson): string {
  if (reordered) return 'the same lines in another order';
  const plain = (values: readonly ValueJson[]): string => values.map(({ text }) => text).join(' | ');
  const single = before.length <= 1 && after.length <= 1;
  if (!single) {
    const parts = [lost.length > 0 ? `lost ${plain(lost)}` : '', gained.length > 0 ? `gained ${plain(gained)}` : ''];
    return parts.filter((part) => part !== '').join('; ');
  }
  const unsaid = standard === null ? '(none)' : `(default ${standard})`;
  return `${plain(before) || unsaid} → ${plain(after) || unsaid}${SETS.test(directive) ? wordsApart(before, after) : ''}`;
}

/** Which words came and went. */
function wordsApart([old]: readonly ValueJson[], [next]: readonly ValueJson[]): string {
  const [before, after] = [old, next].map((value) => new Set(value?.text.split(' ') ?? []));
  if (before === undefined || after === undefined || Math.min(before.size, after.size) < 2) return '';
  const gained = [...after].filter((word) => !before.has(word));
  const lost = [...before].filter((word) => !after.has(word));
  const parts = [...lost.map((word) => `-${word}`), ...gained.map((word) => `+${word}`)];
  return parts.length === 0 ? '' : ` (${parts.join(' ')})`;
}

/** Where the values of a change are written. */
export function sourcesText({ lost, gained }: EffectiveChangeJson): string {
  return placesText(lost[0]?.at ?? null, gained[0]?.at ?? null);
}

/** `GET https://a.test/x, if the files are there` */
export function requestText({ method, url, headers, client, files, listen }: WitnessJson): string {
  const sent = headers.map(([name, value]) => `${name}: ${value}`).join(', ');
  const assumed =
    files === null
      ? ''
      : { exist: 'if the files are there', missing: 'if the files are missing', folders: 'if it is a folder' }[files];
  const from = client === null || client === '203.0.113.7' || client === '' ? '' : `from ${client}`;
  const to = /^\w+:\/\/[^/]*:\d/.test(url) || /:(?:80|443)$/.test(listen) ? '' : `to ${listen}`;
  const notes = [sent === '' ? '' : `with ${sent}`, from, to, assumed].filter((note) => note !== '');
  return [`${method} ${url}`, ...notes].join(', ');
}

/** A request that is shown, and how many more come to the same new end in the same way. */
export interface ShownWitness {
  readonly witness: WitnessJson;
  readonly more: number;
}

/** Of requests that a change leads to one new end, the first two. */
const SHOWN_ALIKE = 2;

export function shownWitnesses(all: readonly WitnessJson[]): readonly ShownWitness[] {
  const groups = new Map<string, WitnessJson[]>();
  for (const witness of all) {
    const { differs, new: next } = witness;
    const key = JSON.stringify([differs, next.final, next.server, next.status]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [witness]);
    else known.push(witness);
  }
  return [...groups.values()].flatMap((group) => {
    const shown = group.slice(0, SHOWN_ALIKE);
    const more = group.length - shown.length;
    return shown.map((witness, index) => ({ witness, more: index === shown.length - 1 ? more : 0 }));
  });
}
