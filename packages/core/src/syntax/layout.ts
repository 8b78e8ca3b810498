import type { LineMap } from '../text/line-map.ts';

/** Where things stand on their lines: what an author meant when the braces do not tell. */
export interface Layout {
  /** Column of the first character of the offset's line that is no blank, or null where the offset stands behind it. */
  indentation(offset: number): number | null;
}

const TAB_WIDTH = 4;

export function layoutOf(text: string, lines: LineMap): Layout {
  return {
    indentation(offset) {
      let column = 0;
      for (let at = lines.startOf(lines.lineAt(offset)); at < offset; at++) {
        const character = text.charAt(at);
        if (character === '\t') column += TAB_WIDTH - (column % TAB_WIDTH);
        else if (character === ' ') column++;
        else if (character !== '\r') return null;
      }
      return column;
    },
  };
}
