import type { ConfigModel, Occurrence } from '@nginx-lint/core';
import { code, distinct, join, listed, type Markdown, md, NOTHING, placeOf, SHORT, written } from '../markdown.ts';
import type { Standing, Subject } from './subject.ts';

const INHERITED: ReadonlySet<string | null> = new Set(['merge', 'array-replace', 'append']);
/** Parameters of FastCGI come by the dozen. */
const FEW = 3;
/** Of many headers the first are shown. */
const MOST = 5;

/**
 * What a directive comes to where it stands: whether it counts, what counts beside it, and what of the blocks around it
 * takes the place of. Where a file is included in several places and they differ, each with its place.
 */
export function effectOf({ standings }: Subject): Markdown {
  const found = standings.map((standing) => ({ standing, effect: effectIn(standing) }));
  const texts = distinct(found.map(({ effect }) => effect));
  if (texts.length === 1) return texts[0] ?? NOTHING;
  const told = found.map(({ standing, effect }) =>
    effect.length === 0 ? NOTHING : md`${within(standing)}: ${effect}`,
  );
  return join(
    distinct(told)
      .filter((text) => text.length > 0)
      .slice(0, MOST),
  );
}

/** `In server (nginx.conf:12)` */
function within({ model, at }: Standing): Markdown {
  const { parent } = at;
  if (parent === null) return ['On the main level'];
  if (parent.implied) return [`In ${code(parent.name)}`];
  return md`In ${code(written(model, parent))} (${placeOf(model, parent, at.file)})`;
}

function effectIn({ model, at }: Standing): Markdown {
  const { fact, parent, node } = at;
  if (fact === null || parent === null || fact.block || !INHERITED.has(fact.inheritance)) return NOTHING;
  const name = node.name.value;
  const { values } = model.effective(parent, name);
  const outer = around(model, parent, name);
  const show = (found: readonly Occurrence[]) => shown(model, found, at);
  if (!values.includes(at)) {
    const counting = values.length === 0 ? NOTHING : md`: ${show(values)} counts`;
    return md`Does not count here${counting}`;
  }
  const lost = outer.filter((value) => !values.includes(value));
  const beside = values.filter((value) => value !== at);
  const verb = fact.inheritance === 'array-replace' ? 'Drops' : 'Replaces';
  return join([
    beside.length === 0
      ? NOTHING
      : md`Together with ${beside.length > FEW ? [`${beside.length} others`] : show(beside)}`,
    lost.length === 0 ? NOTHING : md`${verb} ${show(lost)}`,
  ]);
}

/** What holds around a block. */
export function around(model: ConfigModel, block: Occurrence, name: string): readonly Occurrence[] {
  if (block.parent !== null) return model.effective(block.parent, name).values;
  return model.roots.filter(({ node }) => node.name.value === name);
}

/** Directives with their places: `root /srv;` (line 3) */
export function shown(model: ConfigModel, found: readonly Occurrence[], from: Occurrence): Markdown {
  const items = found
    .slice(0, MOST)
    .map((at) => md`${code(written(model, at, SHORT))} (${placeOf(model, at, from.file)})`);
  const more = found.length - items.length;
  return listed(more > 0 ? [...items, [`${more} more`]] : items);
}
