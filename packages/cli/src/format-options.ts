import { resolve } from 'node:path';
import type { FileId, PathMapping } from '@nginx-lint/core';
import { toFileId } from '@nginx-lint/disk';
import type { OptionValues } from './args.ts';
import { Failure } from './failure.ts';
import type { ColorChoice } from './world.ts';

/** What the command line says to `format`. */
export interface FormatCommandOptions {
  readonly mode: 'print' | 'write' | 'check' | 'diff';
  /** Print what would change; with `check` in the place of names. */
  readonly diff: boolean;
  readonly config: FileId | 'none' | null;
  readonly stdinFilename: string | null;
  readonly color: ColorChoice;
  readonly nginxVersion: null;
  readonly prefix: null;
  readonly map: readonly PathMapping[];
}

/** @throws Failure where options exclude each other */
export function readFormatCommandOptions(
  options: OptionValues,
  operands: readonly string[],
  cwd: string,
): FormatCommandOptions {
  const [write, check, diff] = [options.flag('write'), options.flag('check'), options.flag('diff')];
  if (write && (check || diff))
    throw new Failure(`--write changes files, and ${check ? '--check' : '--diff'} does not; give one of them`);
  if (operands.includes('-')) {
    if (operands.length > 1) throw new Failure('standard input is formatted alone; name no other path besides “-”');
    if (write) throw new Failure('standard input cannot be written to; it comes out formatted without --write');
  }
  const config = options.one('config');
  if (config !== null && options.flag('no-config')) throw new Failure('--config and --no-config exclude each other');
  return {
    mode: write ? 'write' : check ? 'check' : diff ? 'diff' : 'print',
    diff,
    config: options.flag('no-config') ? 'none' : config === null ? null : toFileId(resolve(cwd, config), cwd),
    stdinFilename: options.one('stdin-filename'),
    color: (options.one('color') ?? 'auto') as ColorChoice,
    nginxVersion: null,
    prefix: null,
    map: [],
  };
}
