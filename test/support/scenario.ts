/** Several files written as one text: a line `# file: name` begins each but the first. */
export interface Scenario {
  /** The blocks around the first file, from its first line; null for a whole configuration. */
  readonly context: readonly string[] | null;
  /** From a line `# nginx version: 1.29.3` at its beginning: the version that the case is for. */
  readonly version: string | null;
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

const FILE_LINE = /^# file: (\S+)[ \t]*\n/gm;

/** `name` is that of the first file. */
export function scenarioOf(text: string, name = 'nginx.conf'): Scenario {
  const files: Record<string, string> = {};
  let current = name;
  let start = 0;
  for (const line of text.matchAll(FILE_LINE)) {
    files[current] = text.slice(start, line.index);
    current = line[1] ?? '';
    start = line.index + line[0].length;
  }
  files[current] = text.slice(start);
  const head = text.slice(0, 400);
  const context = /^# nginx-lint context: *(.+)$/m.exec(head)?.[1]?.split(/\s*,\s*/) ?? null;
  const version = /^# nginx version: *(\S+)$/m.exec(head)?.[1] ?? null;
  return { context, version, entry: name, files };
}

/** The inverse, for comparing what fixes make of it. */
export function scenarioText({ files, entry }: Pick<Scenario, 'files' | 'entry'>): string {
  return Object.entries(files)
    .map(([name, text]) => (name === entry ? text : `# file: ${name}\n${text}`))
    .join('');
}
