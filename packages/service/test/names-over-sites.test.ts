import { createSettings, type Diagnostic, lint, rules } from '@nginx-lint/core';
import { describe, expect, it } from 'vitest';
import { definitions } from '../src/features/definition.ts';
import { highlights } from '../src/features/highlight.ts';
import { references } from '../src/features/references.ts';
import { prepareRename, rename } from '../src/features/rename.ts';
import type { Name } from '../src/names/name.ts';
import { namesOf } from '../src/names/names-of.ts';
import { oneId } from '../src/names/same-names.ts';
import type { Snapshot } from '../src/snapshot.ts';
import { edited, siteOf, snapshotOf } from './support/site.ts';

const FRESH = 'fresh_name';

describe.each(['playground', 'clean'] as const)('names of fixtures/%s', (folder) => {
  const site = siteOf(folder);

  it('lead from uses to definitions and from definitions to all places', async () => {
    const snapshot = await snapshotOf(site);
    const all = allNames(snapshot);
    expect(all.length).toBeGreaterThan(20);
    for (const name of all) {
      const at = { file: oneId(snapshot, name.file), span: name.whole };
      const all = references(snapshot, name.file, name.whole.start, true);
      expect(all).toContainEqual(at);
      expect(highlights(snapshot, name.file, name.whole.end - 1).map(({ span }) => span)).toContainEqual(at.span);
      const defined = definitions(snapshot, name.file, name.span.start);
      const place = { file: at.file, selection: name.span };
      if (name.role === 'definition') expect(defined?.targets).toContainEqual(expect.objectContaining(place));
      for (const { file, selection } of defined?.targets ?? []) {
        const back = references(snapshot, file, selection.start, true);
        expect(back).toContainEqual(at);
      }
    }
  });

  it('are found alone as they are found among all', async () => {
    const snapshot = await snapshotOf(site);
    for (const { model } of snapshot.analyses)
      for (const [file, source] of model.tree.files) {
        // Another index, so that nothing that one found helps the other.
        const all = namesOf({ ...model, tree: model.tree }).in(file);
        const names = namesOf(model);
        for (let offset = 0; offset <= source.text.length; offset++) {
          const touching = all.filter(({ whole }) => whole.start <= offset && offset <= whole.end);
          const inside = touching.filter(({ whole }) => offset < whole.end);
          const expected = (inside.length > 0 ? inside : touching).map(placeOf).sort();
          expect(names.at(file, offset).map(placeOf).sort(), `${file} ${offset}`).toEqual(expected);
        }
      }
  });

  it('are found by their text as they are found among all', async () => {
    const snapshot = await snapshotOf(site);
    for (const { model } of snapshot.analyses) {
      const all = namesOf({ ...model, tree: model.tree });
      const keys = new Set(all.all.map(({ key }) => key));
      // All of them are known by now; of a new index, the first ones are looked for.
      for (const key of keys)
        expect(
          namesOf({ ...model, tree: model.tree })
            .of(key)
            .map(placeOf),
          key,
        ).toEqual(all.of(key).map(placeOf));
    }
  });

  it('can be changed, and nothing else changes with them', async () => {
    const snapshot = await snapshotOf(site);
    const before = said(snapshot, '', '');
    expect(before.length).toBeGreaterThan(folder === 'clean' ? -1 : 20);
    const defined = new Map<string, Name>();
    for (const name of allNames(snapshot)) if (name.role === 'definition') defined.set(name.key, name);
    expect(defined.size).toBeGreaterThan(3);
    for (const { file, span, text } of defined.values()) {
      expect(prepareRename(snapshot, file, span.start)).toEqual({ span, placeholder: text });
      const fresh = text.startsWith('@') ? `@${FRESH}` : FRESH;
      const edits = rename(snapshot, file, span.start, fresh);
      if ('refused' in edits) throw new Error(`${text}: ${edits.refused}`);
      const changed = edited(site, edits as Exclude<typeof edits, { refused: string }>);
      const after = await snapshotOf(site, changed);
      expect(said(after, fresh, text)).toEqual(before);
      expect(shape(after, fresh, text)).toEqual(shape(snapshot, fresh, text));
    }
  });
});

function allNames(snapshot: Snapshot): readonly Name[] {
  return snapshot.analyses.flatMap(({ model }) => namesOf(model).all);
}

function placeOf({ key, span, whole, role }: Name): string {
  return `${key} ${role} ${span.start}-${span.end} ${whole.start}-${whole.end}`;
}

/** Diagnostics by line, as a longer name moves what stands behind it. */
function said(snapshot: Snapshot, name: string, old: string): string[] {
  return snapshot.analyses
    .flatMap(({ model }) => {
      const line = ({ file, span }: Diagnostic) => model.source(file).lines.positionAt(span.start).line;
      const { diagnostics } = lint(model, rules, createSettings());
      return diagnostics.map((each) => {
        const message = name === '' ? each.message : each.message.replaceAll(name, old);
        return `${each.file} ${line(each)} ${each.rule} ${message}`;
      });
    })
    .sort();
}

/** The names of a configuration and what they are, with the new one called as the old one. */
function shape(snapshot: Snapshot, name: string, old: string): string[] {
  return allNames(snapshot).map(({ key, role, at }) => {
    return `${key.replace(name, old)} ${role} ${at.node.name.value} ${at.context}`;
  });
}
