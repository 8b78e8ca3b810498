import type { ConfigModel, ServerModel, UpstreamModel } from '../model/types.ts';
import { holdsEntries } from '../nginx/placement.ts';
import { placementFaults } from '../nginx/placement-faults.ts';
import type { FileId } from '../text/file-id.ts';
import { isShipped } from '../tree/include.ts';
import { Collector } from './collect.ts';
import { compareDiagnostics, type Diagnostic } from './diagnostic.ts';
import type { Rule, Visitor } from './rule.ts';
import type { LintSettings } from './settings.ts';
import { type Silenced, suppress } from './suppress.ts';

export interface LintResult {
  /** Sorted by file, place and rule; the same finding in several contexts once. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many findings comments switched off. */
  readonly suppressed: number;
  /** Those findings, in the same order, each with its comment. */
  readonly silenced: readonly Silenced[];
  /** Milliseconds by rule, when a clock was given. */
  readonly times: ReadonlyMap<string, number>;
}

interface RunningRule {
  readonly rule: Rule;
  /** Where it speaks; null: everywhere. */
  readonly files: ReadonlySet<FileId> | null;
  readonly visitor: Visitor;
}

/** V8 forgets what it compiled of a function that nobody holds; an editor holds its model until the next one is there. */
const held = new WeakMap<ConfigModel, readonly RunningRule[]>();

/**
 * Runs rules over one configuration. Each rule hears of the directives it asked for, in nginx's reading order. `now` gives milliseconds and is only for measuring.
 */
export function lint(
  model: ConfigModel,
  rules: readonly Rule[],
  settings: LintSettings,
  now?: () => number,
): LintResult {
  const collector = new Collector(model);
  const stopwatch = new Stopwatch(now);
  const names = [...model.tree.files.keys()];
  const running: RunningRule[] = [];
  for (const rule of rules)
    for (const { severity, options, files } of settings.of(rule, names)) {
      if (severity === 'off') continue;
      const own = severity === rule.severity ? null : severity;
      const context = collector.contextFor(rule, { severity: own, options, files });
      running.push({ rule, files, visitor: stopwatch.time(rule, () => rule.check(context)) });
    }
  held.set(model, running);
  visit(model, running, stopwatch);
  const { kept, silenced } = suppressAll(model, collector, running, rules);
  silenced.sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
  const diagnostics = kept.sort(compareDiagnostics);
  return { diagnostics, suppressed: silenced.length, silenced, times: stopwatch.times };
}

/** All rules see one directive before the next, as what they read of it is then at hand. */
function visit(model: ConfigModel, running: readonly RunningRule[], stopwatch: Stopwatch): void {
  const hearing = hearingOf(running, stopwatch);
  visitDirectives(model, hearing);
  if (hearing.refused.length > 0)
    for (const [at, fault] of placementFaults(model)) for (const hear of hearing.refused) hear(at, fault);
  if (hearing.servers.length > 0) tell(model.servers.filter(isNotImplied), hearing.servers);
  if (hearing.locations.length > 0) for (const { allLocations } of model.servers) tell(allLocations, hearing.locations);
  if (hearing.upstreams.length > 0) tell(model.upstreams.filter(isNotImplied), hearing.upstreams);
  tell(
    [...model.tree.files.values()].filter(({ id }) => !isShipped(id)),
    hearing.files,
  );
  tell(model.tree.problems, hearing.tree);
  for (const file of model.tree.files.values())
    for (const problem of file.problems) for (const hear of hearing.syntax) hear(problem, file);
  tell([model], hearing.config);
}

/** Blocks that are made up around a fragment are. */
const isNotImplied = ({ at }: ServerModel | UpstreamModel): boolean => !at.implied;

type Kind = Exclude<keyof Visitor, 'directives' | 'suppression' | 'unusedSuppression'>;

type Hearing = { readonly [K in Kind]: NonNullable<Visitor[K]>[] } & {
  readonly directives: Map<string, NonNullable<Visitor['any']>[]>;
};

