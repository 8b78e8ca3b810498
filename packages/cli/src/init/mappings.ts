/** An absolute path of the server, and the folder of the checkout that seems to hold what is there. */
export interface Guess {
  readonly from: string;
  readonly to: string;
}

/**
 * Where an absolute path of the server may live here: at the file, or the folder of a pattern, whose path ends alike. Of
 * several the one with the longest common end; null where two are as good, and where all of the path would have to live
 * here. `files` are relative, with `/`.
 */
export function guessMapping(path: string, pattern: boolean, files: readonly string[]): Guess | null {
  const wanted = (pattern ? fixedFolder(path) : path).split('/').filter((part) => part !== '');
  const candidates = pattern ? foldersOf(files) : files;
  let best: readonly string[] | null = null;
  let length = 0;
  let tied = false;
  for (const candidate of candidates) {
    const parts = candidate.split('/');
    const common = commonEnd(wanted, parts);
    if (common === 0 || common < length) continue;
    tied = common === length;
    best = parts;
    length = common;
  }
  if (best === null || tied) return null;
  const from = `/${wanted.slice(0, wanted.length - length).join('/')}`;
  const to = best.slice(0, best.length - length).join('/') || '.';
  return from === '/' ? null : { from, to };
}

/** The folder in front of the first part with a wildcard. */
function fixedFolder(pattern: string): string {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return parts.slice(0, wild === -1 ? parts.length - 1 : wild).join('/');
}

function foldersOf(files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    for (let length = 1; length < parts.length; length++) found.add(parts.slice(0, length).join('/'));
  }
  return [...found];
}

function commonEnd(left: readonly string[], right: readonly string[]): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length)) length++;
  return length;
}
