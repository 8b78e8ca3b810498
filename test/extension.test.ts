import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rules } from '@nginx-lint/core';
import { CONFIG_NAMES } from '@nginx-lint/service/project';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, readSettings } from '../packages/server/src/settings.ts';
import manifest from '../packages/vscode/package.json' with { type: 'json' };
import { COMMANDS } from '../packages/vscode/src/commands/ids.ts';
import { PAGE_COMMANDS } from '../packages/vscode/src/pages/page.ts';
import { isSuppression } from '../packages/vscode/src/suppression-title.ts';

const FOLDER = fileURLToPath(new URL('../packages/vscode', import.meta.url));
const { contributes } = manifest;

/** Commands that only lenses, pages and views call. */
const INTERNAL = ['nginx-lint.showPlaces', 'nginx-lint.openPlace'];

function textOf(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

const contributed = contributes.commands.map(({ command }) => command);

describe('the commands of the extension', () => {
  it('are those of the manifest, and a few that nobody types', () => {
    expect([...COMMANDS].sort()).toEqual([...contributed, ...INTERNAL].sort());
  });

  it('hold those that the server names, and those that pages call', () => {
    const named = found(textOf('packages/service/src/features/code-lens.ts'), /name: '(nginx-lint\.\w+)'/g);
    expect(named).toHaveLength(2);
    for (const name of [...named, ...PAGE_COMMANDS]) expect(COMMANDS).toContain(name);
  });

  it('are all that menus and the walkthrough name', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps).toHaveLength(4);
    const linked = steps.flatMap(({ description }) => found(description, /command:(nginx-lint\.\w+)/g));
    expect(linked.length).toBeGreaterThan(0);
    for (const name of [...inMenus, ...linked]) expect(contributed).toContain(name);
  });

  it('are told on the page of the extension', () => {
    const readme = textOf('packages/vscode/README.md');
    const hidden = contributes.menus.commandPalette
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    for (const { command, category, title } of contributes.commands)
      if (!hidden.includes(command)) expect(readme).toContain(`_${category}: ${title}_`);
  });

  it('find the actions that write comments by their titles', () => {
    const source = textOf('packages/service/src/features/code-actions/suppress.ts');
    const titles = found(source, /`(Disable [^`]*)`/g).map((title) => title.replace('${rule}', 'alias-traversal'));
    expect(titles).toHaveLength(2);
    expect(titles.filter(isSuppression)).toEqual(titles);
    expect(isSuppression('Fix all 2 problems of x in this file')).toBe(false);
  });
});

describe('the settings of the extension', () => {
  const properties: Readonly<Record<string, { default: unknown }>> = contributes.configuration.properties;
  const inManifest = Object.keys(properties).map((name) => name.replace('nginxLint.', ''));
  /** For the client alone. */
  const OWN = ['trace.server'];

  it('are those that the server reads', () => {
    const read = new Set<string>();
    readSettings(new Proxy({}, { get: (_, name) => void read.add(String(name)) }), null);
    expect(read.size).toBeGreaterThan(5);
    expect(inManifest.filter((name) => !OWN.includes(name)).sort()).toEqual([...read].sort());
  });

  it('are those that the guide tells of', () => {
    const guide = /## Settings\n([\s\S]*?)\n## /.exec(textOf('docs/guide/language-server.md'))?.[1] ?? '';
    const cells = found(guide, /^\|((?: `\w+`,?)+) \|/gm);
    const told = cells.flatMap((cell) => found(cell, /`(\w+)`/g));
    expect(told.sort()).toEqual(inManifest.filter((name) => !OWN.includes(name)).sort());
  });

  it('have defaults that are those of the server', () => {
    const defaults = Object.fromEntries(inManifest.map((name) => [name, properties[`nginxLint.${name}`]?.default]));
    expect(readSettings(defaults, null)).toEqual({ settings: DEFAULTS, problems: [] });
  });

  it('name every rule', () => {
    const names = contributes.configuration.properties['nginxLint.severity'].propertyNames.enum;
    expect(names).toEqual(rules.map(({ id }) => id));
  });
});

describe('the manifest of the extension', () => {
  it('has the version of the server', () => {
    expect(manifest.version).toBe(JSON.parse(textOf('packages/server/package.json')).version);
  });

  it('needs no newer editor than its types are of, and its client needs no newer one', () => {
    const client = JSON.parse(textOf('node_modules/vscode-languageclient/package.json'));
    expect(client.engines.vscode).toBe(manifest.engines.vscode);
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });

  it('starts for the language, for config files, and where there are configurations', () => {
    const names = contributes.languages.map(({ id }) => id);
    expect(names).toEqual(['nginx']);
    const files = [...CONFIG_NAMES, '**/nginx.conf'].map((name) => `workspaceContains:${name}`);
    expect(manifest.activationEvents).toEqual(['onLanguage:nginx', ...files]);
  });

  it('has the schema for every name of a config file', () => {
    const json = contributes.jsonValidation.map(({ fileMatch }) => fileMatch);
    const yaml = contributes.yamlValidation.flatMap(({ fileMatch }) => fileMatch);
    expect([...yaml, ...json]).toEqual([...CONFIG_NAMES]);
  });

  it('works where nothing is trusted and nothing is on a disk', () => {
    expect(manifest.capabilities).toEqual({ untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    expect(manifest.browser).toBe('./dist/extension.web.js');
  });

  it('reads each line that the command prints', () => {
    const [matcher] = contributes.problemMatchers;
    const { regexp, ...groups } = matcher?.pattern ?? { regexp: '' };
    const lines = textOf('test/playground.expected.txt').trim().split('\n');
    const parts = lines.map((line) => new RegExp(regexp).exec(line));
    expect(parts.filter((part) => part === null)).toEqual([]);
    expect(groups).toEqual({ file: 1, line: 2, column: 3, severity: 4, message: 5, code: 6 });
    expect(new Set(parts.map((part) => part?.[4]))).toContain('warning');
    expect(parts[0]?.slice(1, 4)).toEqual(['fixtures/playground/conf.d/upstreams.conf', '6', '28']);
    for (const part of parts) expect(rules.map(({ id }) => id)).toContain(part?.[6]);
  });

  it('names files that are there', () => {
    const media = contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media.markdown));
    for (const path of [manifest.icon, ...media]) expect(existsSync(`${FOLDER}/${path}`), path).toBe(true);
  });

  it('is packed without anything that is only for making it', async () => {
    const files = await listFiles({ cwd: FOLDER, packageManager: PackageManager.None });
    const expected =
      /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|language-configuration\.json|images\/icon\.png|dist\/(?:extension|extension\.web|server)\.js(?:\.LEGAL\.txt)?|dist\/config\.schema\.json|(?:syntaxes|snippets)\/[\w.]+\.json|walkthrough\/\w+\.md)$/;
    expect(files.filter((path) => !expected.test(path))).toEqual([]);
    expect(files).toContain('package.json');
  });

  it('has a page for each step of the walkthrough, and no other', () => {
    const ids = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ id }) => `${id}.md`));
    expect(readdirSync(`${FOLDER}/walkthrough`).sort()).toEqual(ids.sort());
  });
});
