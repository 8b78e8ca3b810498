/**
 * PCRE2 patterns: read as the library reads them, compared, and run.
 *
 * A pattern goes in as text; everything that stands for a subject (prefixes, suffixes, witnesses, what is matched) is a
 * byte string, one character per byte, which for ASCII is the text itself. {@link byteString} makes one of a text.
 *
 * {@link createMatcher} runs a pattern as pcre2_match() of PCRE2 10.42 does, with the options that nginx gives. What it
 * does not run exactly it answers with 'cannot-evaluate': `(*THEN)`, `(*SKIP:name)`, scripts and other properties than
 * categories, settings that change newlines or limits, subjects outside ASCII under `(*UTF)`, and whatever takes more
 * steps than its budget. {@link explodingShape} looks for subjects that take too many.
 */
export type * from './ast.ts';
export {
  type Answer,
  canMatch,
  covers,
  coversPrefix,
  type Judgement,
  judgeAll,
  judgeCoverage,
  judgeSome,
  matches,
} from './compare.ts';
export {
  commonBytes,
  groupBytes,
  groupEndings,
  type PartBytes,
  subjectBytes,
  subjectEndings,
} from './group-bytes.ts';
export { avoiding, type ByteMachine } from './machines.ts';
export { createMatcher, type Matcher, type MatcherOptions, type MatchResult } from './match.ts';
export { captures, type ParsedPattern, type ParseOptions, type PatternProblem, parseRegex } from './parse.ts';
export { byteString } from './reader.ts';
export { type Attack, attackSubject, type Explosion, explodingShape } from './risk.ts';
export type { Universe } from './search.ts';
export {
  type ExactLiteral,
  exactLiteral,
  isCatchAll,
  type LiteralPrefix,
  type LiteralText,
  literalPrefix,
  requiredLiterals,
  type SuffixSet,
  suffixSet,
} from './shape.ts';
export {
  ALL_BYTES,
  type Budget,
  findWitness,
  mayBegin,
  READABLE_BYTES,
  type WitnessQuery,
  type WitnessResult,
} from './witness.ts';
