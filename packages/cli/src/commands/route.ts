import { type FileProbe, jsonText, route, routeJson, routeTable } from '@nginx-lint/core';
import { nodeHost, readPath, whyUnreadable } from '@nginx-lint/disk';
import { Project } from '@nginx-lint/service/project';
import type { Invocation } from '../args.ts';
import { Failure } from '../failure.ts';
import { story } from '../reporters/story.ts';
import { table } from '../reporters/table.ts';
import { type Entry, openEntry } from '../route/entry.ts';
import { fileProbe } from '../route/file-probe.ts';
import { requestForUrl } from '../route/request-input.ts';
import { answerLines } from '../route/request-lines.ts';
import { type RouteCommandOptions, readRouteOptions } from '../route/route-options.ts';
import { unseenLines, withUnseen } from '../route/unseen.ts';
import { palette } from '../style.ts';
import { visible } from '../visible.ts';
import { type ExitCode, type World, wantsColor } from '../world.ts';

/** Says what nginx would do with a request, with many, or with any. */
export async function routeCommand(invocation: Invocation, world: World): Promise<ExitCode> {
  const options = readRouteOptions(invocation, world.cwd);
  // What cannot be read is said before the work begins.
  const lines = options.requests === null ? null : await readLines(options.requests, invocation, world);
  const project = new Project({
    ...options,
    host: nodeHost(world.cwd),
    known: () => import('../known-names.ts'),
  });
  const entry = await openEntry(project, options.entry, world.cwd);
  const probe = await fileProbe(options.files, project, entry.file);
  if (lines !== null) return answerLines(lines, { ...entry, probe, defaults: options, output: world.stdout });
  world.stdout.write(
    options.url === null ? shownTable(entry, options, world) : shownAnswer(entry, probe, options, world),
  );
  return 0;
}

async function readLines(path: string, { options }: Invocation, world: World): Promise<Uint8Array> {
  if (path === '-') return world.stdin();
  const bytes = readPath(path);
  if (typeof bytes === 'string') throw new Failure(`${options.one('requests')}: ${whyUnreadable(path)}`);
  return bytes;
}

function shownAnswer(entry: Entry, probe: FileProbe, options: RouteCommandOptions, world: World): string {
  const { model, nameOf } = entry;
  const { request, url } = requestForUrl(options.url ?? '', model, options);
  const outcome = withUnseen(route(model, request, { probe }), model, nameOf);
  if (options.format === 'json') return `${jsonText(routeJson(outcome, model, nameOf, url), 2)}\n`;
  const color = wantsColor(options.color, world.stdout, world.env);
  return story(outcome, model, url, { palette: palette(color), columns: world.stdout.columns ?? 120, nameOf });
}

function shownTable({ model, nameOf }: Entry, options: RouteCommandOptions, world: World): string {
  const found = routeTable(model, nameOf);
  for (const line of unseenLines(model, nameOf)) world.stderr.write(`nginx-lint: ${visible(line)}\n`);
  if (options.format === 'json') return `${jsonText(found, 2)}\n`;
  return table(found, palette(wantsColor(options.color, world.stdout, world.env)));
}
