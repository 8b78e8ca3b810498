import { bundledSources } from './bundled.generated.ts';

/** A file that nginx or its Debian package ships: directives without their `;`, in one block or in none. */
export interface BundledSource {
  /** Relative to the folder of `nginx.conf`. */
  readonly path: string;
  readonly block: string | null;
  readonly lines: readonly string[];
}

let rendered: ReadonlyMap<string, string> | null = null;

/** The text of a shipped file such as `mime.types` or `snippets/fastcgi-php.conf`; null where none is shipped. */
export function bundledFile(relativePath: string): string | null {
  return all().get(relativePath) ?? null;
}

/** The paths of the shipped files, relative to the folder of `nginx.conf`. */
export function bundledFiles(): readonly string[] {
  return [...all().keys()];
}

function all(): ReadonlyMap<string, string> {
  rendered ??= new Map(bundledSources().map((source) => [source.path, render(source)]));
  return rendered;
}

function render({ block, lines }: BundledSource): string {
  if (block === null) return lines.map((line) => `${line};\n`).join('');
  return `${block} {\n${lines.map((line) => `    ${line};\n`).join('')}}\n`;
}
