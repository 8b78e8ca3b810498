import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type Location,
  LSPErrorCodes,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { buildCommand, nginxLint } from './support/command.ts';

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/nginx-lint.js', import.meta.url));
const PLAYGROUND = fileURLToPath(new URL('../fixtures/playground', import.meta.url));

/** An editor at the other end of the real command, over its standard input and output. */
class Editor {
  readonly folder: string;
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  /** What was told last of each file, and how often. */
  readonly told = new Map<string, { readonly params: PublishDiagnosticsParams; readonly count: number }>();
  readonly messages: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
    this.child = spawn(process.execPath, [COMMAND, 'lsp', '--stdio'], { stdio: 'pipe' });
    this.child.stderr.on('data', (data: Buffer) => this.messages.push(String(data)));
    const reader = new StreamMessageReader(this.child.stdout);
    this.connection = createProtocolConnection(reader, new StreamMessageWriter(this.child.stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, { params, count: (this.told.get(params.uri)?.count ?? 0) + 1 });
    });
    this.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  text(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  async open(name: string, version = 1, text = this.text(name)): Promise<void> {
    const textDocument = { uri: this.uri(name), languageId: 'nginx', version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** The whole text anew. */
  async change(name: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(name), version },
      contentChanges: [{ text }],
    });
  }

  /** Asks about the place where a text stands in a file; behind it. */
  async ask<Answer>(method: string, name: string, text: string, more: object = {}): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, {
      textDocument: { uri: this.uri(name) },
      position: this.behind(name, text),
      ...more,
    });
  }

  behind(name: string, text: string): { line: number; character: number } {
    const before = this.text(name);
    const at = before.indexOf(text);
    if (at === -1) throw new Error(`${name} does not hold ${text}`);
    const head = before.slice(0, at + text.length).split('\n');
    return { line: head.length - 1, character: head.at(-1)?.length ?? 0 };
  }

  async found(name: string, version: number): Promise<readonly Diagnostic[]> {
    await expect.poll(() => this.told.get(this.uri(name))?.params.version, { timeout: 10_000 }).toBe(version);
    return this.told.get(this.uri(name))?.params.diagnostics ?? [];
  }
}

