/** One file that `npm run gen` writes; `path` is relative to the root of the repository, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** What each module of this folder that writes files exports. */
export interface Generator {
  generate(): Promise<GeneratedFile[]>;
}
