import { readFileSync } from 'node:fs';

/**
 * Statements of one place. A file of cases has one a line, lines `# context: …` between them, and a line
 * `# needs: 1.29.0` before those that only a newer nginx can judge.
 */
export interface TableCase {
  readonly context: readonly string[];
  readonly text: string;
  /** The oldest version that can judge it. */
  readonly needs?: string;
}

/** `⏎` in a line stands for a line end, so that the line that nginx names is tested too. */
export function casesOf(url: URL): TableCase[] {
  const cases: TableCase[] = [];
  let context: readonly string[] = [];
  let needs: string | undefined;
  for (const line of readFileSync(url, 'utf8').split('\n')) {
    const heading = /^# context: (.+)$/.exec(line);
    const version = /^# needs: (.+)$/.exec(line);
    if (heading) context = (heading[1] ?? '').split(', ');
    else if (version) needs = version[1];
    else if (line !== '' && !line.startsWith('#')) {
      cases.push({ context, text: line.replaceAll(' ⏎ ', '\n'), ...(needs === undefined ? {} : { needs }) });
    }
  }
  return cases;
}
