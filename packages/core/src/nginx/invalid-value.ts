import type { Span } from '../text/span.ts';
import type { Occurrence } from '../tree/tree.ts';
import type { Fault } from './fault.ts';

/** A value that the setter of a directive refuses: the words of nginx, and better ones. */
export function invalidValue(at: Occurrence, span: Span, nginx: string, message: string): Fault {
  return { rule: 'directive-invalid-value', at, span, message, nginx };
}
