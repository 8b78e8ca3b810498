/** One line of a `.gitignore`, to be asked with paths relative to that file's folder, `/` between the parts. */
export interface IgnoreRule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  matches(path: string): boolean;
}

/** The rules of one `.gitignore`, as gitignore(5) describes them. */
export function readGitignore(text: string): readonly IgnoreRule[] {
  return text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []);
}

/** The answer of the last rule that matches; null where none does. */
export function verdict(rules: readonly IgnoreRule[], path: string, folder: boolean): 'ignored' | 'kept' | null {
  for (let at = rules.length - 1; at >= 0; at--) {
    const rule = rules[at];
    if (rule !== undefined && (folder || !rule.foldersOnly) && rule.matches(path))
      return rule.negated ? 'kept' : 'ignored';
  }
  return null;
}

function ruleOf(line: string): IgnoreRule | null {
  // White space at the end counts only behind a backslash.
  let pattern = line.replace(/(?<!\\)[ \t]+$/, '');
  if (pattern === '' || pattern.startsWith('#')) return null;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  // A slash anywhere but at the end ties the pattern to the folder of the file.
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return null;
  try {
    const expression = new RegExp(`^${anchored ? '' : '(?:.*/)?'}${translate(pattern)}$`, 'su');
    return { negated, foldersOnly, matches: (path) => expression.test(path) };
  } catch {
    // A bracket expression that is none: git matches nothing with it either.
    return null;
  }
}

function translate(pattern: string): string {
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const rest = pattern.slice(at);
    const bracket = character === '[' ? /^\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]/s.exec(rest) : null;
    if (rest.startsWith('**/') && (at === 0 || pattern.charAt(at - 1) === '/')) {
      result += '(?:.*/)?';
      at += 2;
    } else if (rest === '**' && (at === 0 || pattern.charAt(at - 1) === '/')) {
      result += '.+';
      at += 1;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (bracket !== null) {
      result += `(?!/)[${bracket[1] === '' ? '' : '^'}${bracketBody(bracket[2] ?? '')}]`;
      at += bracket[0].length - 1;
    } else if (character === '\\' && at + 1 < pattern.length) result += literal(pattern.charAt(++at));
    else result += literal(character);
  }
  return result;
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function bracketBody(body: string): string {
  return body.replace(/\\(.)|([\][\\^])/gsu, (_, escaped: string | undefined, special: string | undefined) => {
    const character = escaped ?? special ?? '';
    return /[\w\s]/.test(character) ? character : `\\${character}`;
  });
}

/** Are a file, given by its absolute path, or a folder around it, ignored by globs that are absolute themselves? */
export function ignoredBy(globs: readonly string[], path: string): boolean {
  if (globs.length === 0) return false;
  const rules = readGitignore(globs.flatMap(expandBraces).join('\n'));
  const parts = path.replace(/^\//, '').split('/');
  return parts.some((_, index) => {
    const last = index === parts.length - 1;
    return verdict(rules, parts.slice(0, index + 1).join('/'), !last) === 'ignored';
  });
}

/** `a.{b,c}` → `a.b`, `a.c`; git knows no braces, people write them in globs all the same. */
function expandBraces(glob: string): string[] {
  const found = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/su.exec(glob);
  if (found === null) return [glob];
  const [, before = '', choices = '', after = ''] = found;
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after));
}
