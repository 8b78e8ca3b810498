import { literalPrefix, type Pattern, suffixSet } from '@nginx-lint/regex';

/** A path that stays as it is when nginx normalises it. */
const PLAIN = /^(?:\/[\w-][\w.-]*)+\/?$/;

const known = new WeakMap<Pattern, string | null>();

/** A plain path that an expression matches, where one comes to mind; to prove that there is any takes longer. */
export function likelyPath(tree: Pattern): string | null {
  let path = known.get(tree);
  if (path === undefined) {
    path = tree.accepted ? (candidates(tree).find((each) => PLAIN.test(each)) ?? null) : null;
    known.set(tree, path);
  }
  return path;
}

/** Expressions for all that ends, or begins, with a text. */
function candidates(tree: Pattern): readonly string[] {
  const ends = suffixSet(tree);
  if (ends !== null) return ends.suffixes.map((suffix) => `/x${suffix}`);
  const beginning = literalPrefix(tree);
  return beginning === null || beginning.rest === 'other' ? [] : [beginning.text, `${beginning.text}x`];
}
