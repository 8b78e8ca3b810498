import { type Diagnostic, type FileId, type Fix, type Rule, rules, type Silenced, type Span } from '@nginx-lint/core';
import { isOnDisk, toFileId } from '@nginx-lint/disk';
import type { ArtifactLocation, Fix as Change, Location, Log, Region, Result, Suppression } from 'sarif';
import { digest } from '../fingerprints.ts';
import { HOME } from './pages.ts';
import { placeIn } from './places.ts';
import type { Report } from './report.ts';
import { messageOf } from './sarif-message.ts';
import { descriptorOf, LEVEL } from './sarif-rules.ts';

export interface SarifRun {
  readonly version: string;
  readonly cwd: string;
  readonly exitCode: number;
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
}

/** SARIF 2.1.0: one run with the rules that spoke. Holds no time, so that the same input gives the same text. */
export function sarif(report: Report, run: SarifRun): string {
  return `${JSON.stringify(new SarifWriter(report, run).log(), null, 2)}\n`;
}

class SarifWriter {
  readonly #report: Report;
  readonly #run: SarifRun;
  readonly #base: string;
  readonly #rules: readonly Rule[];
  readonly #index: ReadonlyMap<string, number>;

  constructor(report: Report, run: SarifRun) {
    this.#report = report;
    this.#run = run;
    this.#base = `${toFileId(run.cwd, '/').replace(/\/$/, '')}/`;
    const spoke = new Set([...report.diagnostics, ...report.silenced.map(({ diagnostic }) => diagnostic)].map(ruleOf));
    this.#rules = rules.filter(({ id }) => spoke.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#index = new Map(this.#rules.map(({ id }, index) => [id, index]));
  }

  log(): Log {
    const { version, exitCode, unreadable } = this.#run;
    const { diagnostics, silenced } = this.#report;
    const driver = { name: 'nginx-lint', version, semanticVersion: version, informationUri: HOME };
    const notes = unreadable.map((text) => ({ level: 'error' as const, message: messageOf(text) }));
    return {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { ...driver, rules: this.#rules.map(descriptorOf) } },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { SRCROOT: { uri: this.#base } },
          invocations: [{ executionSuccessful: unreadable.length === 0, exitCode, toolExecutionNotifications: notes }],
          results: [
            ...diagnostics.map((diagnostic) => this.#result(diagnostic, null)),
            ...silenced.map((one) => this.#result(one.diagnostic, one)),
          ],
        },
      ],
    };
  }

  #result(diagnostic: Diagnostic, silenced: Silenced | null): Result {
    const { rule, severity, fatal, message, file, span, context, related, fixes } = diagnostic;
    const fingerprint = digest(rule, this.#report.fingerprintOf(diagnostic));
    return {
      ruleId: rule,
      ruleIndex: this.#index.get(rule) ?? -1,
      level: LEVEL[severity],
      message: messageOf(message),
      locations: [
        {
          ...this.#location(file, span),
          ...(context.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: context.join('/') }] }),
        },
      ],
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((other, index) => ({
              id: index + 1,
              ...this.#location(other.file, other.span),
              message: messageOf(other.message),
            })),
          }),
      partialFingerprints: { 'nginxLintLine/v1': fingerprint },
      ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => this.#fix(fix)) }),
      suppressions: silenced === null ? [] : [this.#suppression(silenced)],
      properties: { severity, fatal },
    };
  }

  #suppression({ diagnostic, by }: Silenced): Suppression {
    return {
      kind: 'inSource',
      status: 'accepted',
      ...(by.reason === null ? {} : { justification: by.reason }),
      location: this.#location(diagnostic.file, by.comment),
    };
  }

  #fix({ title, edits, safe }: Fix): Change {
    const files = [...new Set(edits.map(({ file }) => file))];
    return {
      description: messageOf(title),
      artifactChanges: files.map((file) => ({
        artifactLocation: this.#artifact(file),
        replacements: edits
          .filter((edit) => edit.file === file)
          .map((edit) => ({ deletedRegion: this.#region(file, edit.span), insertedContent: { text: edit.text } })),
      })),
      properties: { safe },
    };
  }

  #location(file: FileId, span: Span): Location {
    return { physicalLocation: { artifactLocation: this.#artifact(file), region: this.#region(file, span) } };
  }

  #region(file: FileId, span: Span): Region {
    const { line, column, endLine, endColumn } = placeIn(this.#report, file, span);
    return { startLine: line, startColumn: column, endLine, endColumn };
  }

  /** Relative to the current folder where it lies below it; what nginx ships has an address of its own. */
  #artifact(file: FileId): ArtifactLocation {
    const name = this.#report.nameOf(file);
    const id = isOnDisk(file) ? toFileId(name, this.#run.cwd) : file;
    return id.startsWith(this.#base) ? { uri: id.slice(this.#base.length), uriBaseId: 'SRCROOT' } : { uri: id };
  }
}

const ruleOf = ({ rule }: Diagnostic): string => rule;
