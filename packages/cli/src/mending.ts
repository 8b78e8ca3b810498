import { sep } from 'node:path';
import { encode, type FileSystem } from '@nginx-lint/core';
import { realPathOf, toFileId } from '@nginx-lint/disk';
import { hearSignals } from './atomic-write.ts';
import { type ChangedFile, mend } from './fixing.ts';
import type { LintOptions } from './lint-options.ts';
import type { Round } from './linting.ts';
import { printDiff } from './print-diff.ts';
import { counted } from './reporters/report.ts';
import { rewrite } from './rewrite.ts';
import type { ReadTargets, ShownNames } from './targets.ts';
import type { World } from './world.ts';

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
    for (const file of changed) printDiff(nameOf(file), file.before, file.after.text, options.color, world);
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
  let complete = true;
  for (const file of changed) {
    complete = rewrite(file.path, nameOf(file), file.before, file.after.text, world) && complete;
    await hearSignals();
  }
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
