import { type NameOf, placeOf, type ShownPlace, urlOf } from '../export/route-json.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { ConfigModel } from '../model/types.ts';
import { shownBytes } from '../route/bytes.ts';
import type { RouteOutcome } from '../route/outcome.ts';
import { addressShown } from '../route/socket-address.ts';
import type { RouteRequest } from '../route/types.ts';
import type { Occurrence } from '../tree/tree.ts';
import { blockLabel, blockTrail } from './block-label.ts';
import type { DiagnosticChanges } from './diagnostic-changes.ts';
import { type ConfigDiff, changedAreas, type DiffSide } from './diff.ts';
import type { ChangeCategory, EffectiveChange, SaidValue } from './effective-changes.ts';
import { detailTexts, outcomeText } from './outcome-text.ts';
import type { FilesAssumed } from './probes.ts';
import type { RoutingComparison } from './routing.ts';
import type { StructureChange } from './structure-changes.ts';
import type { Witness } from './witnesses.ts';

/** What a change means, as plain data whose keys stand in the order in which they are printed. */
export interface DiffJson {
  readonly version: 1;
  readonly old: string;
  readonly new: string;
  /** Null where nginx refuses a side: then only what is said about the two is compared. */
  readonly changed: {
    readonly routing: RoutingComparison['verdict'];
    readonly tls: boolean;
    readonly headers: boolean;
    readonly any: boolean;
  } | null;
  /** Why nginx would not start with a side. */
  readonly refused: { readonly old: readonly string[]; readonly new: readonly string[] };
  readonly blocks: readonly BlockChangeJson[];
  readonly order: readonly OrderChangeJson[];
  readonly effective: readonly EffectiveChangeJson[];
  readonly routing: { readonly witnesses: readonly WitnessJson[]; readonly doubts: readonly string[] };
  readonly diagnostics: { readonly new: readonly DiagnosticJson[]; readonly gone: readonly DiagnosticJson[] };
}

export interface NamedBlock {
  readonly name: string;
  /** The blocks around it, outermost first. */
  readonly inside: readonly string[];
  readonly at: ShownPlace | null;
}

export interface BlockChangeJson {
  readonly what: StructureChange['what'];
  readonly kind: string;
  readonly old: NamedBlock | null;
  readonly new: NamedBlock | null;
}

export interface OrderChangeJson {
  /** The one that came first, and the one that comes first now. */
  readonly old: NamedBlock;
  readonly new: NamedBlock;
  /** A path that both match. */
  readonly path: string;
}

export interface ValueJson {
  readonly text: string;
  readonly at: ShownPlace | null;
}

export interface EffectiveChangeJson {
  readonly directive: string;
  readonly category: ChangeCategory;
  /** The outermost block in which it holds; null: the main level. */
  readonly old: NamedBlock | null;
  readonly new: NamedBlock | null;
  readonly before: readonly ValueJson[];
  readonly after: readonly ValueJson[];
  readonly lost: readonly ValueJson[];
  readonly gained: readonly ValueJson[];
  readonly default: string | null;
  readonly notInherited: boolean;
  readonly reordered: boolean;
}

export interface OutcomeJson {
  readonly server: ShownPlace | null;
  readonly final: ShownPlace | null;
  /** In a few words. */
  readonly answer: string;
  readonly status: number | null;
}

export interface WitnessJson {
  readonly method: string;
  readonly url: string;
  readonly listen: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly client: string | null;
  /** What is assumed of files; null: it is no matter. */
  readonly files: FilesAssumed | null;
  readonly differs: readonly string[];
  readonly old: OutcomeJson;
  readonly new: OutcomeJson;
  /** Headers and what the upstream gets: `- name: value` of old, `+ name: value` of new. */
  readonly details: readonly string[];
  /** Other requests with the same difference, the first few. */
  readonly also: readonly string[];
}

export interface DiagnosticJson {
  readonly rule: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly at: ShownPlace;
}

/** A side and how its files are called. */
export interface NamedSide extends DiffSide {
  readonly shown: string;
  readonly nameOf: NameOf;
  /** Why nginx would not start with it, one line each; empty where it would. */
  readonly refused: readonly string[];
}

