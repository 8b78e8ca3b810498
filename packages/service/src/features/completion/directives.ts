import type { Context, DirectiveFact, Facts, Occurrence } from '@nginx-lint/core';
import { snippetFor } from '../../summaries.ts';
import { type Definitions, definitionsOf } from './definitions.ts';
import { escapeSnippet, type Offer } from './item.ts';
import type { Scene, Setting } from './scene.ts';
import type { Statement } from './statement.ts';
import { partnersOf, requiredIn, usualIn } from './usual.ts';

/** What decides how far up a directive is shown. */
const RANK = { required: 0, partner: 1, usual: 2, family: 3, own: 4, foreign: 5, old: 6, elsewhere: 7, taken: 8 };

/** Directives that may stand at the cursor; those that fit only some of the places where the file is included come last. */
export function directiveOffers(scene: Scene, statement: Statement, snippets: boolean): Offer[] {
  const settings = scene.settings.filter(({ entries }) => !entries);
  const bySetting = settings.map((setting) => offersIn(setting, scene, statement, snippets));
  if (bySetting.length < 2) return bySetting[0] ?? [];
  const counts = new Map<string, number>();
  for (const offers of bySetting) for (const { label } of offers) counts.set(label, (counts.get(label) ?? 0) + 1);
  return bySetting.flatMap((offers, index) =>
    offers.map((offer) => {
      const everywhere = counts.get(offer.label) === bySetting.length;
      const only = settings[index]?.context ?? '';
      return everywhere ? offer : { ...offer, rank: Math.max(offer.rank, RANK.elsewhere), detail: `only in ${only}` };
    }),
  );
}

function offersIn(setting: Setting, scene: Scene, statement: Statement, snippets: boolean): Offer[] {
  const { facts, context, model } = setting;
  const names = definitionsOf(model);
  const taken = takenIn(setting, scene, statement);
  const judge = new Judge(setting, taken);
  // A block goes on in the words that are there.
  const whole = snippets && statement.next === 'nothing';
  return candidates(facts, context, names).map((candidate) => {
    const { name, fact, text } = candidate;
    return {
      label: name,
      kind: fact.block ? 'block' : 'directive',
      ...judge.place(fact),
      ...(whole ? { text, snippet: true, retrigger: text.includes('$1') && !fact.block } : {}),
      detail: detailOf(fact),
      deprecated: isOld(fact, facts),
      data: { of: 'directive', file: scene.file, name, context },
    };
  });
}

interface Candidate {
  readonly name: string;
  readonly fact: DirectiveFact;
  /** The snippet. */
  readonly text: string;
}

const prepared = new WeakMap<Facts, Map<Context, readonly Candidate[]>>();

/** What may stand in a context, for modules that are there. Facts outlive models, so the list is made once. */
function candidates(facts: Facts, context: Context, names: Definitions): readonly Candidate[] {
  let byContext = prepared.get(facts);
  if (byContext === undefined) {
    byContext = new Map();
    prepared.set(facts, byContext);
  }
  let all = byContext.get(context);
  if (all === undefined) {
    all = facts.namesIn(context).flatMap((name): Candidate[] => {
      const placement = facts.place(name, context);
      const [fact] = placement.kind === 'known' ? placement.facts : [];
      return fact === undefined ? [] : [{ name, fact, text: snippetOf(fact, context, facts) }];
    });
    byContext.set(context, all);
  }
  return all.filter(({ fact }) => isThere(fact, facts, names));
}

const PLUS = 'nginx-plus';

/** Is the module of a directive one of nginx's own, or configured, loaded or used already? */
export function isThere(fact: Pick<DirectiveFact, 'source' | 'module'>, facts: Facts, names: Definitions): boolean {
  const { source, module } = fact;
  if (source === 'core' || source === 'private' || names.sources.has(source)) return true;
  const label = source.startsWith('third-party:') ? source.slice('third-party:'.length) : PLUS;
  const named = facts.target.modules.some((each) => each.toLowerCase() === label || each.toLowerCase() === module);
  if (named || label === PLUS) return named;
  return names.loaded.some((file) => file === module || file.includes(label.replaceAll('-', '_')));
}

