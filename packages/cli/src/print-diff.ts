import { encode, type SourceFile } from '@nginx-lint/core';
import { palette } from './style.ts';
import { unifiedDiff } from './unified-diff.ts';
import { visible } from './visible.ts';
import { type ColorChoice, type World, wantsColor } from './world.ts';

/** Prints what changes in a file, for `patch` or for a reader. */
export function printDiff(
  name: string,
  { text: before, encoding }: Pick<SourceFile, 'text' | 'encoding'>,
  after: string,
  color: ColorChoice,
  world: World,
): void {
  const text = unifiedDiff(name, before, after);
  if (!world.stdout.isTTY && !wantsColor(color, world.stdout, world.env)) {
    // The bytes of the file: what reads it is a program.
    world.stdout.write(encode(text, encoding));
    return;
  }
  const { error, hint, frame, strong } = palette(wantsColor(color, world.stdout, world.env));
  for (const line of text.split(/(?<=\n)/)) {
    const shown = visible(line.replace(/\r?\n$/, ''));
    const heading = line.startsWith('--- ') || line.startsWith('+++ ');
    const style = heading ? strong : ({ '-': error, '+': hint, '@': frame }[line.charAt(0)] ?? String);
    world.stdout.write(`${style(shown)}\n`);
  }
}
