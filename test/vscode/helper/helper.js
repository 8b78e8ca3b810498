// Runs inside the extension host, a process of Node.js or a worker, beside the extension that is tested.
const vscode = require('vscode');

exports.activate = (context) => {
  const settings = vscode.workspace.getConfiguration('testHelper');
  if (settings.get('files')) serveFiles(context, settings.get('files'));
  if (settings.get('calls')) void runCalls(context, settings.get('calls'));
};

/** Fetches functions, runs them with the API of VS Code, and sends back what they return. */
async function runCalls(context, url) {
  let open = true;
  context.subscriptions.push({ dispose: () => (open = false) });
  for (let failures = 0; open && failures < 50; ) {
    try {
      const answer = await fetch(`${url}/next`);
      if (answer.status === 200) void run(url, await answer.json());
      failures = 0;
    } catch {
      failures++;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function run(url, { id, source, args }) {
  let result;
  try {
    const value = await new Function(`return (${source});`)()(vscode, ...args);
    result = JSON.stringify({ id, value });
  } catch (error) {
    result = JSON.stringify({ id, error: String(error?.stack ?? error) });
  }
  await fetch(`${url}/result`, { method: 'POST', body: result });
}

/** The workspace of the web host: a virtual file system `test:` over HTTP. */
function serveFiles(context, url) {
  const changed = new vscode.EventEmitter();
  const ask = async (operation, uri, body) => {
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await fetch(`${url}/${operation}?path=${encodeURIComponent(uri.path)}`, { method, body });
    if (answer.ok) return answer;
    throw answer.status === 404 ? vscode.FileSystemError.FileNotFound(uri) : vscode.FileSystemError.Unavailable(uri);
  };
  const refuse = (uri) => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => {}),
    stat: async (uri) => (await ask('stat', uri)).json(),
    readDirectory: async (uri) => (await ask('list', uri)).json(),
    readFile: async (uri) => new Uint8Array(await (await ask('read', uri)).arrayBuffer()),
    writeFile: async (uri, content) => {
      await ask('write', uri, content);
      changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
  const options = { isCaseSensitive: true };
  context.subscriptions.push(changed, vscode.workspace.registerFileSystemProvider('test', provider, options));
}
