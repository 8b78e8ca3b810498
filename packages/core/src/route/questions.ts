import type { Occurrence } from '../tree/tree.ts';

/** A question that only a running nginx could answer, and the answer that this run assumes. */
export interface Question {
  readonly condition: string;
  readonly at: Occurrence | null;
  readonly answer: boolean;
  /** How many steps the trace had when it was asked. */
  readonly step: number;
}

export interface Questions {
  readonly asked: readonly Question[];
  ask(condition: string, at: Occurrence | null): boolean;
}

/** Answers as `given`, and yes to whatever is asked beyond; the same question has one answer in a run. */
export function answers(given: readonly boolean[], step: () => number): Questions {
  const asked: Question[] = [];
  const known = new Map<string, boolean>();
  return {
    asked,
    ask(condition, at) {
      const before = known.get(condition);
      if (before !== undefined) return before;
      const answer = given[asked.length] ?? true;
      known.set(condition, answer);
      asked.push({ condition, at, answer, step: step() });
      return answer;
    },
  };
}
