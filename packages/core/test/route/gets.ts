/** GET requests for targets with blanks between them. */
export function gets(targets: string): readonly string[] {
  return targets.split(/\s+/).map((target) => `GET ${target}`);
}
