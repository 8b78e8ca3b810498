import type { Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { ConfigModel } from '../model/types.ts';
import { detached } from '../text/detached.ts';
import type { Occurrence } from '../tree/tree.ts';
import { compiledIn } from './compiled.ts';
import { directiveChecks } from './directives/index.ts';
import { type Evaluated, type Reader, readerOf } from './evaluated.ts';
import { evaluationFaults } from './evaluation.ts';
import type { DirectiveCheck, Fault } from './fault.ts';
import { placementFault } from './placement.ts';
import { judgedFrom, valueFaults } from './values/index.ts';

/** What is asked of a directive in a context. */
interface Questions {
  /** Is anything asked, whether it compiles or not? */
  readonly asked: boolean;
  /** The least number of arguments whose values are judged. */
  readonly valuesFrom: number;
  readonly reader: Reader | null;
  readonly checks: readonly DirectiveCheck[];
  /**
   * Arguments that were right where they stood alone. Null where nothing is asked of them, and where what stands around
   * the directive counts too: then each is looked at.
   */
  readonly right: Set<string> | null;
}

type ByContext = Map<Context, Questions>;

/** What was right once is right for the same nginx in every configuration, as nothing but the words and the context counts. */
const known = new WeakMap<Facts, Map<DirectiveFact, ByContext>>();

function questionsOf(facts: Facts): Map<DirectiveFact, ByContext> {
  const found = known.get(facts) ?? new Map<DirectiveFact, ByContext>();
  known.set(facts, found);
  return found;
}

/** More different arguments of one directive are not kept. */
const MOST_ARGUMENTS = 20_000;

/** What nginx refuses of single directives, in its reading order. */
export function faultsOfLines(model: ConfigModel): readonly Fault[] {
  const reader = new LineReader(model);
  // Directives of one name and context are asked the same, so that they are read together.
  for (const group of model.byName.values()) reader.read(group);
  return reader.inOrder();
}

const NONE: readonly Fault[] = [];

interface Refused {
  readonly at: Occurrence;
  readonly faults: readonly Fault[];
}

class LineReader {
  readonly #model: ConfigModel;
  readonly #byFact: Map<DirectiveFact, ByContext>;
  /** Is nothing wrong with what is compiled, wherever it stands? */
  readonly #compiles: boolean;
  /** Does each stand where it may, with as many words as it takes? */
  readonly #placed: boolean;
  readonly #refused: Refused[] = [];

  constructor(model: ConfigModel) {
    this.#model = model;
    this.#byFact = questionsOf(model.facts);
    const { right, placed } = compiledIn(model);
    this.#compiles = right;
    this.#placed = placed;
  }

  read(group: readonly Occurrence[]): void {
    let fact: DirectiveFact | null | undefined;
    let context: Context = '';
    let questions: Questions | null = null;
    // Without an iterator, which makes an object for each element as long as V8 interprets.
    for (let index = 0; index < group.length; index++) {
      const at = group[index];
      if (at === undefined) break;
      if (at.fact !== fact || at.context !== context) {
        fact = at.fact;
        context = at.context;
        questions = fact === null || fact.source !== 'core' ? null : this.#questions(at, fact);
      }
      if (questions !== null && this.#isRead(at, questions)) this.#ask(at, questions);
    }
  }

  #isRead(at: Occurrence, { asked, reader }: Questions): boolean {
    if (!asked && (reader === null || this.#compiles)) return false;
    // What is not ended has swallowed what it should not, and nginx never reads it as it stands.
    if (at.node.damaged) return false;
    return this.#placed || placementFault(at, this.#model.facts) === null;
  }

  #ask(at: Occurrence, { valuesFrom, reader, checks, right }: Questions): void {
    const model = this.#model;
    const { args } = at.node;
    const alone = right !== null && args.length === 1 ? args[0]?.value : undefined;
    const known = alone !== undefined && right?.has(alone) === true;
    const first = args.length >= valuesFrom && !known ? valueFaults(at, model) : NONE;
    const second =
      reader === null || this.#compiles ? NONE : compilationFaults(reader(args, at, model.facts), at, model);
    const third = known || checks.length === 0 ? NONE : listed(checkFaults(checks, at, model));
    if (first.length + second.length + third.length > 0)
      this.#refused.push({ at, faults: [...first, ...second, ...third] });
    else if (!known && alone !== undefined) keep(right, alone);
  }

  #questions(at: Occurrence, fact: DirectiveFact): Questions {
    let contexts = this.#byFact.get(fact);
    if (contexts === undefined) {
      contexts = new Map();
      this.#byFact.set(fact, contexts);
    }
    let questions = contexts.get(at.context);
    if (questions === undefined) {
      questions = questionsFor(at, fact, this.#model.facts);
      contexts.set(at.context, questions);
    }
    return questions;
  }

  /** Directives were read by their names. */
  inOrder(): readonly Fault[] {
    const refused = new Map(this.#refused.map(({ at, faults }) => [at, faults]));
    if (refused.size < 2) return [...refused.values()].flat();
    return this.#model.tree.all.flatMap((at) => refused.get(at) ?? []);
  }
}

function compilationFaults(parts: readonly Evaluated[], at: Occurrence, model: ConfigModel): readonly Fault[] {
  let all: Fault[] | null = null;
  for (const part of parts)
    for (const fault of evaluationFaults(part, at, model)) {
      all ??= [];
      all.push(fault);
    }
  return all ?? NONE;
}

function checkFaults(checks: readonly DirectiveCheck[], at: Occurrence, model: ConfigModel): Iterable<Fault> {
  return (checks.length === 1 && checks[0]?.check(at, model)) || faultsOfAll(checks, at, model);
}

function faultsOfAll(checks: readonly DirectiveCheck[], at: Occurrence, model: ConfigModel): readonly Fault[] {
  return checks.flatMap(({ check }) => [...check(at, model)]);
}

function listed(faults: Iterable<Fault>): readonly Fault[] {
  return Array.isArray(faults) ? faults : [...faults];
}

function keep(right: Set<string> | null, argument: string): void {
  if (right === null) return;
  if (right.size >= MOST_ARGUMENTS) right.clear();
  right.add(detached(argument));
}

/** Blocks whose words alone are compiled, and not what is in them too. */
const HEADS: ReadonlySet<string> = new Set(['location', 'if', 'server', 'upstream']);

function questionsFor(at: Occurrence, fact: DirectiveFact, facts: Facts): Questions {
  const { context } = at;
  const name = at.name;
  const checks = (checksByName().get(name) ?? []).filter(
    ({ contexts }) => contexts === undefined || contexts.includes(context),
  );
  const valuesFrom = judgedFrom(fact, facts);
  const asked = valuesFrom < Number.POSITIVE_INFINITY || checks.length > 0;
  const alone = asked && !checks.some(({ looksAround }) => looksAround) && (!fact.block || HEADS.has(name));
  return {
    asked,
    valuesFrom,
    reader: readerOf(fact),
    checks,
    right: alone ? new Set() : null,
  };
}

let index: ReadonlyMap<string, readonly DirectiveCheck[]> | null = null;

function checksByName(): ReadonlyMap<string, readonly DirectiveCheck[]> {
  index ??= indexed();
  return index;
}

function indexed(): Map<string, DirectiveCheck[]> {
  const byName = new Map<string, DirectiveCheck[]>();
  for (const check of directiveChecks)
    for (const name of check.names) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [check]);
      else same.push(check);
    }
  return byName;
}
