import type { Message } from 'sarif';

/**
 * A text as a message of SARIF that has no arguments and no links. Braces are doubled, as everywhere in a message (§3.11.5),
 * and no "]" is left that could end the text of a link (§3.11.6): behind a backslash it does not, and backslashes in front
 * of that one are doubled so that it stays one of its own. Descriptors of rules are no messages, and stay as they are.
 */
export function messageOf(text: string): Message {
  return { text: text.replace(/[{}]/g, '$&$&').replace(/(?<!\\)(\\*)\]\(/g, '$1$1\\](') };
}
