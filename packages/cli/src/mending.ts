import { sep } from 'node:path';
import { encode, type FileSystem } from '@nginx-lint/core';
import { readPath, realPathOf, toFileId } from '@nginx-lint/disk';
import { writeWhole } from './atomic-write.ts';
import { Failure } from './failure.ts';
import { type ChangedFile, mend } from './fixing.ts';
import type { LintOptions } from './lint-options.ts';
import type { Round } from './linting.ts';
import { counted } from './reporters/report.ts';
import { palette } from './style.ts';
import type { ReadTargets, ShownNames } from './targets.ts';
import { unifiedDiff } from './unified-diff.ts';
import { visible } from './visible.ts';
import { type World, wantsColor } from './world.ts';

export interface MendRequest {
  readonly round: Round;
  readonly targets: ReadTargets;
  readonly options: LintOptions;
  readonly files: FileSystem;
  readonly look: (files: FileSystem) => Promise<Round>;
  readonly nameOf: ShownNames;
}

export interface MendResult {
  /** What is there after the fixes. */
  readonly left: Round;
  /** False where a file could not be written. */
  readonly complete: boolean;
}

/** Makes the fixes and writes the files; for `--diff` and standard input, prints what there would be instead. */
export async function mendTargets(request: MendRequest, world: World): Promise<MendResult> {
  const { round, targets, options, files, look } = request;
  const unsafe = options.fix === 'unsafe';
  const {
    changed,
    count,
    round: left,
  } = await mend(round, files, { unsafe, look, mayWrite: writable(targets, world) });
  const nameOf = (file: ChangedFile): string => targets.names.get(file.path) ?? request.nameOf(file.before.id);
  const said = `${counted(count, 'problem')} in ${counted(changed.length, 'file')}\n`;
  if (options.diff) {
    for (const file of changed) printDiff(nameOf(file), file, options, world);
    if (count > 0) world.stderr.write(`Would fix ${said}`);
    return { left: round, complete: true };
  }
  if (targets.overlay !== null) {
    const [path = ''] = targets.files;
    const mended = changed.find((file) => file.path === realPathOf(path));
    const original = await files.read(toFileId(path, world.cwd));
    if (mended !== undefined) world.stdout.write(encode(mended.after.text, mended.after.encoding));
    else if (typeof original !== 'string') world.stdout.write(original);
    return { left, complete: true };
  }
  const complete = changed.map((file) => write(nameOf(file), file, world)).every((written) => written);
  if (count > 0 && complete) world.stderr.write(`Fixed ${said}`);
  return { left, complete };
}

/** What lies below the current folder, or was named, or lies below a folder that was. Of standard input, only that. */
function writable({ files, folders, overlay }: ReadTargets, { cwd }: World): (path: string) => boolean {
  const named = new Set(files.map(realPathOf));
  const roots = [cwd, ...folders].map(realPathOf);
  return (path) => named.has(path) || (overlay === null && roots.some((root) => isBelow(root, path)));
}

function isBelow(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** False, with the reason said, where the file cannot be written. */
function write(name: string, { path, before, after }: ChangedFile, world: World): boolean {
  try {
    const now = readPath(path);
    if (typeof now === 'string' || !same(now, encode(before.text, before.encoding)))
      throw new Failure(`${name}: not written, as it was changed meanwhile`);
    writeWhole(path, encode(after.text, before.encoding), name);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.stderr.write(`nginx-lint: ${visible(error.message)}\n`);
    return false;
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function printDiff(name: string, { before, after }: ChangedFile, options: LintOptions, world: World): void {
  const text = unifiedDiff(name, before.text, after.text);
  if (!world.stdout.isTTY && !wantsColor(options.color, world.stdout, world.env)) {
    // The bytes of the file: what reads it is a program.
    world.stdout.write(encode(text, before.encoding));
    return;
  }
  const { error, hint, frame, strong } = palette(wantsColor(options.color, world.stdout, world.env));
  for (const line of text.split(/(?<=\n)/)) {
    const shown = visible(line.replace(/\r?\n$/, ''));
    const heading = line.startsWith('--- ') || line.startsWith('+++ ');
    const style = heading ? strong : ({ '-': error, '+': hint, '@': frame }[line.charAt(0)] ?? String);
    world.stdout.write(`${style(shown)}\n`);
  }
}
