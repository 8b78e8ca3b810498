import type { Diagnostic } from '../lint/diagnostic.ts';
import type { ConfigModel } from '../model/types.ts';
import { type DiagnosticChanges, diagnosticChanges } from './diagnostic-changes.ts';
import { type EffectiveChange, effectiveChanges } from './effective-changes.ts';
import { matchBlocks } from './match-blocks.ts';
import { compareRouting, type RoutingComparison } from './routing.ts';
import { type OrderChange, orderChanges, type StructureChange, structureChanges } from './structure-changes.ts';

/** One side of a comparison: a configuration that nginx would start with, and what is said about it. */
export interface DiffSide {
  readonly model: ConfigModel;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a change of a configuration means. */
export interface ConfigDiff {
  readonly structure: readonly StructureChange[];
  readonly order: readonly OrderChange[];
  readonly effective: readonly EffectiveChange[];
  readonly routing: RoutingComparison;
  readonly diagnostics: DiagnosticChanges;
}

export const DIFF_AREAS = ['routing', 'tls', 'headers', 'any'] as const;
export type DiffArea = (typeof DIFF_AREAS)[number];

/** Compares what two configurations do, not their lines. Both are for the same nginx. */
export function diffConfigs(old: DiffSide, next: DiffSide): ConfigDiff {
  const blocks = matchBlocks(old.model, next.model);
  return {
    structure: structureChanges(blocks),
    order: orderChanges(old.model, next.model, blocks),
    effective: effectiveChanges(old.model, next.model, blocks),
    routing: compareRouting(old.model, next.model),
    diagnostics: diagnosticChanges(old, next, blocks),
  };
}

/** What is said of one side alone, for sides that are not to be compared in other ways. */
export function diagnosticsApart(old: DiffSide, next: DiffSide): DiagnosticChanges {
  return diagnosticChanges(old, next, matchBlocks(old.model, next.model));
}

/** The areas in which something changed; requests that may fare otherwise count as a change of routing. */
export function changedAreas({ structure, order, effective, routing, diagnostics }: ConfigDiff): ReadonlySet<DiffArea> {
  const areas = new Set<DiffArea>();
  if (routing.verdict !== 'equal') areas.add('routing');
  if (effective.some(({ category }) => category === 'tls')) areas.add('tls');
  const headers = routing.witnesses.some(({ fields }) => fields.includes('headers'));
  if (headers || effective.some(({ category }) => category === 'headers')) areas.add('headers');
  const rest = structure.length + order.length + effective.length + diagnostics.gone.length + diagnostics.added.length;
  if (areas.size > 0 || rest > 0) areas.add('any');
  return areas;
}