/** Who hears of what, in the order of the rules. */
function hearingOf(running: readonly RunningRule[], stopwatch: Stopwatch): Hearing {
  const hearing: Hearing = {
    directives: new Map(),
    any: [],
    refused: [],
    servers: [],
    locations: [],
    upstreams: [],
    files: [],
    syntax: [],
    tree: [],
    config: [],
  };
  for (const { rule, visitor } of running) {
    const { directives, any, refused, servers, locations, upstreams, files, syntax, tree, config } = visitor;
    for (const name in directives) {
      const hear = directives[name];
      if (hear === undefined) continue;
      const before = hearing.directives.get(name);
      if (before === undefined) hearing.directives.set(name, [stopwatch.hearing(rule, hear)]);
      else before.push(stopwatch.hearing(rule, hear));
    }
    if (any) hearing.any.push(stopwatch.hearing(rule, any));
    if (refused) hearing.refused.push(stopwatch.hearing(rule, refused));
    if (servers) hearing.servers.push(stopwatch.hearing(rule, servers));
    if (locations) hearing.locations.push(stopwatch.hearing(rule, locations));
    if (upstreams) hearing.upstreams.push(stopwatch.hearing(rule, upstreams));
    if (files) hearing.files.push(stopwatch.hearing(rule, files));
    if (syntax) hearing.syntax.push(stopwatch.hearing(rule, syntax));
    if (tree) hearing.tree.push(stopwatch.hearing(rule, tree));
    if (config) hearing.config.push(stopwatch.hearing(rule, config));
  }
  return hearing;
}

function tell<T>(all: readonly T[], hearing: readonly ((one: T) => void)[]): void {
  for (const one of all) for (let index = 0; index < hearing.length; index++) hearing[index]?.(one);
}

/** In nginx's reading order. */
function visitDirectives({ tree: { all } }: ConfigModel, { directives, any }: Hearing): void {
  if (directives.size === 0 && any.length === 0) return;
  // By their places: before the compiler has seen to it, an iterator makes an object for each of thousands of directives.
  for (let place = 0; place < all.length; place++) {
    const at = all[place];
    if (at === undefined) break;
    const hearing = directives.get(at.name);
    if (hearing !== undefined && (at.fact !== null || !holdsEntries(at.context)))
      for (let index = 0; index < hearing.length; index++) hearing[index]?.(at);
    if (any.length > 0) for (const hear of any) hear(at);
  }
}

function suppressAll(
  model: ConfigModel,
  collector: Collector,
  running: readonly RunningRule[],
  rules: readonly Rule[],
): { kept: Diagnostic[]; silenced: Silenced[] } {
  const known = new Set(rules.map((rule) => rule.id));
  const found = collector.joined();
  const silenced: Silenced[] = [];
  const kept: Diagnostic[] = [];
  for (const [file, source] of model.tree.files) {
    const result = suppress(source, found.get(file) ?? []);
    for (const one of result.silenced) silenced.push(one);
    for (const diagnostic of result.kept) kept.push(diagnostic);
    if (result.all.length === 0) continue;
    const here = running.filter(({ files }) => files === null || files.has(file));
    const active = new Set(here.map(({ rule }) => rule.id));
    // A comment about a rule that did not run may well be needed when it does.
    const unused = result.unused.filter(
      ({ rules: named }) => named.every((id) => active.has(id) || !known.has(id)) && named.length + active.size > 0,
    );
    for (const { visitor } of here) for (const one of result.all) visitor.suppression?.(one, source);
    for (const { visitor } of here) for (const one of unused) visitor.unusedSuppression?.(one, source, known);
  }
  for (const diagnostic of collector.late()) kept.push(diagnostic);
  return { kept, silenced };
}

class Stopwatch {
  readonly times = new Map<string, number>();
  readonly #now: (() => number) | undefined;

  constructor(now: (() => number) | undefined) {
    this.#now = now;
  }

  /** What hears of many directives is left as it is where nobody measures. */
  hearing<A extends readonly unknown[]>(rule: Rule, hear: (...args: A) => void): (...args: A) => void {
    return this.#now === undefined ? hear : (...args) => this.time(rule, () => hear(...args));
  }

  time<T>(rule: Rule, work: () => T): T {
    if (this.#now === undefined) return work();
    const start = this.#now();
    const result = work();
    this.times.set(rule.id, (this.times.get(rule.id) ?? 0) + this.#now() - start);
    return result;
  }
}
