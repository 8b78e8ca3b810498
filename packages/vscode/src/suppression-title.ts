/** Is a code action of the server one that writes a comment which switches a rule off? */
export function isSuppression(title: string): boolean {
  return /^Disable \S+ (?:for this line|in this file)$/.test(title);
}
