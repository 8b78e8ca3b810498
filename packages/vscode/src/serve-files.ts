/** What the server is told where a file cannot be read. */
export type ReadFailure = 'missing' | 'folder' | 'denied' | 'failed';
export type ReadAnswer = { readonly content: string } | { readonly failure: ReadFailure };
export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** The part of `vscode.workspace.fs` that is asked; bits of a kind: 1 a file, 2 a folder, 64 a link to it. */
export interface EditorFiles<Uri> {
  readFile(uri: Uri): PromiseLike<Uint8Array>;
  readDirectory(uri: Uri): PromiseLike<[string, number][]>;
}

const FOLDER = 2;

const FAILURES: Readonly<Record<string, ReadFailure>> = {
  FileNotFound: 'missing',
  FileNotADirectory: 'missing',
  FileIsADirectory: 'folder',
  NoPermissions: 'denied',
};

/** The content of a file in base64, or why there is none. Errors of the editor's files carry a code. */
export async function readFile<Uri>(files: EditorFiles<Uri>, uri: Uri): Promise<ReadAnswer> {
  try {
    return { content: base64(await files.readFile(uri)) };
  } catch (error) {
    return { failure: FAILURES[codeOf(error)] ?? 'failed' };
  }
}

/** What lies in a folder; nothing where it cannot be read. */
export async function readFolder<Uri>(files: EditorFiles<Uri>, uri: Uri): Promise<readonly FolderEntry[]> {
  try {
    const entries = await files.readDirectory(uri);
    return entries.map(([name, kind]) => ({ name, folder: (kind & FOLDER) !== 0 }));
  } catch {
    return [];
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** So many bytes become arguments of one call. */
const AT_ONCE = 0x8000;

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) binary += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(binary);
}
