/** One link of a page, without the code around it: what stands in back quotes leads nowhere. */
export interface MarkdownLink {
  /** From 1. */
  readonly line: number;
  readonly target: string;
}

const FENCE = /^\s*(`{3,}|~{3,})/;
const INLINE = /!?\[(?:[^[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)/g;
const DEFINITION = /^\s{0,3}\[[^\]^][^\]]*\]:\s*<?([^\s>]+)>?/;
const BARE = /<(https?:[^>\s]+)>/g;

/** All links of a page: in its text, as definitions, and bare ones in angle brackets. */
export function linksIn(markdown: string): readonly MarkdownLink[] {
  const links: MarkdownLink[] = [];
  for (const [index, text] of proseLines(markdown).entries()) {
    const plain = text.replace(/(`+)(?:(?!\1).)+\1/g, (code) => '`'.repeat(code.length));
    const found = [...plain.matchAll(INLINE), ...plain.matchAll(BARE)].map(([, target = '']) => target);
    const defined = DEFINITION.exec(plain)?.[1];
    for (const target of defined === undefined ? found : [...found, defined]) links.push({ line: index + 1, target });
  }
  return links;
}

/** The anchors of a page: of its headings, as GitHub names them, and of `<a id="…">`. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of proseLines(markdown)) {
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      const slug = slugOf(heading);
      let name = slug;
      for (let number = 1; anchors.has(name); number++) name = `${slug}-${number}`;
      anchors.add(name);
    }
    for (const [, id = ''] of line.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id);
  }
  return anchors;
}

/** Lower case, without punctuation but `-` and `_`, each space a hyphen. */
function slugOf(heading: string): string {
  const text = heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|[\s(])[*_]+(?=\S)|(?<=\S)[*_]+(?=$|[\s).,:;])/g, '$1')
    .toLowerCase();
  return text.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-');
}

/** The lines with those of fenced code emptied, so that numbers stay. */
function proseLines(markdown: string): readonly string[] {
  let fence: string | null = null;
  return markdown.split(/\r?\n/).map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence === null && mark === undefined) return line;
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    return '';
  });
}
