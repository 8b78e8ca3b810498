import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Pages that show how things are called. The one of packages/cli is this README again, written when it is packed. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'packages/vscode/README.md',
  ...readdirSync(join(ROOT, 'docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/guide/${name}`),
];

export interface Fence {
  readonly page: string;
  /** Empty where the page names none. */
  readonly language: string;
  readonly text: string;
}

export function pageText(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

export function fencesOf(page: string): readonly Fence[] {
  return [...pageText(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    page,
    language,
    text,
  }));
}

/** What a person would type, or a pipeline run, without the comment behind it. */
export function commandLinesOf({ language, text }: Fence): readonly string[] {
  const lines = text.split('\n');
  switch (language) {
    case 'sh':
      return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.replace(/\s+# .*$/, ''));
    case 'yaml':
      return lines.flatMap((line) => /^\s*(?:- )?(?:run|script): (.+)$/.exec(line)?.[1] ?? []);
    case 'groovy':
      return lines.flatMap((line) => /^\s*sh '(.+)'$/.exec(line)?.[1] ?? []);
    default:
      return [];
  }
}

/** `nginx-lint …` in back quotes within the text. */
export function inlineCommandsOf(page: string): readonly string[] {
  const prose = pageText(page).replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`(?:npx )?nginx-lint( [^`]+)?`/g)].map(([, args = '']) => args.trim());
}
