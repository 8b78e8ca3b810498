import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Who may import whom. A layer is a package, or a folder of one; the longest name that a path begins with counts.
 * What a layer may import from outside the repository stands behind `npm:`; `node:` means all of Node.js.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'regex/src': [],
  'core/src/text': [],
  'core/src/facts': ['core/src/text'],
  'core/src/syntax': ['core/src/text', 'npm:chevrotain'],
  'core/src/format': ['core/src/text', 'core/src/syntax', 'core/src/facts'],
  'core/src/tree': ['core/src/text', 'core/src/syntax', 'core/src/facts'],
  'core/src/model': ['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'npm:@nginx-lint/regex'],
  'core/src/nginx': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model'],
    'npm:@nginx-lint/regex',
  ],
  'core/src/route': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model', 'core/src/nginx'],
    'npm:@nginx-lint/regex',
  ],
  'core/src/lint': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model', 'core/src/nginx'],
    'core/src/format',
  ],
  'core/src/rules': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model', 'core/src/nginx'],
    ...['core/src/lint', 'core/src/route', 'npm:@nginx-lint/regex'],
  ],
  'core/src/export': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model', 'core/src/nginx'],
    'core/src/route',
  ],
  'core/src/diff': [
    ...['core/src/text', 'core/src/syntax', 'core/src/facts', 'core/src/tree', 'core/src/model', 'core/src/nginx'],
    ...['core/src/route', 'core/src/lint', 'core/src/export', 'npm:@nginx-lint/regex'],
  ],
  'core/src/index.ts': ['core/src'],
  'service/src': ['npm:@nginx-lint/core', 'npm:@nginx-lint/regex', 'npm:yaml'],
  'server/src': [
    ...[
      'npm:@nginx-lint/core',
      'npm:@nginx-lint/service',
      'npm:@nginx-lint/service/project',
      'npm:vscode-languageserver',
    ],
  ],
  'server/src/node.ts': [...['server/src', 'npm:@nginx-lint/disk', 'npm:vscode-languageserver/node', 'node:']],
  'server/src/ipc.ts': ['server/src'],
  'server/src/browser.ts': [
    'server/src',
    'npm:@nginx-lint/core',
    'npm:@nginx-lint/service/project',
    'npm:vscode-languageserver/browser',
  ],
  'disk/src': [
    'npm:@nginx-lint/core',
    'npm:@nginx-lint/service',
    'npm:@nginx-lint/service/project',
    'npm:fast-glob',
    'node:',
  ],
  'cli/src': [
    ...['npm:@nginx-lint/core', 'npm:@nginx-lint/service', 'npm:@nginx-lint/service/project', 'npm:@nginx-lint/disk'],
    ...['npm:@nginx-lint/service/expectations', 'npm:yaml', 'npm:sarif'],
    ...['npm:@nginx-lint/server/node', 'node:'],
  ],
  // The extension starts the server and does not link it. What an editor shows is made where no editor is known.
  'vscode/src': ['npm:vscode', 'npm:vscode-languageclient'],
  'vscode/src/pages': ['vscode/src/answers.ts', 'vscode/src/line-marks.ts'],
};

/** Chevrotain's own types and classes stay in these files. */
const CHEVROTAIN =
  /^(?:tokens|grammar|build|tree-builder|text-tokens|limits|faults|mender|balance|split|repair|known|condense|read-around)\.ts$/;

/** Rooms that a rule never enters. */
const RULES_NEVER = [
  /core\/src\/syntax\/(?!nodes|walk)/,
  /core\/src\/tree\/(?!tree\.ts)/,
  /core\/src\/lint\/(?:run|collect|settings)/,
];

interface Source {
  /** `core/src/lint/run.ts` */
  readonly path: string;
  readonly text: string;
}

function sources(): Source[] {
  const found: Source[] = [];
  const packages = join(ROOT, 'packages');
  for (const name of readdirSync(packages)) {
    const folder = join(packages, name, 'src');
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (path.endsWith('.ts'))
        found.push({ path: relative(packages, join(folder, path)), text: readFileSync(join(folder, path), 'utf8') });
  }
  return found;
}

/** The code without its comments and texts, line by line. */
function codeOf(text: string): string {
  const hidden = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g;
  return text.replace(hidden, (found) => found.replace(/[^\n]/g, ' '));
}

const all = sources();
const written = all.filter(({ path }) => !path.endsWith('.generated.ts'));

