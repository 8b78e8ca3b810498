import type { FileId } from '../text/file-id.ts';
import type { Fix, Related } from '../text/report.ts';
import type { Span } from '../text/span.ts';

export const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const GROUPS = [
  'nginx',
  'security',
  'tls',
  'proxy',
  'routing',
  'files',
  'upstream',
  'caching',
  'performance',
  'correctness',
  'deprecated',
  'style',
] as const;
export type Group = (typeof GROUPS)[number];

/** What a config file can extend. `strict` holds `recommended`, `all` holds `strict`; `nginx` is what nginx refuses. */
export const PRESETS = ['nginx', 'recommended', 'strict', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

/** The smallest preset that holds a rule; what nginx itself refuses is in `nginx` besides. */
export type RulePreset = Exclude<Preset, 'nginx'>;

export type { FileEdit, Fix, Related } from '../text/report.ts';

/** One problem at one range. */
export interface Diagnostic {
  readonly rule: string;
  readonly group: Group;
  readonly severity: Severity;
  /** nginx itself would refuse to start. */
  readonly fatal: boolean;
  readonly message: string;
  readonly file: FileId;
  readonly span: Span;
  /** Names of the blocks around it, outermost first. */
  readonly context: readonly string[];
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** Order of reports: by file, place and rule. Compares code units, so that it is the same everywhere. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    a.span.start - b.span.start ||
    compareText(a.rule, b.rule) ||
    a.span.end - b.span.end ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
