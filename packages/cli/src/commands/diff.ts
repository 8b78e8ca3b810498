import {
  DIFF_AREAS,
  type DiffArea,
  type DiffJson,
  diagnosticsApart,
  diffConfigs,
  diffJson,
  jsonText,
  type NamedSide,
} from '@nginx-lint/core';
import type { Invocation, OptionValues } from '../args.ts';
import { didYouMean } from '../did-you-mean.ts';
import { judged, openSide } from '../diff/side.ts';
import { Failure } from '../failure.ts';
import { readTarget } from '../lint-options.ts';
import { diffMarkdown } from '../reporters/diff-markdown.ts';
import { diffText } from '../reporters/diff-text.ts';
import { palette } from '../style.ts';
import { visible } from '../visible.ts';
import { type ColorChoice, type ExitCode, type World, wantsColor } from '../world.ts';

/** Says what a change of a configuration means: blocks, values, requests that fare otherwise, findings. */
export async function diffCommand({ operands, options }: Invocation, world: World): Promise<ExitCode> {
  const [old, next, ...more] = operands;
  if (old === undefined || next === undefined || more.length > 0)
    throw new Failure(
      `diff takes two configurations, OLD and NEW, and there are ${operands.length}; see nginx-lint help diff`,
    );
  const failOn = areasIn(options);
  const target = { ...readTarget(options, world.cwd), config: options.flag('no-config') ? ('none' as const) : null };
  const right = await openSide(next, target, world);
  const version = target.nginxVersion ?? right.config.nginxVersion;
  const left = await openSide(old, { ...target, nginxVersion: version }, world);
  const sides = [judged(left, right.config), judged(right, right.config)] as const;
  const json = compared(...sides);
  world.stdout.write(printed(json, options, world));
  for (const { shown, refused } of sides) complain(shown, refused, world);
  if (json.changed === null) return 2;
  const { changed } = json;
  const fails = failOn.some((area) => (area === 'routing' ? changed.routing !== 'equal' : changed[area]));
  return fails ? 1 : 0;
}

/** What nginx refuses does nothing: then only what is said about the two is compared. */
function compared(old: NamedSide, next: NamedSide): DiffJson {
  if (old.refused.length + next.refused.length > 0) return diffJson(null, diagnosticsApart(old, next), old, next);
  const diff = diffConfigs(old, next);
  return diffJson(diff, diff.diagnostics, old, next);
}

function printed(json: DiffJson, options: OptionValues, world: World): string {
  const format = options.one('format') ?? 'text';
  if (format === 'json') return `${jsonText(json, 2)}\n`;
  if (format === 'markdown') return diffMarkdown(json);
  const color = wantsColor((options.one('color') ?? 'auto') as ColorChoice, world.stdout, world.env);
  return diffText(json, palette(color));
}

const SHOWN_REFUSALS = 10;

function complain(shown: string, refused: readonly string[], world: World): void {
  if (refused.length === 0) return;
  const lines = [
    ...refused.slice(0, SHOWN_REFUSALS),
    `nginx would not start with ${shown}, so only what is found in both was compared (${refused.length === 1 ? '1 problem' : `${refused.length} problems`})`,
  ];
  for (const line of lines) world.stderr.write(`nginx-lint: ${visible(line)}\n`);
}

/** @throws Failure for what is no area */
function areasIn(options: OptionValues): readonly DiffArea[] {
  const given = options.one('fail-on');
  if (given === null) return [];
  return given.split(',').map((part) => {
    const name = part.trim();
    const area = DIFF_AREAS.find((each) => each === name);
    if (area !== undefined) return area;
    throw new Failure(`--fail-on ${name}: ${didYouMean(name, DIFF_AREAS, `expected one of ${DIFF_AREAS.join(', ')}`)}`);
  });
}
