import type { Context, DirectiveFact, Facts } from '../facts/types.ts';
import type { ConfigModel } from '../model/types.ts';
import type { SourceFile } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import type { Occurrence } from '../tree/tree.ts';
import { directiveChecks } from './directives/index.ts';
import { evaluatedParts, evaluationFaults } from './evaluation.ts';
import type { DirectiveCheck, Fault } from './fault.ts';
import { placementFault } from './placement.ts';
import { takesJudgedValues, valueFaults } from './values/index.ts';

/** What is asked of a directive in a context. */
interface Questions {
  readonly values: boolean;
  readonly checks: readonly DirectiveCheck[];
  /**
   * The words, as they are written, of those that were right. Null where what stands around the directive counts too:
   * then each is looked at.
   */
  readonly right: Set<string> | null;
}

type ByContext = Map<Context, Questions>;

/**
 * What was right once is right for the same nginx in every configuration, as nothing but the words, the context and the
 * encoding of the file counts, which says what an expression may hold. So an editor pays for the lines that are new.
 */
const known = new WeakMap<Facts, Map<string, Map<DirectiveFact, ByContext>>>();

function rightFor(facts: Facts): Map<string, Map<DirectiveFact, ByContext>> {
  const found = known.get(facts) ?? new Map<string, Map<DirectiveFact, ByContext>>();
  known.set(facts, found);
  return found;
}

/** More different lines of one directive are not kept. */
const MOST_LINES = 20_000;

function keep(right: Set<string> | null, words: string): void {
  if (right === null) return;
  if (right.size >= MOST_LINES) right.clear();
  // A part of a text keeps the whole text in memory; a copy does not.
  right.add(words.length < 13 ? words : `${words} `.slice(0, -1));
}

/** What nginx refuses of single directives, in its reading order. */
export function faultsOfLines(model: ConfigModel): readonly Fault[] {
  const reader = new LineReader(model);
  for (const at of model.tree.all) reader.read(at);
  return reader.faults;
}

class LineReader {
  readonly faults: Fault[] = [];
  readonly #model: ConfigModel;
  readonly #byEncoding: Map<string, Map<DirectiveFact, ByContext>>;
  #file: FileId | null = null;
  #source: SourceFile | null = null;
  #byFact = new Map<DirectiveFact, ByContext>();

  constructor(model: ConfigModel) {
    this.#model = model;
    this.#byEncoding = rightFor(model.facts);
  }

  read(at: Occurrence): void {
    const { fact, node } = at;
    // What is not ended has swallowed what it should not, and nginx never reads it as it stands.
    if (fact === null || fact.source !== 'core' || node.damaged) return;
    const source = this.#open(at.file);
    const { values, checks, right } = this.#questions(at, fact);
    const words = right === null ? '' : source.text.slice(node.name.end, node.stop);
    if (right?.has(words) || placementFault(at, this.#model.facts) !== null) return;
    const before = this.faults.length;
    if (values) for (const fault of valueFaults(at, this.#model)) this.faults.push(fault);
    for (const part of evaluatedParts(this.#model).get(at) ?? [])
      for (const fault of evaluationFaults(part, at, this.#model)) this.faults.push(fault);
    for (const { check } of checks) for (const fault of check(at, this.#model)) this.faults.push(fault);
    if (this.faults.length === before) keep(right, words);
  }

  #open(file: FileId): SourceFile {
    if (this.#file === file && this.#source !== null) return this.#source;
    this.#file = file;
    this.#source = this.#model.source(file);
    const { encoding } = this.#source;
    this.#byFact = this.#byEncoding.get(encoding) ?? new Map();
    this.#byEncoding.set(encoding, this.#byFact);
    return this.#source;
  }

  #questions(at: Occurrence, fact: DirectiveFact): Questions {
    let contexts = this.#byFact.get(fact);
    if (contexts === undefined) {
      contexts = new Map();
      this.#byFact.set(fact, contexts);
    }
    let questions = contexts.get(at.context);
    if (questions === undefined) {
      questions = questionsFor(at);
      contexts.set(at.context, questions);
    }
    return questions;
  }
}

/** Blocks whose words alone are compiled, and not what is in them too. */
const HEADS: ReadonlySet<string> = new Set(['location', 'if', 'server', 'upstream']);

function questionsFor(at: Occurrence): Questions {
  const name = at.node.name.value;
  const checks = (checksByName().get(name) ?? []).filter(
    ({ contexts }) => contexts === undefined || contexts.includes(at.context),
  );
  const alone = !checks.some(({ looksAround }) => looksAround) && (at.fact?.block === false || HEADS.has(name));
  return { values: takesJudgedValues(at), checks, right: alone ? new Set() : null };
}

let index: ReadonlyMap<string, readonly DirectiveCheck[]> | null = null;

function checksByName(): ReadonlyMap<string, readonly DirectiveCheck[]> {
  index ??= indexed();
  return index;
}

function indexed(): Map<string, DirectiveCheck[]> {
  const byName = new Map<string, DirectiveCheck[]>();
  for (const check of directiveChecks)
    for (const name of check.names) byName.set(name, [...(byName.get(name) ?? []), check]);
  return byName;
}
