import { pathsOf, replaceAt } from './configuration.ts';
import type { Case, Judge } from './judge.ts';

/** Questions to nginx that one difference is worth. */
const MOST_QUESTIONS = 150;

/** The case without everything that can go while the difference stays. */
export async function shrink(from: Case, cause: string, judge: Judge): Promise<Case> {
  let small = from;
  let questions = 0;
  const stays = async (candidate: Case): Promise<boolean> => {
    questions++;
    return (await judge.judge(candidate)).cause === cause;
  };
  for (let again = true; again; ) {
    again = false;
    // From the end: paths before a deleted statement stay what they are.
    for (const [path] of [...pathsOf(small.main)].reverse()) {
      if (questions >= MOST_QUESTIONS) return small;
      const candidate = { ...small, main: replaceAt(small.main, path, () => []) };
      if (!(await stays(candidate))) continue;
      small = candidate;
      again = true;
    }
  }
  return small;
}