describe('the language server, as an editor sees it', () => {
  let editor: Editor;
  let capabilities: InitializeResult['capabilities'];

  beforeAll(async () => {
    await buildCommand();
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nginx-lint-lsp-')));
    cpSync(PLAYGROUND, folder, { recursive: true, verbatimSymlinks: true });
    editor = new Editor(folder);
    const result = await editor.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'playground' }],
      capabilities: {
        textDocument: {
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        },
        workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    ({ capabilities } = result);
    await editor.connection.sendNotification('initialized', {});
  }, 60_000);

  afterAll(async () => {
    await editor.connection.sendRequest('shutdown');
    const gone = new Promise((done) => editor.child.on('exit', done));
    await editor.connection.sendNotification('exit');
    expect(await gone).toBe(0);
    rmSync(editor.folder, { recursive: true, force: true });
  });

  it('says what it can do', () => {
    expect(Object.keys(capabilities).sort()).toContain('hoverProvider');
  });

  it('finds what the command finds', async () => {
    const { stdout } = await nginxLint(['--format', 'json'], { cwd: editor.folder });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string }[] };
    const all = () => [...editor.told.values()].flatMap(({ params }) => params.diagnostics);
    await expect.poll(() => all().length, { timeout: 20_000 }).toBe(diagnostics.length);
    expect(
      all()
        .map(({ code }) => code)
        .sort(),
    ).toEqual(diagnostics.map(({ rule }) => rule).sort());
  });

  it('completes, and documents what is looked at', async () => {
    const { items } = await editor.ask<CompletionList>('textDocument/completion', 'nginx.conf', 'http {\n');
    const gzip = items.find(({ label }) => label === 'gzip');
    expect(gzip?.textEdit).toBeDefined();
    const resolved = await editor.connection.sendRequest<CompletionItem>('completionItem/resolve', gzip);
    expect(JSON.stringify(resolved.documentation)).toContain('ngx_http_gzip_module');
  });

  it('explains, and helps with arguments', async () => {
    const hover = await editor.ask<Hover>('textDocument/hover', 'sites-available/www.conf', 'server_na');
    expect(JSON.stringify(hover.contents)).toContain('server_name');
    const help = await editor.ask<{ signatures: { label: string }[] }>(
      ...(['textDocument/signatureHelp', 'sites-available/www.conf', 'server_name '] as const),
    );
    expect(help.signatures[0]?.label).toContain('server_name');
  });

  it('follows names from one file into another, and back', async () => {
    const [target] = await editor.ask<Location[]>(
      'textDocument/definition',
      'sites-available/www.conf',
      'proxy_pass http://bl',
    );
    expect(target?.uri).toBe(editor.uri('conf.d/upstreams.conf'));
    const places = await editor.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri: target?.uri },
      position: target?.range.start,
      context: { includeDeclaration: true },
    });
    expect(places.length).toBeGreaterThan(1);
    const edit = await editor.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri: target?.uri },
      position: target?.range.start,
      newName: 'weblog',
    });
    expect(Object.values(edit.changes ?? {}).flat()).toHaveLength(places.length);
    await expect(
      editor.connection.sendRequest('textDocument/rename', {
        textDocument: { uri: target?.uri },
        position: target?.range.start,
        newName: 'no good',
      }),
    ).rejects.toThrow(/no good|name/);
  });

  it('shows how a file is built', async () => {
    const textDocument = { uri: editor.uri('sites-available/www.conf') };
    const ask = <Answer>(method: string, more: object = {}) =>
      editor.connection.sendRequest<Answer>(`textDocument/${method}`, { textDocument, ...more });
    const symbols = await ask<DocumentSymbol[]>('documentSymbol');
    expect(symbols.map(({ name }) => name).join()).toContain('larkspur.example');
    expect((await ask<unknown[]>('foldingRange')).length).toBeGreaterThan(3);
    expect((await ask<unknown[]>('documentLink')).length).toBeGreaterThan(0);
    const [selection] = await ask<{ parent?: object }[]>('selectionRange', { positions: [{ line: 10, character: 6 }] });
    expect(selection?.parent).toBeDefined();
    const whole = { start: { line: 0, character: 0 }, end: { line: 200, character: 0 } };
    expect(await ask<unknown[]>('inlayHint', { range: whole })).toBeInstanceOf(Array);
    const full = await ask<{ resultId: string; data: number[] }>('semanticTokens/full');
    expect(full.data.length % 5).toBe(0);
    expect(full.data.length).toBeGreaterThan(100);
    const same = await ask<{ edits: unknown[] }>('semanticTokens/full/delta', { previousResultId: full.resultId });
    expect(same.edits).toEqual([]);
    expect(await ask<unknown[]>('codeLens')).toBeInstanceOf(Array);
    const found = await editor.connection.sendRequest<unknown[]>('workspace/symbol', { query: 'blog' });
    expect(found.length).toBeGreaterThan(0);
  });

  it('mends, and formats', async () => {
    const name = 'sites-available/shop.conf';
    const textDocument = { uri: editor.uri(name) };
    const position = editor.behind(name, 'location /media');
    const actions = await editor.connection.sendRequest<{ title: string; kind: string; edit: WorkspaceEdit }[]>(
      'textDocument/codeAction',
      { textDocument, range: { start: position, end: position }, context: { diagnostics: [] } },
    );
    expect(actions.map(({ kind }) => kind)).toContain('quickfix');
    expect(actions.map(({ title }) => title).join()).toContain('Disable alias-traversal');
    const edits = await editor.connection.sendRequest<unknown[]>('textDocument/formatting', {
      textDocument,
      options: { tabSize: 8, insertSpaces: true },
    });
    expect(edits.length).toBeGreaterThan(10);
  });

  it('says what nginx would do, what holds where, and what includes what', async () => {
    const routed = await editor.connection.sendRequest<{ result: { server: { file: string } } }>('nginxLint/route', {
      url: 'https://www.larkspur.example/',
    });
    expect(routed.result.server.file).toBe(editor.uri('sites-enabled/www.conf'));
    const places = await editor.ask<{ settings: { name: string }[] }[]>(
      ...(['nginxLint/effectiveConfiguration', 'sites-available/www.conf', 'server_name '] as const),
    );
    expect(places[0]?.settings.map(({ name }) => name)).toContain('server_name');
    const trees = await editor.connection.sendRequest<{ kind: string; uri: string }[]>('nginxLint/includeTree', {});
    expect(trees[0]).toMatchObject({ kind: 'entry', uri: editor.uri('nginx.conf') });
  });

  it('tells findings once when many edits come in a second, for the last version', async () => {
    const name = 'sites-available/www.conf';
    const text = editor.text(name);
    await editor.open(name);
    await editor.found(name, 1);
    const before = editor.told.get(editor.uri(name))?.count ?? 0;
    for (let version = 2; version <= 51; version++) {
      await editor.change(name, version, `${text}# ${'x'.repeat(version)}\n${version % 2 === 0 ? 'roott x;\n' : ''}`);
      await new Promise((done) => setTimeout(done, 18));
    }
    expect((await editor.found(name, 51)).map(({ code }) => code)).not.toContain('unknown-directive');
    await new Promise((done) => setTimeout(done, 300));
    expect((editor.told.get(editor.uri(name))?.count ?? 0) - before).toBe(1);
  });

  it('sees what others write to the disk', async () => {
    writeFileSync(join(editor.folder, 'conf.d/new.conf'), 'roott /a;\n');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('conf.d/new.conf'), type: 1 }],
    });
    const codes = () => editor.told.get(editor.uri('conf.d/new.conf'))?.params.diagnostics.map(({ code }) => code);
    await expect.poll(codes, { timeout: 10_000 }).toContain('unknown-directive');
    rmSync(join(editor.folder, 'conf.d/new.conf'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('conf.d/new.conf'), type: 3 }],
    });
    await expect.poll(codes, { timeout: 10_000 }).toEqual([]);
  });

  it('obeys settings that change', async () => {
    const all = () => [...editor.told.values()].flatMap(({ params }) => params.diagnostics.map(({ code }) => code));
    expect(all()).toContain('ssl-weak-protocols');
    const set = (nginxLint: object) =>
      editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { nginxLint } });
    await set({ ignore: ['ssl-weak-protocols'] });
    await expect.poll(() => all(), { timeout: 10_000 }).not.toContain('ssl-weak-protocols');
    await set({});
    await expect.poll(() => all(), { timeout: 10_000 }).toContain('ssl-weak-protocols');
  });

  it('refuses what makes no sense, and lives on', async () => {
    const { connection } = editor;
    await expect(connection.sendRequest('textDocument/nonsense', {})).rejects.toThrow(/nonsense/i);
    await expect(connection.sendRequest('nginxLint/route', { url: 7 })).rejects.toThrow(/url/);
    await expect(connection.sendRequest('textDocument/hover', { textDocument: null })).rejects.toThrow();
    expect(
      await connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///nowhere/at/all' },
        position: { line: 99_999, character: 99_999 },
      }),
    ).toBeNull();
    expect(await editor.ask<Hover | null>('textDocument/hover', 'nginx.conf', 'worker_proc')).not.toBeNull();
  });

  it('lives on after a message that is no JSON', async () => {
    const garbage = '{"jsonrpc": "2.0", "id": ';
    editor.child.stdin.write(`Content-Length: ${garbage.length}\r\n\r\n${garbage}`);
    expect(await editor.ask<Hover | null>('textDocument/hover', 'nginx.conf', 'worker_proc')).not.toBeNull();
  });

  it('drops what is cancelled', async () => {
    const source = new CancellationTokenSource();
    const asked = editor.connection.sendRequest(
      'textDocument/documentSymbol',
      { textDocument: { uri: editor.uri('nginx.conf') } },
      source.token,
    );
    source.cancel();
    const answer = await asked.catch((error: { code: number }) => error.code);
    expect([null, LSPErrorCodes.RequestCancelled].some((one) => one === answer) || Array.isArray(answer)).toBe(true);
    expect(await editor.ask<Hover | null>('textDocument/hover', 'nginx.conf', 'worker_proc')).not.toBeNull();
  });

  it('wrote nothing but answers', () => {
    expect(editor.messages).toEqual([]);
  });
});
