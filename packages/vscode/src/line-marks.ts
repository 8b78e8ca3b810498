import type { RouteStory } from './answers.ts';

/** The steps of a request that happen at one line. */
export interface LineMark {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** False where all that happens there is that something does not match. */
  readonly taken: boolean;
  /** Short, behind the line. */
  readonly label: string;
  readonly steps: readonly string[];
}

/** Longer labels would hide the text of long lines; the hover has all. */
const LONGEST = 90;

/** Marks for each line that a story comes by; the numbers are those of the page, `3.1` in a branch of step 3. */
export function marksOf(story: readonly RouteStory[]): readonly LineMark[] {
  const marks = new Map<string, { uri: string; line: number; taken: boolean; steps: string[] }>();
  const add = (steps: readonly RouteStory[], prefix: string): void => {
    for (const [index, one] of steps.entries()) {
      const number = `${prefix}${index + 1}`;
      if ('fork' in one) {
        for (const branch of one.fork) add(branch.steps, `${number}.`);
        continue;
      }
      if (one.at === null) continue;
      const { file, line } = one.at;
      const key = `${line} ${file}`;
      const mark = marks.get(key) ?? { uri: file, line: line - 1, taken: false, steps: [] };
      mark.taken ||= !isMiss(one);
      mark.steps.push(`${number} ${one.text}`);
      marks.set(key, mark);
    }
  };
  add(story, '');
  return [...marks.values()].map((mark) => ({ ...mark, label: shortened(mark.steps.join(' · ')) }));
}

/** Is the step about an expression that does not match? */
export function isMiss(step: RouteStory): boolean {
  return 'step' in step && step.step === 'try-regex' && step.text.includes('does not match');
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