function layerOf(path: string): string {
  const layer = Object.keys(LAYERS)
    .filter((name) => path === name || path.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (layer === undefined) throw new Error(`${path} belongs to no layer; add one to LAYERS`);
  return layer;
}

/** What a file imports: paths as in `LAYERS`, or `npm:name`, or `node:name`. */
function importsOf({ path, text }: Source): string[] {
  const imports = /^(?:import|export|\}) [^'\n]*?from '([^']+)';$|^import '([^']+)';$|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(imports)].map(([, named, bare, dynamic]) => {
    const name = named ?? bare ?? dynamic ?? '';
    if (name.startsWith('.')) return join(path, '..', name);
    return name.startsWith('node:') ? name : `npm:${name}`;
  });
}

function isAllowed(layer: string, imported: string): boolean {
  if (imported.startsWith(`${layer}/`) || imported === layer) return true;
  return (LAYERS[layer] ?? []).some(
    (allowed) =>
      imported === allowed ||
      imported.startsWith(`${allowed}/`) ||
      (allowed === 'node:' && imported.startsWith('node:')),
  );
}

describe('the house', () => {
  it('has layers that look only down', () => {
    expect(all.flatMap(importsOf).length).toBeGreaterThan(300);
    const wrong = all.flatMap((source) =>
      importsOf(source)
        .filter((imported) => !isAllowed(layerOf(source.path), imported))
        .map((imported) => `${source.path} imports ${imported}: the row "${layerOf(source.path)}" does not allow it`),
    );
    expect(wrong).toEqual([]);
  });

  it('has leaves that do not know each other: rules', () => {
    const wrong = written
      .filter(({ path }) => path.startsWith('core/src/rules/'))
      .flatMap((source) =>
        importsOf(source)
          .filter((name) => name.startsWith('core/src/rules/') || RULES_NEVER.some((never) => never.test(name)))
          .map((name) => `${source.path} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps Chevrotain in the syntax', () => {
    const users = all.filter((source) => importsOf(source).includes('npm:chevrotain')).map(({ path }) => path);
    expect(users.filter((path) => !CHEVROTAIN.test(path.replace('core/src/syntax/', '')))).toEqual([]);
  });

  it('has a core that knows no clock, no environment and no chance', () => {
    const outside = /\b(?:process|Date\.now|new Date|performance|Math\.random|setTimeout|console)\b/;
    const wrong = written.filter(
      ({ path, text }) => !/^(?:cli|disk|server|vscode)\//.test(path) && outside.test(codeOf(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has no room for what has no place', () => {
    expect(
      written.filter(({ path }) => /\b(?:utils?|helpers?|common|misc|shared)\b/.test(path)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('has small files and small functions', () => {
    const lengths = written.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 500)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[sorted.length >> 1]).toBeLessThanOrEqual(130);
    expect(written.flatMap(longFunctions)).toEqual([]);
  });

  it('has no loose ends in its types', () => {
    const loose = written.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return codeOf(text)
        .split('\n')
        .flatMap((code, index) => {
          const reasoned = /biome-ignore/.test(lines[index - 1] ?? '');
          const found =
            /(?::|<|\bas) any\b/.test(code) || /@ts-(?:ignore|expect-error|nocheck)/.test(lines[index] ?? '');
          return found && !reasoned ? [`${path}:${index + 1}`] : [];
        });
    });
    expect(loose).toEqual([]);
  });
});

/** Functions of more than 60 lines, told by the indentation that the formatter gives them. */
function longFunctions({ path, text }: Source): string[] {
  const long: string[] = [];
  const open: { indentation: number; line: number; name: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const indentation = line.search(/\S/);
    const starts =
      /^\s*(?:export )?(?:default )?(?:async )?(?:function\*? (\w+)|(?:static |async |\*|get |#|private |readonly )*([\w#]+)\([^;]*\)(?::[^;]*)? \{$|const (\w+) = .*=> \{$)/.exec(
        line,
      );
    if (starts && !/^\s*(?:if|for|while|switch|return|it|describe)\b/.test(line))
      open.push({ indentation, line: index, name: starts[1] ?? starts[2] ?? starts[3] ?? '' });
    const innermost = open.at(-1);
    if (innermost && indentation === innermost.indentation && /^\s*\}/.test(line)) {
      open.pop();
      if (index - innermost.line + 1 > 60)
        long.push(`${path}:${innermost.line + 1} ${innermost.name}: ${index - innermost.line + 1} lines`);
    }
  }
  return long;
}
