import type { FormatOptions } from './options.ts';

/** One `.editorconfig`, read: https://spec.editorconfig.org, version 0.17. */
export interface Editorconfig {
  /** Files further up are not asked. */
  readonly root: boolean;
  /** In order; of several that name a file the later one counts more. */
  readonly sections: readonly EditorconfigSection[];
}

export interface EditorconfigSection {
  /** Does it name this file? The path is relative to the folder of the `.editorconfig`, with `/` between its parts. */
  matches(path: string): boolean;
  /** In lower case, as the specification wants names and values to be read. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Reads an `.editorconfig`; lines that mean nothing are passed over, as the specification wants it. */
export function readEditorconfig(text: string): Editorconfig {
  let root = false;
  const sections: { matches(path: string): boolean; properties: Map<string, string> }[] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const glob = /^\[(.*)\]$/.exec(trimmed)?.[1];
    if (glob !== undefined) {
      sections.push({ matches: matcherOf(glob), properties: new Map() });
      continue;
    }
    const [, name = '', value = ''] = /^([^=]*?)\s*=\s*(.*)$/.exec(trimmed) ?? [];
    if (name === '') continue;
    const section = sections.at(-1);
    if (section !== undefined) section.properties.set(name.toLowerCase(), value.toLowerCase());
    else if (name.toLowerCase() === 'root') root = value.toLowerCase() === 'true';
  }
  return { root, sections };
}

/**
 * What `.editorconfig` files say of one file: the files from the outermost folder to the innermost, each with the path
 * as its sections are asked for it. What formatting does not know, such as `max_line_length`, is passed over.
 */
export function editorconfigFormat(
  files: readonly { readonly config: Editorconfig; readonly path: string }[],
): Partial<FormatOptions> {
  const found = new Map<string, string>();
  const from = files.findLastIndex(({ config }) => config.root);
  for (const { config, path } of files.slice(Math.max(0, from)))
    for (const { matches, properties } of config.sections)
      if (matches(path)) for (const [name, value] of properties) found.set(name, value);
  const style = found.get('indent_style');
  const size = found.get('indent_size') === 'tab' ? found.get('tab_width') : found.get('indent_size');
  const indent = countOf(size) ?? countOf(found.get('tab_width'));
  const end = found.get('end_of_line');
  const last = found.get('insert_final_newline');
  return {
    ...(style === 'tab' || style === 'space' ? { useTabs: style === 'tab' } : {}),
    ...(indent === null ? {} : { indent }),
    ...(end === 'lf' ? { endOfLine: 'lf' } : end === 'crlf' ? { endOfLine: 'crlf' } : {}),
    ...(last === 'true' || last === 'false' ? { finalNewline: last === 'true' } : {}),
  };
}

function countOf(value: string | undefined): number | null {
  return value !== undefined && /^[1-9]\d?$/.test(value) ? Math.min(Number(value), 16) : null;
}

/** A glob of a section as a test of paths; one that cannot be read matches nothing. */
function matcherOf(glob: string): (path: string) => boolean {
  // A slash, but for one at the end, ties it to the folder of the file.
  const anchored = glob.replace(/\/$/, '').includes('/');
  const pattern = translated(glob.replace(/^\//, ''));
  try {
    const expression = new RegExp(`^${anchored ? '' : '(?:.*/)?'}${pattern}$`, 'su');
    return (path) => expression.test(path);
  } catch {
    return () => false;
  }
}

function translated(glob: string): string {
  let result = '';
  let open = 0;
  const balanced = isBalanced(glob);
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at);
    const rest = glob.slice(at);
    const bracket = /^\[(!?)([^\]/]+)\]/.exec(rest);
    const range = /^\{([+-]?\d+)\.\.([+-]?\d+)\}/.exec(rest);
    const single = /^\{([^{},]*)\}/.exec(rest);
    if (character === '\\' && at + 1 < glob.length) result += literal(glob.charAt(++at));
    else if (rest.startsWith('/**/')) {
      result += '(?:/|/.*/)';
      at += 3;
    } else if (rest.startsWith('**')) {
      result += '.*';
      at++;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (bracket !== null) {
      result += `[${bracket[1] === '!' ? '^' : ''}${(bracket[2] ?? '').replace(/[\\^[\]&~]/g, '\\$&')}]`;
      at += bracket[0].length - 1;
    } else if (range !== null) {
      result += numbers(Number(range[1]), Number(range[2]));
      at += range[0].length - 1;
    } else if (single !== null) {
      result += [...single[0]].map(literal).join('');
      at += single[0].length - 1;
    } else if (character === '{' && balanced) {
      open++;
      result += '(?:';
    } else if (character === '}' && open > 0) {
      open--;
      result += ')';
    } else if (character === ',' && open > 0) result += '|';
    else result += literal(character);
  }
  return result;
}

function isBalanced(glob: string): boolean {
  const signs = glob.replace(/\\./g, '').replace(/[^{}]/g, '');
  let depth = 0;
  for (const sign of signs) {
    depth += sign === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Ranges are those of ports and versions; a larger one matches any number. */
const MOST_NUMBERS = 1000;

function numbers(from: number, to: number): string {
  const [low, high] = from < to ? [from, to] : [to, from];
  if (high - low > MOST_NUMBERS) return '[+-]?\\d+';
  return `(?:${Array.from({ length: high - low + 1 }, (_, index) => String(low + index)).join('|')})`;
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;
}
