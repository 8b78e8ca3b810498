import type { ConfigModel, ServerModel, UpstreamModel } from '../model/types.ts';
import { holdsEntries, placementFaults } from '../nginx/placement.ts';
import type { SourceFile } from '../syntax/nodes.ts';
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
const compiled = new WeakMap<ConfigModel, readonly RunningRule[]>();

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
  const running = rules.flatMap((rule) =>
    settings.of(rule, names).flatMap((setting): RunningRule[] => {
      if (setting.severity === 'off') return [];
      const severity = setting.severity === rule.severity ? null : setting.severity;
      const context = collector.contextFor(rule, { ...setting, severity });
      return [{ rule, files: setting.files, visitor: stopwatch.time(rule, () => rule.check(context)) }];
    }),
  );
  compiled.set(model, running);
  visit(model, running, stopwatch);
  const { kept, silenced } = suppressAll(model, collector, running, rules);
  silenced.sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
  const diagnostics = kept.sort(compareDiagnostics);
  return { diagnostics, suppressed: silenced.length, silenced, times: stopwatch.times };
}

type Hearing = NonNullable<Visitor['any']>;

/** All rules see one directive before the next, as what they read of it is then at hand. */
function visit(model: ConfigModel, running: readonly RunningRule[], stopwatch: Stopwatch): void {
  const hearing = <A extends readonly unknown[]>(of: (visitor: Visitor) => ((...told: A) => void) | undefined) =>
    running.flatMap(({ rule, visitor }) => {
      const hear = of(visitor);
      return hear === undefined ? [] : [stopwatch.hearing(rule, hear)];
    });
  const named = new Map<string, Hearing[]>();
  for (const { rule, visitor } of running)
    for (const [name, hear] of Object.entries(visitor.directives ?? {}))
      if (model.byName.has(name)) hearAmong(named, name, stopwatch.hearing(rule, hear));
  visitDirectives(
    model,
    named,
    hearing(({ any }) => any),
  );
  const refused = hearing((visitor) => visitor.refused);
  if (refused.length > 0) for (const [at, fault] of placementFaults(model)) for (const hear of refused) hear(at, fault);
  const { servers, upstreams, files } = wholeOf(model);
  tell(
    servers,
    hearing((visitor) => visitor.servers),
  );
  tell(
    upstreams,
    hearing((visitor) => visitor.upstreams),
  );
  tell(
    files,
    hearing((visitor) => visitor.files),
  );
  tell(
    model.tree.problems,
    hearing((visitor) => visitor.tree),
  );
  const syntax = hearing((visitor) => visitor.syntax);
  for (const file of model.tree.files.values())
    for (const problem of file.problems) for (const hear of syntax) hear(problem, file);
  tell(
    [model],
    hearing(({ config }) => config),
  );
}

function tell<T>(all: readonly T[], hearing: readonly ((one: T) => void)[]): void {
  for (const one of all) for (let place = 0; place < hearing.length; place++) hearing[place]?.(one);
}

function hearAmong(named: Map<string, Hearing[]>, name: string, hear: Hearing): void {
  const hearing = named.get(name);
  if (hearing === undefined) named.set(name, [hear]);
  else hearing.push(hear);
}

/** In nginx's reading order. */
function visitDirectives(
  { tree: { all } }: ConfigModel,
  named: ReadonlyMap<string, Hearing[]>,
  any: readonly Hearing[],
): void {
  if (named.size === 0 && any.length === 0) return;
  // By their places: before the compiler has seen to it, an iterator makes an object for each of thousands of directives.
  for (let place = 0; place < all.length; place++) {
    const at = all[place];
    if (at === undefined) break;
    const hearing = named.get(at.name);
    if (hearing !== undefined && !holdsEntries(at.context))
      for (let index = 0; index < hearing.length; index++) hearing[index]?.(at);
    if (any.length > 0) for (const hear of any) hear(at);
  }
}

interface Whole {
  readonly servers: readonly ServerModel[];
  readonly upstreams: readonly UpstreamModel[];
  readonly files: readonly SourceFile[];
}

/** What is written, and not made up or shipped. */
function wholeOf({ tree, servers, upstreams }: ConfigModel): Whole {
  return {
    servers: servers.filter(({ at }) => !at.implied),
    upstreams: upstreams.filter(({ at }) => !at.implied),
    files: [...tree.files.values()].filter(({ id }) => !isShipped(id)),
  };
}

function suppressAll(
  model: ConfigModel,
  collector: Collector,
  running: readonly RunningRule[],
  rules: readonly Rule[],
): { kept: Diagnostic[]; silenced: Silenced[] } {
  const known = new Set(rules.map((rule) => rule.id));
  const byFile = new Map<FileId, Diagnostic[]>();
  for (const file of model.tree.files.keys()) byFile.set(file, []);
  for (const diagnostic of collector.joined()) byFile.get(diagnostic.file)?.push(diagnostic);
  const silenced: Silenced[] = [];
  const kept: Diagnostic[] = [];
  for (const [file, diagnostics] of byFile) {
    const source = model.source(file);
    const result = suppress(source, diagnostics);
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