/** The names that stand in every place already, the one that is being typed left out. */
function takenIn(
  { places, model }: Setting,
  { spot }: Scene,
  statement: Statement,
): ReadonlyMap<string, DirectiveFact> {
  const taken = new Map<string, DirectiveFact>();
  for (const [index, { block }] of places.entries()) {
    const siblings = block === null ? model.roots : block.children;
    const here = new Map<string, DirectiveFact>();
    for (const at of siblings)
      if (at.fact !== null && !isTyped(at, spot.source.id, statement)) here.set(at.name, at.fact);
    if (index === 0) for (const [name, fact] of here) taken.set(name, fact);
    else for (const name of taken.keys()) if (!here.has(name)) taken.delete(name);
  }
  return taken;
}

function isTyped(at: Occurrence, file: string, { start, word }: Statement): boolean {
  return at.file === file && at.node.start >= start && at.node.start <= word.start;
}

/** Ranks the directives of one place. */
class Judge {
  readonly #required: readonly string[];
  readonly #usual: readonly string[];
  readonly #partners: readonly string[];
  readonly #modules: ReadonlySet<string>;
  readonly #stems: readonly string[];
  readonly #taken: ReadonlyMap<string, DirectiveFact>;
  readonly #facts: Facts;

  constructor({ context, facts }: Setting, taken: ReadonlyMap<string, DirectiveFact>) {
    this.#facts = facts;
    this.#taken = taken;
    this.#required = requiredIn(context).filter((name) => !taken.has(name));
    this.#usual = usualIn(context);
    this.#partners = [...taken.keys()].flatMap(partnersOf).filter((name) => !taken.has(name));
    this.#stems = [...taken.keys()].map((name) => `${name}_`);
    this.#modules = new Set([...taken.values()].map(({ module }) => module).filter((module) => !/_core_/.test(module)));
  }

  place(fact: DirectiveFact): Pick<Offer, 'rank' | 'order'> {
    const { name } = fact;
    if (fact.repeatable === false && this.#taken.has(name)) return { rank: RANK.taken };
    const required = this.#required.indexOf(name);
    if (required !== -1) return { rank: RANK.required, order: required };
    const partner = this.#partners.indexOf(name);
    if (partner !== -1) return { rank: RANK.partner, order: partner };
    if (isOld(fact, this.#facts)) return { rank: RANK.old };
    const usual = this.#usual.indexOf(name);
    if (usual !== -1) return { rank: RANK.usual, order: usual };
    if (fact.source !== 'core' && fact.source !== 'private') return { rank: RANK.foreign };
    if (fact.undocumented === true) return { rank: RANK.old };
    // What begins with the name of another one goes into its details.
    if (this.#stems.some((stem) => name.startsWith(stem))) return { rank: RANK.family, order: 0 };
    return { rank: this.#modules.has(fact.module) ? RANK.family : RANK.own };
  }
}

function isOld({ deprecated }: DirectiveFact, facts: Facts): boolean {
  return deprecated !== undefined && facts.atLeast(deprecated.since);
}

function detailOf({ module, source }: DirectiveFact): string {
  return source === 'private' ? 'private module' : module;
}

/** What to insert: the text that was written for it, else what its facts tell. */
export function snippetOf(fact: DirectiveFact, context: Context, facts: Facts): string {
  const written = fact.source === 'core' ? snippetFor(fact.name, context) : null;
  if (written !== null) return written;
  const name = escapeSnippet(fact.name);
  const { min, flag } = facts.arity(fact);
  if (fact.block) {
    return min === 0 ? `${name} {\n\t$0\n}` : `${name} $1 {\n\t$0\n}`;
  }
  if (flag) return fact.default === 'on' ? `${name} \${1|off,on|};$0` : `${name} \${1|on,off|};$0`;
  return facts.arity(fact).max === 0 ? `${name};$0` : `${name} $1;$0`;
}
