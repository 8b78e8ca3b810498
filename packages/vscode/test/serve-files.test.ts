import { describe, expect, it } from 'vitest';
import { type EditorFiles, readFile, readFolder } from '../src/serve-files.ts';

/** Files as `vscode.workspace.fs` has them: what is not there is an error with a code. */
function filesOf(files: Readonly<Record<string, Uint8Array | string>>): EditorFiles<string> {
  return {
    async readFile(uri) {
      const found = files[uri] ?? 'FileNotFound';
      if (typeof found === 'string') throw Object.assign(new Error(found), { code: found });
      return found;
    },
    async readDirectory(uri) {
      if (uri !== 'e2e:/w') throw Object.assign(new Error(), { code: 'FileNotFound' });
      return [
        ['a.conf', 1],
        ['sites', 2],
        ['link-to-folder', 66],
        ['link-to-file', 65],
      ];
    },
  };
}

describe('files that the editor serves', () => {
  it('come in base64, whatever their bytes are and however long they are', async () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => (index * 7) % 256);
    const answer = await readFile(filesOf({ 'e2e:/w/a.conf': bytes }), 'e2e:/w/a.conf');
    expect('content' in answer && Buffer.from(answer.content, 'base64').equals(Buffer.from(bytes))).toBe(true);
  });

  it('are empty where they are empty', async () => {
    expect(await readFile(filesOf({ a: new Uint8Array() }), 'a')).toEqual({ content: '' });
  });

  it.each([
    ['FileNotFound', 'missing'],
    ['FileNotADirectory', 'missing'],
    ['FileIsADirectory', 'folder'],
    ['NoPermissions', 'denied'],
    ['Unavailable', 'failed'],
  ])('that cannot be read are told as what they are: %s is %s', async (code, failure) => {
    expect(await readFile(filesOf({ a: code }), 'a')).toEqual({ failure });
  });

  it('are listed, links as what they lead to', async () => {
    const entries = await readFolder(filesOf({}), 'e2e:/w');
    expect(entries.filter(({ folder }) => folder).map(({ name }) => name)).toEqual(['sites', 'link-to-folder']);
    expect(entries).toHaveLength(4);
    expect(await readFolder(filesOf({}), 'e2e:/nowhere')).toEqual([]);
  });
});
