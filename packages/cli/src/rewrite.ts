import { encode, type SourceFile } from '@nginx-lint/core';
import { readPath } from '@nginx-lint/disk';
import { writeWhole } from './atomic-write.ts';
import { Failure } from './failure.ts';
import { visible } from './visible.ts';
import type { World } from './world.ts';

/** Puts another text in the place of what was read. False, with the reason said, where that cannot be. */
export function rewrite(
  path: string,
  name: string,
  before: Pick<SourceFile, 'text' | 'encoding'>,
  after: string,
  world: World,
): boolean {
  try {
    const now = readPath(path);
    if (typeof now === 'string' || Buffer.compare(now, encode(before.text, before.encoding)) !== 0)
      throw new Failure(`${name}: not written, as it was changed meanwhile`);
    writeWhole(path, encode(after, before.encoding), name);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    world.stderr.write(`nginx-lint: ${visible(error.message)}\n`);
    return false;
  }
}
