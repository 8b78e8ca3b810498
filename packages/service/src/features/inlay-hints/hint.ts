import type { Standing } from '../hover/subject.ts';
import type { InlayHint } from '../inlay-hints.ts';

export type Hint = InlayHint;

/** The hints of one directive in one place. */
export type HintSource = (standing: Standing) => readonly Hint[];
