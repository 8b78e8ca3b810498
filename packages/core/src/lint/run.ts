import type { ConfigModel, ServerModel, UpstreamModel } from '../model/types.ts';
import { holdsEntries, placementFaults } from '../nginx/placement.ts';
import type { SourceFile } from '../syntax/nodes.ts';
import type { FileId } from '../text/file-id.ts';
import { readOnce } from '../text/read-once.ts';
import { isShipped } from '../tree/include.ts';
import type { Occurrence } from '../tree/tree.ts';
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
  visit(model, running, stopwatch);
  const { kept, silenced } = suppressAll(model, collector, running, rules);
  silenced.sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
  const diagnostics = kept.sort(compareDiagnostics);
  return { diagnostics, suppressed: silenced.length, silenced, times: stopwatch.times };
}

type Hearing = NonNullable<Visitor['any']>;

function visit(model: ConfigModel, running: readonly RunningRule[], stopwatch: Stopwatch): void {
  const mixed = new Map<string, Hearing[]>();
  const named = readOnce(model.byName.size, (name) => directivesNamed(model, name));
  for (const { rule, visitor } of running) {
    const { directives } = visitor;
    if (directives === undefined) continue;
    const heard = Object.entries(directives).filter(([name]) => model.byName.has(name));
    const [first] = heard;
    if (first !== undefined && heard.length === 1) stopwatch.time(rule, () => visitNamed(named(first[0]), first[1]));
    else for (const [name, hear] of heard) hearAmong(mixed, name, stopwatch.hearing(rule, hear));
  }
  const any = running.flatMap(({ rule, visitor }) => (visitor.any ? [stopwatch.hearing(rule, visitor.any)] : []));
  if (mixed.size > 0 || any.length > 0) visitInOrder(model, mixed, any);
  const whole = wholeOf(model);
  for (const { rule, visitor } of running) stopwatch.time(rule, () => visitWhole(model, whole, visitor));
}

/** For a rule that hears of one name alone, no other directive need be looked at. */
function visitNamed(named: readonly Occurrence[], hear: Hearing): void {
  // By their places: before the compiler has seen to it, an iterator makes an object for each of thousands of directives.
  for (let index = 0; index < named.length; index++) {
    const at = named[index];
    if (at !== undefined) hear(at);
  }
}

const isEntry = ({ context }: Occurrence): boolean => holdsEntries(context);

function directivesNamed({ byName }: ConfigModel, name: string): readonly Occurrence[] {
  const all = byName.get(name) ?? [];
  return all.some(isEntry) ? all.filter((at) => !isEntry(at)) : all;
}

function hearAmong(mixed: Map<string, Hearing[]>, name: string, hear: Hearing): void {
  const hearing = mixed.get(name);
  if (hearing === undefined) mixed.set(name, [hear]);
  else hearing.push(hear);
}

function visitInOrder(model: ConfigModel, mixed: ReadonlyMap<string, Hearing[]>, any: readonly Hearing[]): void {
  const { all } = model.tree;
  for (let place = 0; place < all.length; place++) {
    const at = all[place];
    if (at === undefined) break;
    const named = mixed.get(at.node.name.value);
    if (named !== undefined && !holdsEntries(at.context))
      for (let index = 0; index < named.length; index++) named[index]?.(at);
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

function visitWhole(model: ConfigModel, { servers, upstreams, files }: Whole, visitor: Visitor): void {
  if (visitor.refused) for (const [at, fault] of placementFaults(model)) visitor.refused(at, fault);
  if (visitor.servers) for (const server of servers) visitor.servers(server);
  if (visitor.upstreams) for (const upstream of upstreams) visitor.upstreams(upstream);
  if (visitor.files) for (const file of files) visitor.files(file);
  if (visitor.tree) for (const problem of model.tree.problems) visitor.tree(problem);
  if (visitor.syntax)
    for (const file of model.tree.files.values()) for (const problem of file.problems) visitor.syntax(problem, file);
  visitor.config?.(model);
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
  hearing(rule: Rule, hear: Hearing): Hearing {
    return this.#now === undefined ? hear : (at) => this.time(rule, () => hear(at));
  }

  time<T>(rule: Rule, work: () => T): T {
    if (this.#now === undefined) return work();
    const start = this.#now();
    const result = work();
    this.times.set(rule.id, (this.times.get(rule.id) ?? 0) + this.#now() - start);
    return result;
  }
}
