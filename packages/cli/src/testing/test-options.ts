import { resolve } from 'node:path';
import type { PathMapping } from '@nginx-lint/core';
import type { FilesChoice } from '@nginx-lint/service/expectations';
import type { Invocation } from '../args.ts';
import { Failure } from '../failure.ts';
import { readTarget } from '../lint-options.ts';
import type { ColorChoice } from '../world.ts';

/** The options of `test`, checked. What they say counts more than what a file of tests says. */
export interface TestCommandOptions {
  /** Absolute, with the names that they were given. */
  readonly files: readonly { readonly path: string; readonly name: string }[];
  readonly record: boolean;
  readonly force: boolean;
  /** As it was given. */
  readonly entry: string | null;
  readonly config: 'none' | null;
  readonly assume: FilesChoice | null;
  readonly format: 'pretty' | 'json' | 'junit';
  readonly color: ColorChoice;
  readonly nginxVersion: string | null;
  readonly prefix: string | null;
  readonly map: readonly PathMapping[];
}

/** Looked for in the current folder. */
export const TEST_FILE_NAME = 'nginx-lint.test.yaml';

/** @throws Failure where options exclude each other */
export function readTestOptions({ operands, options }: Invocation, cwd: string): TestCommandOptions {
  const names = operands.length === 0 ? [TEST_FILE_NAME] : operands;
  const record = options.flag('record');
  if (record && names.length > 1) throw new Failure('--record writes one file; see nginx-lint help test');
  if (record && options.one('format') !== null) throw new Failure('--record and --format exclude each other');
  if (!record && options.flag('force')) throw new Failure('--force is for --record; see nginx-lint help test');
  return {
    files: names.map((name) => ({ path: resolve(cwd, name), name })),
    record,
    force: options.flag('force'),
    entry: options.one('config'),
    config: options.flag('no-config') ? 'none' : null,
    assume: options.one('files') as FilesChoice | null,
    format: (options.one('format') ?? 'pretty') as TestCommandOptions['format'],
    color: (options.one('color') ?? 'auto') as ColorChoice,
    ...readTarget(options, cwd),
  };
}