/** `diff` null: nginx refuses a side. */
export function diffJson(
  diff: ConfigDiff | null,
  diagnostics: DiagnosticChanges,
  old: NamedSide,
  next: NamedSide,
): DiffJson {
  const areas = diff === null ? null : changedAreas(diff);
  const [before, after] = [new SideWriter(old), new SideWriter(next)];
  const named = (writer: SideWriter, at: Occurrence | null) => (at === null ? null : writer.block(at));
  return {
    version: 1,
    old: old.shown,
    new: next.shown,
    changed:
      diff === null || areas === null
        ? null
        : {
            routing: diff.routing.verdict,
            tls: areas.has('tls'),
            headers: areas.has('headers'),
            any: areas.has('any'),
          },
    refused: { old: old.refused, new: next.refused },
    blocks: (diff?.structure ?? []).map((change) => ({
      what: change.what,
      kind: change.kind,
      old: named(before, change.old),
      new: named(after, change.new),
    })),
    order: (diff?.order ?? []).map((change) => ({
      old: before.block(change.old.old),
      new: after.block(change.new.new),
      path: textOf(change.path),
    })),
    effective: (diff?.effective ?? []).map((change) => effectiveJson(change, before, after)),
    routing: {
      witnesses: (diff?.routing.witnesses ?? []).map((witness) => witnessJson(witness, before, after)),
      doubts: diff?.routing.doubts ?? [],
    },
    diagnostics: {
      new: diagnostics.added.map((each) => after.diagnostic(each)),
      gone: diagnostics.gone.map((each) => before.diagnostic(each)),
    },
  };
}

class SideWriter {
  readonly #model: ConfigModel;
  readonly #nameOf: NameOf;

  constructor({ model, nameOf }: NamedSide) {
    this.#model = model;
    this.#nameOf = nameOf;
  }

  place(at: Occurrence | null): ShownPlace | null {
    return placeOf(at, this.#model, this.#nameOf);
  }

  block(at: Occurrence): NamedBlock {
    return { name: blockLabel(at), inside: at.parent === null ? [] : blockTrail(at).slice(0, -1), at: this.place(at) };
  }

  value({ text, at }: SaidValue): ValueJson {
    return { text, at: this.place(at) };
  }

  outcome(outcome: RouteOutcome): OutcomeJson {
    return {
      server: this.place(outcome.server?.at ?? null),
      final: this.place(outcome.final),
      answer: outcomeText(outcome),
      status: outcome.status,
    };
  }

  diagnostic({ rule, severity, message, file, span }: Diagnostic): DiagnosticJson {
    const line = this.#model.source(file).lines.lineAt(span.start);
    return { rule, severity, message, at: { file: this.#nameOf(file), line } };
  }
}

function effectiveJson(change: EffectiveChange, before: SideWriter, after: SideWriter): EffectiveChangeJson {
  const { directive, category, notInherited, reordered } = change;
  return {
    directive,
    category,
    old: change.old === null ? null : before.block(change.old),
    new: change.new === null ? null : after.block(change.new),
    before: change.before.map((value) => before.value(value)),
    after: change.after.map((value) => after.value(value)),
    lost: change.lost.map((value) => before.value(value)),
    gained: change.gained.map((value) => after.value(value)),
    default: change.default,
    notInherited,
    reordered,
  };
}

function witnessJson(
  { request, files, fields, old, new: next, also }: Witness,
  before: SideWriter,
  after: SideWriter,
): WitnessJson {
  return {
    method: request.method,
    url: urlText(request),
    listen: addressShown(request.connect),
    headers: request.headers.map(([name, value]) => [name, textOf(value)] as const),
    client: request.client?.host ?? null,
    files,
    differs: fields,
    old: before.outcome(old),
    new: after.outcome(next),
    details: fields.includes('headers') || fields.includes('upstream') ? detailTexts(old, next) : [],
    also: likewise(request, also),
  };
}

/** The URLs of other requests that differ from the first in their path alone, each once. */
function likewise(request: RouteRequest, also: readonly RouteRequest[]): readonly string[] {
  const alike = (other: RouteRequest): boolean =>
    other.method === request.method && other.host === request.host && other.headers.length === request.headers.length;
  const found = new Map([request, ...also.filter(alike)].map((each) => [each.target.split('?', 1)[0], urlText(each)]));
  return [...found.values()].slice(1);
}

function urlText(request: RouteRequest): string {
  const url = urlOf(request);
  if (typeof url === 'string') return url;
  return `${request.scheme}://${addressShown(request.connect)}${textOf(request.target)}`;
}

function textOf(bytes: string): string {
  const shown = shownBytes(bytes);
  return typeof shown === 'string' ? shown : `0x${shown.hex}`;
}
