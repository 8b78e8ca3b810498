/** How a formatted file looks. */
export interface FormatOptions {
  /** Columns for each block around a line, and what a tab is wide at the beginning of a line. */
  readonly indent: number;
  /** One tab for each block instead of spaces. */
  readonly useTabs: boolean;
  /** Of more empty lines than this in a row, so many stay. */
  readonly maxBlankLines: number;
  /** `same-line`: the `{` stands behind the words of its directive; `keep`: it may have a line of its own. */
  readonly braces: 'same-line' | 'keep';
  /** `keep`: words and comments that stand below each other stay so; `none`: one space before each. */
  readonly align: 'keep' | 'none';
  /** A last line without its end gets one. */
  readonly finalNewline: boolean;
  readonly endOfLine: 'keep' | 'lf' | 'crlf';
}

export const DEFAULT_FORMAT: FormatOptions = {
  indent: 4,
  useTabs: false,
  maxBlankLines: 1,
  braces: 'same-line',
  align: 'keep',
  finalNewline: true,
  endOfLine: 'keep',
};
