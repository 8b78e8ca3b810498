import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { ArtifactLocation, Location, Log, Message, Region, Result, Run } from 'sarif';
import { shared } from '../corpus.ts';
import { readMessage } from './message.ts';

const require = createRequire(import.meta.url);
const elsewhere = process.env['SARIF_SCHEMA'] ?? `${shared}/schemas/sarif-schema-2.1.0.json`;

/** The schema of OASIS, as a package carries it; and the newest one with its errata, where this machine has it. */
export const SCHEMAS: readonly string[] = [
  require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
  ...(existsSync(elsewhere) ? [elsewhere] : []),
];

const validators: ValidateFunction[] = [];

/** What is wrong with a log by the schemas, and by what they cannot say. */
export function sarifErrors(log: Log, textOf: (path: string) => string): readonly string[] {
  if (validators.length === 0) validators.push(...SCHEMAS.map(validatorOf));
  const bySchema = validators.flatMap((validate) => {
    validate(log);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  });
  return bySchema.length > 0 ? bySchema : log.runs.flatMap((run) => new RunCheck(run, textOf).errors());
}

/** The schemas are written in draft 4, of which they use nothing that later ones read otherwise; one pattern is no Unicode one. */
function validatorOf(path: string): ValidateFunction {
  const { default: Ajv } = require('ajv') as typeof import('ajv');
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  const reference = (text: string) => URL.canParse(text, 'file:///base/') && !/[\s<>"{}|\\^`]/.test(text);
  const formats = { uri: (text: string) => URL.canParse(text), 'uri-reference': reference, 'date-time': true } as const;
  return new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);
}

/** What the text of the standard asks of one run: indexes that lead somewhere, places that are there, texts that are messages. */
class RunCheck {
  readonly #run: Run;
  readonly #textOf: (path: string) => string;
  readonly #lines = new Map<string, readonly string[]>();
  readonly #errors: string[] = [];

  constructor(run: Run, textOf: (path: string) => string) {
    this.#run = run;
    this.#textOf = textOf;
  }

  errors(): readonly string[] {
    const rules = (this.#run.tool.driver.rules ?? []).map(({ id }) => id);
    this.#must(new Set(rules).size === rules.length, 'two rules have the same id');
    for (const [index, result] of (this.#run.results ?? []).entries()) this.#result(result, `results[${index}]`);
    for (const { uri = '' } of Object.values(this.#run.originalUriBaseIds ?? {}))
      this.#must(/^[a-z]+:.*\/$/.test(uri), `${uri} is no base`);
    for (const { toolExecutionNotifications = [] } of this.#run.invocations ?? [])
      for (const { message } of toolExecutionNotifications) this.#message(message, 'a notification');
    return this.#errors;
  }

  #result(
    { ruleId, ruleIndex = -1, message, locations = [], relatedLocations = [], ...rest }: Result,
    at: string,
  ): void {
    this.#must(this.#run.tool.driver.rules?.[ruleIndex]?.id === ruleId, `${at}: rule ${ruleIndex} is not ${ruleId}`);
    this.#message(message, at);
    const ids = relatedLocations.map(({ id }) => id);
    this.#must(new Set(ids).size === ids.length && !ids.includes(undefined), `${at}: related places share an id`);
    for (const place of [...locations, ...relatedLocations]) this.#location(place, at);
    for (const { location } of rest.suppressions ?? []) if (location !== undefined) this.#location(location, at);
    for (const { description, artifactChanges } of rest.fixes ?? []) {
      if (description !== undefined) this.#message(description, at);
      for (const { artifactLocation, replacements } of artifactChanges)
        this.#replacements(
          artifactLocation,
          replacements.map(({ deletedRegion }) => deletedRegion),
          at,
        );
    }
  }

  #location({ physicalLocation, message }: Location, at: string): void {
    if (message !== undefined) this.#message(message, at);
    const { artifactLocation, region } = physicalLocation ?? {};
    if (artifactLocation === undefined || region === undefined) this.#must(false, `${at}: a place without a file`);
    else this.#span(artifactLocation, region, at);
  }

  /** Each within the file, none over another. */
  #replacements(artifact: ArtifactLocation, regions: readonly Region[], at: string): void {
    const spans = regions.map((region) => this.#span(artifact, region, at)).sort(([a], [b]) => a - b);
    spans.forEach(([start], index) => {
      this.#must(start >= (spans[index - 1]?.[1] ?? 0), `${at}: replacements overlap`);
    });
  }

  #span({ uri = '', uriBaseId }: ArtifactLocation, region: Region, at: string): readonly [number, number] {
    this.#must(
      uriBaseId === undefined || uriBaseId in (this.#run.originalUriBaseIds ?? {}),
      `${at}: base ${uriBaseId}`,
    );
    if (uriBaseId === undefined && !uri.startsWith('file:')) return [0, 0];
    const { startLine = 0, startColumn = 1, endLine = startLine, endColumn = 1 } = region;
    const lines = this.#lines.get(uri) ?? this.#textOf(decodeURIComponent(uri)).split('\n');
    this.#lines.set(uri, lines);
    const start = offsetOf(lines, startLine, startColumn);
    const end = offsetOf(lines, endLine, endColumn);
    this.#must(start !== null && end !== null && start <= end, `${at}: ${JSON.stringify(region)} is not in ${uri}`);
    return [start ?? 0, end ?? 0];
  }

  #message({ text = '', arguments: values = [] }: Message, at: string): void {
    const { placeholders, links, stray } = readMessage(text);
    this.#must(
      placeholders.every((index) => Number(index) < values.length),
      `${at}: a place for no argument: ${text}`,
    );
    this.#must(links.length === 0, `${at}: a link that leads nowhere: ${text}`);
    this.#must(stray === 0, `${at}: a brace that is not doubled: ${text}`);
  }

  #must(holds: boolean, error: string): void {
    if (!holds) this.#errors.push(error);
  }
}

/** Null for what is not in the text. */
function offsetOf(lines: readonly string[], line: number, column: number): number | null {
  const before = lines.slice(0, line - 1);
  const here = lines[line - 1];
  if (here === undefined || column < 1 || column > here.length + 1) return null;
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
}
