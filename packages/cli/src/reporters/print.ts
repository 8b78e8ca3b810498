import { wantsLinks } from '../hyperlinks.ts';
import { failing, type LintOptions } from '../lint-options.ts';
import { palette } from '../style.ts';
import { packageVersion } from '../version.ts';
import { type ExitCode, type Output, type World, wantsColor } from '../world.ts';
import { type Report, summarise, summaryLine } from './report.ts';

export interface PrintOptions {
  readonly options: LintOptions;
  readonly code: ExitCode;
  /** What could not be looked at, each with its reason. */
  readonly unreadable: readonly string[];
}

/** Prints a report in the format that was asked for. */
export async function printReport(report: Report, parts: PrintOptions, output: Output, world: World): Promise<void> {
  output.write(await rendered(report, parts, output, world));
  if (parts.options.format === 'pretty' && report.diagnostics.length === 0 && world.stderr.isTTY)
    world.stderr.write(`${summaryLine(summarise(report))}\n`);
}

/** Reporters are loaded when they are wanted, so that none pays for another. */
async function rendered(
  report: Report,
  { options, code, unreadable }: PrintOptions,
  output: Output,
  world: World,
): Promise<string> {
  switch (options.format) {
    case 'json':
      return (await import('./json.ts')).json(report);
    case 'compact':
      return (await import('./compact.ts')).compact(report);
    case 'sarif': {
      const { sarif } = await import('./sarif.ts');
      return sarif(report, { version: packageVersion(), cwd: world.cwd, exitCode: code, unreadable });
    }
    case 'checkstyle':
      return (await import('./checkstyle.ts')).checkstyle(report);
    case 'junit':
      return (await import('./junit.ts')).junit(report, failing(options));
    case 'github':
    case 'gitlab': {
      const { namesBelowRoot } = await import('./below-root.ts');
      const named = { ...report, nameOf: namesBelowRoot(options.format, report.nameOf, world) };
      if (options.format === 'github') return (await import('./github.ts')).github(named);
      return (await import('./gitlab.ts')).gitlab(named);
    }
    case 'pretty': {
      const { pretty } = await import('./pretty.ts');
      const color = wantsColor(options.color, output, world.env);
      const links = wantsLinks(color, output, world.env);
      return pretty(report, { palette: palette(color), columns: output.columns ?? 120, links });
    }
  }
}
