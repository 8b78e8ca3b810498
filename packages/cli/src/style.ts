export type Style = (text: string) => string;

export interface Palette {
  readonly error: Style;
  readonly warning: Style;
  readonly info: Style;
  readonly hint: Style;
  readonly strong: Style;
  /** Line numbers, arrows, bars. */
  readonly frame: Style;
  readonly faint: Style;
}

const plain: Style = (text) => text;

function sgr(on: number | string, off: number | string): Style {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
}

export const PLAIN: Palette = {
  error: plain,
  warning: plain,
  info: plain,
  hint: plain,
  strong: plain,
  frame: plain,
  faint: plain,
};

export const COLORED: Palette = {
  error: sgr('1;31', 0),
  warning: sgr('1;33', 0),
  info: sgr('1;36', 0),
  hint: sgr('1;32', 0),
  strong: sgr(1, 22),
  frame: sgr('1;34', 0),
  faint: sgr(2, 22),
};

export function palette(color: boolean): Palette {
  return color ? COLORED : PLAIN;
}
