/** The page that starts VS Code for the web. `origin` serves its scripts, the extension and the helper. */
export function webPage(origin: string, settings: Readonly<Record<string, unknown>>): string {
  const { host: authority } = new URL(origin);
  const options = {
    additionalBuiltinExtensions: ['/extension', '/helper'].map((path) => ({ scheme: 'http', authority, path })),
    configurationDefaults: { ...settings, 'testHelper.files': `${origin}/files` },
    productConfiguration: { enableTelemetry: false },
  };
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>VS Code</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" data-name="vs/workbench/workbench.web.main" href="/vscode/out/vs/workbench/workbench.web.main.css">
</head>
<body aria-label="">
<script src="/vscode/out/vs/loader.js"></script>
<script src="/vscode/out/vs/webPackagePaths.js"></script>
<script>
const base = location.origin + '/vscode';
const paths = {};
for (const [name, path] of Object.entries(self.webPackagePaths)) paths[name] = base + '/node_modules/' + name + '/' + path;
require.config({
  baseUrl: base + '/out',
  recordStats: false,
  paths,
  trustedTypesPolicy: trustedTypes.createPolicy('amdLoader', { createScriptURL: (url) => url }),
});
</script>
<script src="/vscode/out/vs/workbench/workbench.web.main.nls.js"></script>
<script src="/vscode/out/vs/workbench/workbench.web.main.js"></script>
<script>
require(['vs/workbench/workbench.web.main'], (workbench) => {
  const options = ${JSON.stringify(options).replaceAll('<', '\\u003c')};
  const folderUri = workbench.URI.parse('test://site/');
  options.workspaceProvider = { workspace: { folderUri }, trusted: true, open: async () => false };
  workbench.create(document.body, options);
});
</script>
</body>
</html>
`;
}
